import { bareSurroundings } from '../core/features/surroundings.ts'
import { kernelTable } from '../core/kmm/kernelTable.ts'
import { parseKernels } from '../core/kmm/parseKernels.ts'
import { createLanguageService } from '../core/languageService.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { kernelsJson, kernelsText, type ServedModule } from './kernelsReport.ts'
import { choosePalette } from './palette.ts'
import type { Arguments } from './parseArguments.ts'
import { printable } from './printable.ts'
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
  const palette = choosePalette(io.stdout, io.env)
  io.stdout.write(format === 'json' ? kernelsJson(source, modules) : kernelsText(source, modules, palette))
  warnOfRefusals(io, path, source, input.text, modules)
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
        end: document.start + document.text.length,
        line: source.positionAt(document.start + module.root.range.start).line,
        rows: kernelTable(module, kernels, namespace),
      }
    })
}

/** A Module that apply refuses serves no kernel at all; the table still shows what was meant. */
function warnOfRefusals(
  io: Io,
  path: string,
  source: SourceText,
  text: string,
  modules: readonly ServedModule[],
): void {
  const problems = createLanguageService().problems({ uri: source.file, text }, bareSurroundings)
  for (const { module, start, end } of modules) {
    const errors = problems.filter(({ severity, range }) => {
      return severity === 'error' && start <= range.start && range.start < end
    }).length
    if (errors === 0) continue
    const name = module.name?.value ?? 'the Module'
    const count = errors === 1 ? 'it has an error' : `it has ${errors} errors`
    io.stderr.write(`kmm: ${source.file}: apply would refuse ${printable(name)}: ${count}; run \`kmm check ${path}\`\n`)
  }
}
