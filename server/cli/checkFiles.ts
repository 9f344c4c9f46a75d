import { resolve } from 'node:path'
import { bareSurroundings, type NeighbourFile, type Surroundings } from '../core/features/surroundings.ts'
import { createLanguageService, type TextFile } from '../core/languageService.ts'
import { parseYaml } from '../core/yaml/parseYaml.ts'
import type { CheckOptions } from './checkOptions.ts'
import { fixText, type TakenFix } from './fixText.ts'
import type { Io } from './io.ts'
import type { UnreadFile } from './jsonReport.ts'
import { listFiles } from './listFiles.ts'
import { type Input, readInput } from './readInput.ts'
import { type SourceText, sourceText } from './sourceText.ts'
import type { CheckedFile } from './textReport.ts'
import { writeAtomically } from './writeAtomically.ts'

/** What fixing came to in one file. */
export interface FixedFile {
  readonly file: string
  readonly taken: readonly TakenFix[]
  /** why the file is as it was in spite of them */
  readonly unwritten?: string
}

export interface CheckResult {
  /** in the order in which they were named or found */
  readonly files: readonly (CheckedFile | UnreadFile)[]
  readonly fixed: readonly FixedFile[]
}

/** Reads what was named, fixes it when that is wanted, and judges it: all files given are each other's neighbours. */
export async function checkFiles(io: Io, options: CheckOptions): Promise<CheckResult> {
  const inputs: Input[] = []
  for (const { path, named } of await listFiles(io, options.paths)) {
    const input = await readInput(io, path)
    // Test data of others that happens to lie in a folder is no reason to fail.
    if (named || !('foreign' in input && input.foreign)) inputs.push(input)
  }
  const texts = new Map(inputs.flatMap((input) => ('text' in input ? [[input.file, input.text] as const] : [])))
  const fixed = options.fix ? await fixFiles(io, texts, options) : []
  const judge = createJudge(texts, options)
  const files = inputs.map((input) => {
    const text = texts.get(input.file)
    return 'unreadable' in input || text === undefined ? unread(input) : judge.check({ uri: input.file, text })
  })
  return { files, fixed }
}

/** Fixes and writes file by file; `texts` then holds what the files hold. */
async function fixFiles(io: Io, texts: Map<string, string>, options: CheckOptions): Promise<readonly FixedFile[]> {
  const judge = createJudge(texts, options)
  const fixed: FixedFile[] = []
  for (const [file, before] of [...texts]) {
    io.signal.throwIfAborted()
    const { text, taken } = fixText(before, (now) => judge.check({ uri: file, text: now }).problems)
    if (text === before) continue
    const unwritten = await writeAtomically(resolve(io.cwd, file), before, text)
    if (unwritten === undefined) texts.set(file, text)
    fixed.push({ file, taken, ...(unwritten === undefined ? {} : { unwritten }) })
  }
  return fixed
}

function createJudge(texts: ReadonlyMap<string, string>, { suppressed, target }: CheckOptions) {
  const service = createLanguageService()
  // One list for all: what is found in it is remembered by the list, and nobody is his own neighbour.
  const readings = texts.size < 2 ? [] : [...texts]
  const neighbours = readings.map(([uri, text]): NeighbourFile => ({ uri, file: parseYaml(text) }))
  const surroundings: Surroundings = { ...bareSurroundings, neighbours, suppressed, ...(target && { target }) }
  const beside = (file: string): SourceText | undefined => {
    const text = texts.get(file)
    return text === undefined ? undefined : sourceText(file, text)
  }
  return {
    check(file: TextFile): CheckedFile {
      const problems = service.problems(file, surroundings).toSorted((a, b) => a.range.start - b.range.start)
      const documents = service.countDocuments(file)
      return { source: sourceText(file.uri, file.text, beside), documents, problems }
    },
  }
}

function unread(input: Input): UnreadFile {
  return { file: input.file, unreadable: 'unreadable' in input ? input.unreadable : 'cannot be read' }
}
