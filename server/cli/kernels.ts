import { bareSurroundings } from '../core/features/surroundings.ts'
import { kernelTable } from '../core/kmm/kernelTable.ts'
import { parseKernels } from '../core/kmm/parseKernels.ts'
import { createLanguageService } from '../core/languageService.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { kernelsJson, kernelsText, type ServedModule } from './kernelsReport.ts'
import { choosePalette } from './palette.ts'
import type { Arguments } from './parseArguments.ts'
import { readInput } from './readInput.ts'
import { type SourceText, sourceText } from './sourceText.ts'

/** `kmm kernels`: shows what each Module of a file does for some kernels, and says by its code whether all are served. */
export async function runKernels(io: Io, given: Arguments): Promise<ExitCode> {
  const [path, ...others] = given.operands
  if (path === undefined || others.length > 0) {
    const sentence = 'name one file with a Module: `kmm kernels module.yaml --kernel 6.6.2-201.fc39.x86_64`'
    return sayAndExit(io, exitCodes.couldNot, sentence)
  }
  const format = given.value('format') ?? 'text'
  if (format !== 'text' && format !== 'json') {
    return sayAndExit(io, exitCodes.couldNot, `\`--format\` is text or json, not \`${format}\``)
  }
  const kernels = await readKernels(io, path, given)
  if ('sentence' in kernels) return sayAndExit(io, exitCodes.couldNot, kernels.sentence)
  const input = await readInput(io, path)
  if ('unreadable' in input) return sayAndExit(io, exitCodes.couldNot, `${input.file}: ${input.unreadable}`)

  const source = sourceText(input.file, input.text)
  const modules = servedModules(source, { uri: path, text: input.text }, kernels.names)
  if (modules.length === 0) return sayAndExit(io, exitCodes.couldNot, `${input.file}: holds no Module`)
  warnOfErrors(io, source, input.text)
  const palette = choosePalette(io.stdout, io.env)
  io.stdout.write(format === 'json' ? kernelsJson(source, modules) : kernelsText(source, modules, palette))
  const served = modules.every(({ rows }) => rows.every(({ image }) => image !== undefined))
  return served ? exitCodes.good : exitCodes.bad
}

/** The kernels named and those read, each once. */
async function readKernels(
  io: Io,
  path: string,
  given: Arguments,
): Promise<{ readonly names: readonly string[] } | { readonly sentence: string }> {
  const names = new Set(given.values('kernel'))
  for (const from of given.values('kernels-from')) {
    if (from === '-' && path === '-') return { sentence: 'only one of FILE and `--kernels-from` can be stdin' }
    const input = await readInput(io, from)
    if ('unreadable' in input) return { sentence: `${input.file}: ${input.unreadable}` }
    const read = parseKernels(input.text)
    if (read.length === 0) {
      const sentence = `${input.file}: holds no kernel; give lines of \`uname -r\` or the table of \`kubectl get nodes -o wide\``
      return { sentence }
    }
    for (const kernel of read) names.add(kernel)
  }
  if (names.size === 0) return { sentence: 'name kernels with `--kernel` or `--kernels-from`' }
  return { names: [...names] }
}

function servedModules(
  source: SourceText,
  file: { uri: string; text: string },
  kernels: readonly string[],
): readonly ServedModule[] {
  return createLanguageService()
    .modules(file)
    .map(({ module, document }) => {
      const namespace = module.namespace?.value ?? 'default'
      return {
        module,
        namespace,
        start: document.start,
        line: source.positionAt(document.start + module.root.range.start).line,
        rows: kernelTable(module, kernels, namespace),
      }
    })
}

/** What KMM would refuse serves no kernel at all; the table still shows what was meant. */
function warnOfErrors(io: Io, source: SourceText, text: string): void {
  const problems = createLanguageService().problems({ uri: source.file, text }, bareSurroundings)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  if (errors === 0) return
  const words = errors === 1 ? 'an error' : `${errors} errors`
  io.stderr.write(`kmm: ${source.file}: has ${words}, and would be refused as it is; \`kmm check\` says why\n`)
}
