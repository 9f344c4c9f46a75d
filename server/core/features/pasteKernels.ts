import { trimKernel } from '../kmm/kernelMatch.ts'
import type { KmmModule } from '../kmm/kmmModule.ts'
import { parseKernels } from '../kmm/parseKernels.ts'
import { lineStart } from '../yaml/lineStart.ts'
import { readPlain } from '../yaml/readScalar.ts'
import { columnOf, quoted } from '../yaml/yamlEdit.ts'
import type { YamlList, YamlPair } from '../yaml/yamlNode.ts'
import { pairOf } from '../yaml/yamlPath.ts'
import { indentStep, listsAreFlush } from './documentLayout.ts'
import type { TextEdit } from './problem.ts'

/**
 * What pasting a text on a blank line (or behind a lone dash) among the kernel mappings would best be: a literal for
 * each kernel in it that has none, with the image of a mapping above, one that follows the kernel where there is one. `undefined` where the text holds no new kernel,
 * or the offset is not such a place.
 */
export function pasteKernels(module: KmmModule, offset: number, pasted: string): TextEdit | undefined {
  const { text } = module.document
  const start = lineStart(text, offset)
  const newline = text.indexOf('\n', offset)
  const end = text[newline - 1] === '\r' ? newline - 1 : newline === -1 ? text.length : newline
  if (!/^ *(- *)?$/.test(text.slice(start, end))) return undefined
  const pair = module.container && pairOf(module.container, 'kernelMappings')
  if (pair === undefined || pair.merged === true || pair.value.alias !== undefined) return undefined
  if (!isBelow(text, pair, start)) return undefined
  const list = pair.value.type === 'list' ? pair.value : undefined
  if (list === undefined ? pair.value.type !== 'scalar' || pair.value.value !== null : list.flow) return undefined

  const written = new Set(module.kernelMappings.map(({ literal }) => literal?.value))
  const kernels = [...new Set(parseKernels(pasted).map(trimKernel))].filter((kernel) => !written.has(kernel))
  if (kernels.length === 0 || kernels.length > mostKernels) return undefined
  const pad = ' '.repeat(dashColumn(text, pair, list))
  const image = imageText(module, start)
  const lines = kernels.flatMap((kernel) => [
    `${pad}- literal: ${readPlain(kernel) === kernel ? kernel : quoted(kernel)}`,
    `${pad}  containerImage: ${image}`,
  ])
  return { range: { start, end }, newText: lines.join(text.includes('\r\n') ? '\r\n' : '\n') }
}

/** More is no list of kernels that a person wants to keep by hand. */
const mostKernels = 200

/** Whether a line belongs to the pair: it stands below its key, and nothing that ends the list comes in between. */
function isBelow(text: string, { key }: YamlPair, lineStart: number): boolean {
  const keyColumn = columnOf(text, key.range.start)
  const between = text.slice(key.range.end, lineStart)
  if (lineStart <= key.range.end || !between.includes('\n')) return false
  return between
    .split('\n')
    .slice(1)
    .every((line) => {
      const column = line.length - line.trimStart().length
      return line.trim() === '' || line.trimStart().startsWith('#') || column > keyColumn || /^ *-( |\r?$)/.test(line)
    })
}

function dashColumn(text: string, { key }: YamlPair, list: YamlList | undefined): number {
  const keyColumn = columnOf(text, key.range.start)
  const first = list?.items[0]
  if (first !== undefined && first.alias === undefined) {
    const from = lineStart(text, first.range.start)
    const dash = text.slice(from, first.range.start).lastIndexOf('-')
    if (dash !== -1) return dash
  }
  return listsAreFlush(text) ? keyColumn : keyColumn + indentStep(text)
}

/** The image of the nearest mapping above as it is written, else of any, those that follow the kernel first. */
function imageText({ document, kernelMappings, containerImage, name }: KmmModule, before: number): string {
  const images = kernelMappings.flatMap((mapping) => mapping.containerImage ?? [])
  const following = images.filter(({ value }) => value.includes('KERNEL_FULL_VERSION'))
  const fitting = following.length > 0 ? following : images
  const nearest = fitting.findLast(({ range }) => range.start < before) ?? fitting[0]
  if (nearest !== undefined) {
    const raw = document.text.slice(nearest.range.start, nearest.range.end)
    return /^[|>]/.test(raw) || raw.includes('\n') ? quoted(nearest.value) : raw
  }
  return containerImage?.value ? '""' : `quay.io/example/${name?.value ?? 'driver'}:\${KERNEL_FULL_VERSION}`
}
