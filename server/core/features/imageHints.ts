import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { expandTemplate, templateParts, templateValues } from '../kmm/imageTemplate.ts'
import { kernelsAt } from '../kmm/kernelsAt.ts'
import type { KmmModule } from '../kmm/kmmModule.ts'
import { templatedFields } from '../kmm/templatedFields.ts'
import type { InlayHint } from './inlayHints.ts'

/** VS Code's `editor.inlayHints.maximumLength`, less the arrow. */
const hintLength = 41

/** Rows of a tooltip. */
const shownKernels = 20

/**
 * What becomes of each mapping's image with variables, where the kernels that it serves are known: from the cluster, or
 * because a literal names the one.
 */
export function imageHints(module: KmmModule, cluster: ClusterFacts): readonly InlayHint[] {
  const kernelsOf = kernelsAt(module, cluster)
  const images = new Set(module.kernelMappings.flatMap(({ containerImage }) => containerImage ?? []))
  const names = {
    ...(module.name && { name: module.name.value }),
    ...(module.namespace && { namespace: module.namespace.value }),
  }
  return templatedFields(module).flatMap(({ field }) => {
    if (!images.has(field) || templateParts(field.value).length === 0) return []
    const expanded = kernelsOf(field.path).map(
      (kernel) => [kernel, expandTemplate(field.value, templateValues(kernel, names))] as const,
    )
    const distinct = [...new Set(expanded.map(([, image]) => image))]
    const [first] = distinct
    if (first === undefined || distinct.includes(undefined)) return []
    const more = distinct.length > 1 ? ` and ${distinct.length - 1} more` : ''
    const rows = expanded.slice(0, shownKernels).map(([kernel, image]) => `| \`${kernel}\` | \`${image}\` |`)
    const rest = expanded.length > shownKernels ? [`| … | ${expanded.length - shownKernels} more |`] : []
    const tooltip = ['| kernel | image |', '| :-- | :-- |', ...rows, ...rest].join('\n')
    return [{ offset: field.range.end, label: `→ ${shortImage(first, hintLength - more.length)}${more}`, tooltip }]
  })
}

/** An image without its registry and folders; where that is still too long, its tag, or its end. */
function shortImage(image: string, length: number): string {
  const name = image.slice(image.lastIndexOf('/') + 1)
  if (name === image && image.length <= length) return image
  const short = [name, name.slice(name.indexOf(':'))].find((one) => one.length < length && one !== '')
  return `…${short ?? image.slice(1 - length)}`
}
