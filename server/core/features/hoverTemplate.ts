import { type TemplatePart, templateParts, templateValues, templateVariables } from '../kmm/imageTemplate.ts'
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

/** What the template variable at an offset means; `undefined` when there is none. */
export function templateHover(
  document: YamlDocument,
  place: Place,
  offset: number,
  kernel: string,
): { readonly range: Range; readonly markdown: string } | undefined {
  const scope = place.part === 'value' ? templateScope(place.path) : undefined
  if (scope === undefined) return undefined
  const { start, end } = place.range
  const part = templateParts(document.text.slice(start, end)).find(
    ({ range }) => range.start + start <= offset && offset <= range.end + start,
  )
  if (part === undefined || part.name === '') return undefined
  const range = { start: part.range.start + start, end: part.range.end + start }
  return { range, markdown: variableMarkdown(document, part, scope, kernel) }
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
  const module = kmmModule(document)
  const values = templateValues(kernel, {
    ...(module?.name && { name: module.name.value }),
    ...(module?.namespace && { namespace: module.namespace.value }),
  })
  const value = values[name]
  const shown = value === undefined ? '' : `\n\n${forWhat(name, kernel)} \`${value}\``
  return `**${name}**: ${meaning}.${shown}`
}

function forWhat(name: string, kernel: string): string {
  return name.startsWith('MOD_') ? 'Here:' : `For kernel \`${kernel}\`:`
}
