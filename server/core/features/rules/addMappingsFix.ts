import { trimKernel } from '../../kmm/kernelMatch.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import { lineStart } from '../../yaml/lineStart.ts'
import type { Fix } from '../problem.ts'

/**
 * Adds a mapping for each kernel behind the last one, with an image that is there already; none where the list's form
 * is not clear.
 */
export function addMappingsFix(module: KmmModule, kernels: readonly string[]): readonly Fix[] {
  const last = module.kernelMappings.at(-1)
  const { text } = module.document
  const image = imageForAnyKernel(module) ?? last?.containerImage?.value ?? module.containerImage?.value
  if (last === undefined || image === undefined || last.node.type !== 'map' || last.node.flow) return []
  const from = lineStart(text, last.node.range.start)
  const lead = text.slice(from, last.node.range.start)
  if (!/^ *- +$/.test(lead)) return []
  const end = last.node.range.start + text.slice(last.node.range.start, last.node.range.end).trimEnd().length
  const inner = ' '.repeat(lead.length)
  const mappings = kernels.map((kernel) => {
    const literal = JSON.stringify(trimKernel(kernel))
    return `\n${lead}literal: ${literal}\n${inner}containerImage: ${JSON.stringify(image)}`
  })
  const title = titleFor(kernels)
  return [{ title, edits: [{ range: { start: end, end }, newText: mappings.join('') }] }]
}

/** An image whose name follows the kernel: a mapping of one kernel names an image that another kernel cannot load. */
function imageForAnyKernel({ kernelMappings, containerImage }: KmmModule): string | undefined {
  const images = [...kernelMappings.map((mapping) => mapping.containerImage), containerImage]
  return images.find((image) => image?.value.includes('${KERNEL_FULL_VERSION}'))?.value
}

function titleFor(kernels: readonly string[]): string {
  if (kernels.length === 1) return `Add a mapping for kernel ${kernels[0]}`
  return `Add mappings for ${kernels.length === 2 ? 'both' : `all ${kernels.length}`} kernels`
}
