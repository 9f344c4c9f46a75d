import type { Range } from '../yaml/yamlNode.ts'
import { kernelParts, trimKernel } from './kernelMatch.ts'

/** Variables of image templates, with what they hold; `sign` fields know all but the `MOD_` ones. */
export const templateVariables = {
  KERNEL_FULL_VERSION: "the node's kernel, with every character outside `[A-Za-z0-9._-]` turned into `_`",
  KERNEL_VERSION: 'the same as `KERNEL_FULL_VERSION`',
  KERNEL_XYZ: 'the first three parts of the kernel, joined by dots',
  KERNEL_X: 'the first part of the kernel',
  KERNEL_Y: 'the second part of the kernel',
  KERNEL_Z: 'the third part of the kernel',
  MOD_NAME: "the Module's name",
  MOD_NAMESPACE: "the Module's namespace",
} as const

export type TemplateVariables = Readonly<Record<string, string>>

/** One `$NAME` or `${…}` of a template, offsets within it. */
export interface TemplatePart {
  readonly range: Range
  readonly name: string
  /** the name's own place */
  readonly nameRange: Range
  /** `:-`, `-`, `:=`, `=`, `:+` or `+` with its operand, when there is one */
  readonly operator?: string
  readonly operand?: string
  /** no `}` follows: KMM fails when it expands it */
  readonly unclosed?: boolean
}

/**
 * The values that KMM gives the variables on a node with this kernel (`utils.KernelComponentsAsEnvVars`, main;
 * kernel names are normalised since 2.1.1). A kernel of fewer than three parts leaves the missing ones out.
 */
export function templateValues(nodeKernel: string, module: { name?: string; namespace?: string }): TemplateVariables {
  const kernel = trimKernel(nodeKernel)
  const normal = kernel.replace(/[^A-Za-z0-9._-]/g, '_')
  const [x = '', y = '', z = ''] = kernelParts(kernel)
  return {
    KERNEL_FULL_VERSION: normal,
    KERNEL_VERSION: normal,
    KERNEL_XYZ: `${x}.${y}.${z}`,
    KERNEL_X: x,
    KERNEL_Y: y,
    KERNEL_Z: z,
    ...(module.name === undefined ? {} : { MOD_NAME: module.name }),
    ...(module.namespace === undefined ? {} : { MOD_NAMESPACE: module.namespace }),
  }
}

/** The variables that a template uses, in order; `$$` is a dollar sign and a lone `$` is itself. */
export function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  for (let at = 0; at < template.length; at += 1) {
    if (template[at] !== '$') continue
    if (template[at + 1] === '$') {
      at += 1
      continue
    }
    const part = template[at + 1] === '{' ? braced(template, at) : bare(template, at)
    if (part === undefined) continue
    parts.push(part)
    at = part.range.end - 1
  }
  return parts
}

/** The template with its variables as letters of the same length, since what they hold is a sound part of a name. */
export function maskedTemplate(template: string): string {
  return templateParts(template).reduce(
    (text, { range: { start, end } }) => text.slice(0, start) + 'x'.repeat(end - start) + text.slice(end),
    template,
  )
}

/**
 * Expands a template as KMM's engine does (a8m/envsubst without restrictions, measured in `reference/kmm.md` §3.6): an
 * unknown variable becomes empty, `:-` and its kin work. `undefined` when a brace is not closed.
 */
export function expandTemplate(template: string, values: TemplateVariables): string | undefined {
  let text = ''
  let at = 0
  for (const part of templateParts(template)) {
    if (part.unclosed) return undefined
    text += plain(template.slice(at, part.range.start)) + partValue(part, values)
    at = part.range.end
  }
  return text + plain(template.slice(at))
}

function plain(text: string): string {
  return text.replaceAll('$$', '$')
}

function partValue(part: TemplatePart, values: TemplateVariables): string {
  const value = values[part.name]
  const operand = (part.operand ?? '').replace(/^\$([A-Za-z0-9_]+)$/, (_, name: string) => values[name] ?? '')
  switch (part.operator) {
    case ':-':
    case ':=':
      return value === undefined || value === '' ? operand : value
    case '-':
    case '=':
      return value ?? operand
    case ':+':
      return value === undefined || value === '' ? '' : operand
    case '+':
      return value === undefined ? '' : operand
    default:
      return value ?? ''
  }
}

function bare(template: string, start: number): TemplatePart | undefined {
  const name = /^[A-Za-z0-9_]+/.exec(template.slice(start + 1))?.[0]
  if (name === undefined) return undefined
  const end = start + 1 + name.length
  return { range: { start, end }, name, nameRange: { start: start + 1, end } }
}

function braced(template: string, start: number): TemplatePart {
  const close = template.indexOf('}', start)
  const end = close === -1 ? template.length : close + 1
  const inner = template.slice(start + 2, close === -1 ? undefined : close)
  const name = /^[A-Za-z0-9_]*/.exec(inner)?.[0] ?? ''
  const operator = /^(:[-=+]|[-=+])/.exec(inner.slice(name.length))?.[0]
  return {
    range: { start, end },
    name,
    nameRange: { start: start + 2, end: start + 2 + name.length },
    ...(operator === undefined ? {} : { operator, operand: inner.slice(name.length + operator.length) }),
    ...(close === -1 ? { unclosed: true } : {}),
  }
}
