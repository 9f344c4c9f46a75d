import {
  expandTemplate,
  type TemplatePart,
  type TemplateVariables,
  templateParts,
  templateValues,
  templateVariables,
} from '../kmm/imageTemplate.ts'
import { trimKernel } from '../kmm/kernelMatch.ts'
import { kmmModule } from '../kmm/kmmModule.ts'
import type { Path, Range, YamlDocument } from '../yaml/yamlNode.ts'
import type { Place } from './placeAt.ts'

/** Kernel to show values for when no cluster says what runs. */
export const exampleKernel = '6.6.2-201.fc39.x86_64'

/** `image`: all variables are filled in; `sign`: all but `MOD_NAME` and `MOD_NAMESPACE`; `undefined`: none are. */
export type TemplateScope = 'image' | 'sign'

/** Whether KMM fills in variables in the text at a path of a Module or ManagedClusterModule (`reference/kmm.md` §3.6). */
export function templateScope(path: Path): TemplateScope | undefined {
  const last = path.at(-1)
  if (path[0] !== 'spec' || !path.includes('moduleLoader')) return undefined
  if (last === 'containerImage') return 'image'
  if (last === 'unsignedImage') return 'sign'
  return typeof last === 'number' && path.at(-2) === 'filesToSign' ? 'sign' : undefined
}

/** What the template variable at an offset means, and what becomes of the whole; `undefined` when there is none. */
export function templateHover(
  document: YamlDocument,
  place: Place,
  offset: number,
  kernels: readonly string[],
): { readonly range: Range; readonly markdown: string } | undefined {
  const scope = place.part === 'value' ? templateScope(place.path) : undefined
  if (scope === undefined) return undefined
  const { start, end } = place.range
  const part = templateParts(document.text.slice(start, end)).find(
    ({ range }) => range.start + start <= offset && offset <= range.end + start,
  )
  if (part === undefined || part.name === '') return undefined
  const range = { start: part.range.start + start, end: part.range.end + start }
  const variable = variableMarkdown(document, part, scope, kernels[0] ?? exampleKernel)
  const whole = expansionMarkdown(document, place, kernels)
  return { range, markdown: whole === undefined ? variable : `${variable}\n\n${whole}` }
}

/** Expansions of one text that a hover has room for. */
const shownExpansions = 6

/** What KMM makes of a text with variables for the given kernels, or an example; `undefined` where it has none. */
export function expansionMarkdown(
  document: YamlDocument,
  { part, path, scalar }: Place,
  kernels: readonly string[],
): string | undefined {
  const scope = part === 'value' && scalar.templated !== true ? templateScope(path) : undefined
  if (scope === undefined || templateParts(scalar.text).length === 0) return undefined
  const known = [...new Set((kernels.length > 0 ? kernels : [exampleKernel]).map(trimKernel))]
  const rows = known.slice(0, shownExpansions).map((kernel) => {
    const text = expandTemplate(scalar.text, scopedValues(document, kernel, scope))
    return text === undefined ? undefined : `| \`${kernel}\` | \`${text}\` |`
  })
  if (rows.some((row) => row === undefined)) return 'KMM cannot expand this: a `}` is missing.'
  const more = known.length > shownExpansions ? [`| … | ${known.length - shownExpansions} more |`] : []
  return ['| kernel | becomes |', '| :-- | :-- |', ...rows, ...more].join('\n')
}

/** The values that a field of this scope sees. */
function scopedValues(document: YamlDocument, kernel: string, scope: TemplateScope): TemplateVariables {
  const module = scope === 'image' ? kmmModule(document) : undefined
  return templateValues(kernel, {
    ...(module?.name && { name: module.name.value }),
    ...(module?.namespace && { namespace: module.namespace.value }),
  })
}

/** Markdown about a template variable as it is filled in for a kernel. */
export function variableMarkdown(
  document: YamlDocument,
  part: Pick<TemplatePart, 'name'>,
  scope: TemplateScope,
  kernel: string,
): string {
  const known = Object.entries(templateVariables).find(([name]) => name === part.name)
  if (known === undefined) {
    const names = Object.keys(templateVariables)
      .map((name) => `\`${name}\``)
      .join(', ')
    return `**${part.name}**\n\nKMM knows no such variable and puts nothing in its place, without a word. There are: ${names}.`
  }
  const [name, meaning] = known
  if (scope === 'sign' && name.startsWith('MOD_')) {
    return `**${name}**\n\nNot known when images are signed: nothing is put in its place.`
  }
  const value = scopedValues(document, kernel, scope)[name]
  const shown = value === undefined ? '' : `\n\n${forWhat(name, kernel)} \`${value}\``
  return `**${name}**: ${meaning}.${shown}${value === trimKernel(kernel) || !/VERSION$/.test(name) ? '' : normalForm}`
}

/** Said where the value differs from the kernel's own name. */
const normalForm =
  ', as a tag may hold no other characters. Build arguments see the name as it is; KMM 2.1.0 and older put it here so, too.'

function forWhat(name: string, kernel: string): string {
  return name.startsWith('MOD_') ? 'Here:' : `For kernel \`${kernel}\`:`
}
