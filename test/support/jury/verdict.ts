import { problems } from '../../../server/core/features/diagnostics.ts'
import type { Problem } from '../../../server/core/features/problem.ts'
import type { TargetRelease } from '../../../server/core/kmm/release.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { fieldText } from '../../../server/core/yaml/yamlPath.ts'

/** What the API server answered, as far as it says what is wrong. */
export interface Answer {
  readonly code: number
  readonly message?: string
  readonly causes?: readonly { readonly field: string }[]
}

/** What we say of the first document of a text that goes to namespace `default`. */
export interface OurVerdict {
  /** what the API server would answer: it stops at the first stage that finds something */
  readonly code: number
  readonly errors: readonly Problem[]
  /** of severity error or warning */
  readonly warned: boolean
}

/** Judges a text as the API server would; `withWebhook` false leaves KMM's webhook out. */
export function ourVerdict(text: string, target?: TargetRelease, withWebhook = true): OurVerdict {
  const [document] = parseYaml(text).documents
  if (document === undefined) throw new Error('a file always has a document')
  const found = problems(document, { namespace: 'default', namespaceFixed: true, target }).filter(
    ({ refusal }) => withWebhook || refusal?.stage !== 'webhook',
  )
  const errors = found.filter(({ severity }) => severity === 'error')
  return { code: codeOf(errors), errors, warned: found.some(({ severity }) => /error|warning/.test(severity)) }
}

function codeOf(errors: readonly Problem[]): number {
  const refused = errors.filter((problem) => problem.refusal !== undefined)
  const first = refused.toSorted((a, b) => rankOf(a) - rankOf(b))[0]?.refusal
  if (first === undefined) return 200
  return first.stage === 'text' ? (textCodes[first.reason ?? ''] ?? 400) : codes[first.stage]
}

/** Where a refusal stands in the order of the server's questions. */
function rankOf({ refusal }: Problem): number {
  return refusal?.late === true ? 2.5 : order.indexOf(refusal?.stage ?? 'webhook') + 1
}

const order = ['text', 'typedPatch', 'schema', 'webhook']
const codes = { typedPatch: 500, schema: 422, webhook: 403 } as const
const textCodes: Readonly<Record<string, number>> = { Conflict: 409, InternalError: 500 }

/** The fields that the server names and we do not. */
export function missedFields(answer: Answer, { errors }: OurVerdict): readonly string[] {
  const named = errors.map((problem) => anyItem(fieldText(problem.path)))
  return fieldsOf(answer).filter((field) => !named.some((one) => one.startsWith(anyItem(field))))
}

/** The server tells items of some lists by their keys, `claims[name="a"]`, where we count. */
function anyItem(field: string): string {
  return /\[[^\]]*[="]/.test(field) ? field.replace(/\[(?:[^[\]]|\[[^\]]*\])*\].*$/, '') : field
}

/** The fields that the server's answer names, as far as it names any. */
function fieldsOf({ code, message = '', causes = [] }: Answer): readonly string[] {
  if (code === 422) return causes.map((cause) => cause.field).filter((field) => field !== '<nil>' && field !== '')
  if (code === 403) return webhookFields(message)
  if (code !== 500) return []
  const items = message.matchAll(/(?:^|\s)\.([a-zA-Z][^\n]*?): (?=field not|expected|duplicate|element)/g)
  return [...items].map((found) => found[1] ?? '')
}

/** KMM's webhook names places in its own words. */
function webhookFields(message: string): readonly string[] {
  const mapping = /(?:at kernelMappings|at index |container\.kernelMappings|: kernelMappings)\[?(\d+)/.exec(
    message,
  )?.[1]
  const toleration = /Toleration\[(\d+)\]/.exec(message)?.[1]
  const volumes = /(spec\.\w+\.volumes\[\d+\])/.exec(message)?.[1]
  if (mapping !== undefined) return [`spec.moduleLoader.container.kernelMappings[${mapping}]`]
  if (toleration !== undefined) return [`spec.tolerations[${toleration}]`]
  if (volumes !== undefined) return [volumes]
  if (message.includes('loading order')) return ['spec.moduleLoader.container.modprobe.modulesLoadingOrder']
  if (message.includes('rawArgs')) return ['spec.moduleLoader.container.modprobe']
  if (message.includes('global Sign')) return ['spec.moduleLoader.container.sign']
  if (message.includes('combined length')) return ['metadata.name']
  return message.includes('driverName') ? ['spec.dra.driverName'] : []
}
