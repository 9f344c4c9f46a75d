import { expandTemplate, templateValues } from './imageTemplate.ts'
import { firstMatch } from './kernelMatch.ts'
import type { KmmModule } from './kmmModule.ts'

/** What a Module does for one kernel. */
export interface KernelRow {
  readonly kernel: string
  /** index of the mapping that takes it; `undefined` when none does */
  readonly mapping: number | undefined
  /** offset of that mapping in the document */
  readonly offset?: number
  /** the image that nodes get; absent when no mapping takes the kernel, or the template cannot be expanded */
  readonly image?: string
}

/** Which mapping takes each kernel (as nodes report it), and with which image. `namespace` is that of the Module. */
export function kernelTable(module: KmmModule, kernels: readonly string[], namespace: string): readonly KernelRow[] {
  const matchers = module.kernelMappings.map(({ literal, regexp }) => ({
    literal: literal?.value,
    regexp: regexp?.value,
  }))
  const names = { name: module.name?.value ?? '', namespace: module.namespace?.value ?? namespace }
  return kernels.map((kernel) => {
    const index = firstMatch(matchers, kernel)
    const mapping = index === undefined ? undefined : module.kernelMappings[index]
    if (mapping === undefined) return { kernel, mapping: undefined }
    const template = mapping.containerImage?.value || module.containerImage?.value
    const image = template && expandTemplate(template, templateValues(kernel, names))
    return { kernel, mapping: index, offset: mapping.node.range.start, ...(image && { image }) }
  })
}
