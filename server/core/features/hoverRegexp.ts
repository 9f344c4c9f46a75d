import { compileGoRegexp } from '../kmm/goRegexp.ts'
import { trimKernel } from '../kmm/kernelMatch.ts'
import { type RegexpPart, regexpParts } from '../kmm/regexpParts.ts'
import { partWords } from '../kmm/regexpWords.ts'
import { scalarOffsets } from '../yaml/scalarOffsets.ts'
import type { Path, Range, YamlDocument } from '../yaml/yamlNode.ts'
import type { Place } from './placeAt.ts'

/** Kernels to try a regexp on when no cluster says what runs. */
const exampleKernels = [
  '5.14.0-427.13.1.el9_4.x86_64',
  '6.6.2-201.fc39.x86_64',
  '6.8.0-45-generic',
  '6.1.0-18-amd64',
  '5.15.133',
]

/** Rows of a table that a hover has room for. */
const shownParts = 24
const shownKernels = 8

/** Whether a path is that of a kernel mapping's regexp. */
function isRegexpPath(path: Path): boolean {
  return path.at(-1) === 'regexp' && path.at(-3) === 'kernelMappings' && path.includes('moduleLoader')
}

/**
 * Explains a kernel mapping's regexp: the part at the offset first, then which kernels it takes of those of the
 * cluster, or of a few well-known ones, then all of it. `undefined` elsewhere.
 */
export function regexpHover(
  document: YamlDocument,
  { part: isIn, path, scalar, range }: Place,
  offset: number,
  kernels: readonly string[],
): { readonly range: Range; readonly markdown: string } | undefined {
  const isOwn = isIn === 'value' && isRegexpPath(path) && typeof scalar.value === 'string' && scalar.templated !== true
  if (!isOwn || scalar.text === '') return undefined
  const parts = regexpParts(scalar.text)
  const offsets = range === scalar.range ? scalarOffsets(document.text, scalar) : undefined
  const at = offsets?.textOffset(offset)
  const here = at === undefined ? undefined : parts.find((one) => one.range.start <= at && at < one.range.end)
  const markdown = [here && hereMarkdown(here), kernelsMarkdown(scalar.text, kernels), partsTable(parts)]
  return {
    range: (here && offsets?.sourceRange(here.range)) ?? range,
    markdown: markdown.filter((text) => text !== undefined).join('\n\n'),
  }
}

function hereMarkdown(part: RegexpPart): string {
  return `**${code(part.text)}**: ${partWords(part)}`
}

function partsTable(parts: readonly RegexpPart[]): string {
  const rows = parts.slice(0, shownParts).map((part) => {
    const indent = '&emsp;'.repeat(Math.min(part.depth, 6))
    return `| ${indent}${code(part.text).replaceAll('|', '\\|')} | ${partWords(part).replaceAll('|', '\\|')} |`
  })
  const more = parts.length > shownParts ? [`| … | ${parts.length - shownParts} more parts |`] : []
  return ['| regexp | means |', '| :-- | :-- |', ...rows, ...more].join('\n')
}

function kernelsMarkdown(pattern: string, live: readonly string[]): string {
  const compiled = compileGoRegexp(pattern)
  if (!compiled.ok) return `Go cannot read it: ${compiled.reason}. KMM refuses the Module.`
  const known = [...new Set((live.length > 0 ? live : exampleKernels).map(trimKernel))]
  const taken = known.filter((kernel) => compiled.matches(kernel))
  const left = known.filter((kernel) => !taken.includes(kernel))
  const whose = live.length > 0 ? 'Of the kernels of the cluster' : 'Of a few well-known kernels'
  if (taken.length === 0) return `${whose}, it takes none: ${list(left)}.`
  return `${whose}, it takes ${list(taken)}${left.length === 0 ? '' : ` and leaves ${list(left)}`}.`
}

function list(kernels: readonly string[]): string {
  const shown = kernels.slice(0, shownKernels).map((kernel) => `\`${kernel}\``)
  const more = kernels.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** Text as Markdown code, whatever is in it. */
function code(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
  return printable.includes('`') || printable.trim() === '' ? `\`\` ${printable} \`\`` : `\`${printable}\``
}
