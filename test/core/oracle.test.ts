import { describe, expect, test } from 'vitest'
import { problems } from '../../server/core/features/diagnostics.ts'
import type { Problem, Stage } from '../../server/core/features/problem.ts'
import type { TargetRelease } from '../../server/core/kmm/release.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'
import { fieldText } from '../../server/core/yaml/yamlPath.ts'
import { shared } from '../support/shared.ts'

interface Verdict {
  readonly mutations: readonly string[]
  readonly yaml: string
  readonly apply: Answer
  readonly create: Answer
}

interface Answer {
  readonly code: number
  readonly message?: string
  readonly causes?: readonly { readonly field: string }[]
}

/** Rules of the request, which an editor cannot break: what is no document of KMM's is not judged at all. */
const ofTheRequest = ['empty document', 'scalar document', 'list document']

const stages: readonly Stage[] = ['text', 'typedPatch', 'schema', 'webhook']
const codes: Readonly<Record<Stage, number>> = { text: 400, typedPatch: 500, schema: 422, webhook: 403 }

const errorsOf = (yaml: string, target?: TargetRelease): readonly Problem[] => {
  const [document] = parseYaml(yaml).documents
  if (document === undefined) throw new Error('a file always has a document')
  return problems(document, { namespace: 'default', namespaceFixed: true, target }).filter(
    ({ severity }) => severity === 'error',
  )
}

/** What the API server would answer: it stops at the first stage that finds something. */
const codeOf = (errors: readonly Problem[]): number => {
  const first = stages.find((stage) => errors.some((problem) => problem.refusal?.stage === stage))
  if (first === undefined) return 200
  const conflict = errors.every(({ refusal }) => refusal?.stage !== first || refusal.reason === 'Conflict')
  return conflict ? 409 : codes[first]
}

/** The fields that the server's answer names, as far as it names any. */
const fieldsOf = ({ code, message = '', causes = [] }: Answer): readonly string[] => {
  if (code === 422) return causes.map((cause) => cause.field).filter((field) => field !== '<nil>')
  if (code === 403) return webhookFields(message)
  if (code !== 500) return []
  const items = message.matchAll(/(?:^|\s)\.([a-zA-Z][^\n]*?): (?=field not|expected|duplicate)/g)
  return [...items].map((found) => found[1] ?? '')
}

/** KMM's webhook names places in its own words. */
const webhookFields = (message: string): readonly string[] => {
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

const verdicts = (file: string): readonly Verdict[] =>
  shared.present
    ? shared
        .text(`kmm/oracle/${file}`)
        .trim()
        .split('\n')
        .map((line): Verdict => JSON.parse(line))
    : []

/** One line for each document where we and the server differ. */
const disagreements = (all: readonly Verdict[]): readonly string[] =>
  all.flatMap(({ mutations, yaml, apply }) => {
    const errors = errorsOf(yaml)
    const code = apply.code < 300 ? 200 : apply.code
    const said = codeOf(errors)
    const named = errors.map((problem) => fieldText(problem.path))
    const missed = fieldsOf(apply).filter((field) => !named.some((one) => one.startsWith(field)))
    if (said === code && missed.length === 0) return []
    const ours = errors.map((problem) => `${problem.id} at ${fieldText(problem.path)}`).join(', ')
    return [
      `${mutations.join('; ')}: server ${apply.code} ${apply.message ?? ''}, we ${said} ${ours}; missed: ${missed}`,
    ]
  })

describe.each(['yaml-traps.jsonl', 'verdicts.jsonl'])('the real API server on %s', (file) => {
  const all = verdicts(file)

  test('refuses what we call an error, at the same stage and on the same fields', () => {
    const judged = all.filter(({ mutations }) => !mutations.some((mutation) => ofTheRequest.includes(mutation)))
    const different = disagreements(judged)
    if (all.length > 0) console.log(`${file}: ${judged.length - different.length} of ${judged.length} documents agree`)
    expect(different).toEqual([])
  })

  test('gave a verdict on every document that the folder promises', () => {
    expect(all.length).toBe(shared.present ? (file === 'verdicts.jsonl' ? 1500 : 391) : 0)
  })
})

interface ReleaseVerdicts {
  readonly line: number
  readonly releases: Readonly<
    Record<string, { readonly code: number; readonly message?: string; readonly fields?: readonly string[] }>
  >
}

const targetOf = (name: string): TargetRelease =>
  name.startsWith('ocp-')
    ? { version: name.replace('ocp-', ''), edition: 'openshift' }
    : { version: name, edition: 'upstream' }

describe('the real API server with the webhook of other releases', () => {
  const all = verdicts('verdicts.jsonl')
  const byRelease: readonly ReleaseVerdicts[] = shared.present
    ? shared
        .text('kmm/oracle/verdicts-by-release.jsonl')
        .trim()
        .split('\n')
        .map((line): ReleaseVerdicts => JSON.parse(line))
    : []
  const names = Object.keys(byRelease[0]?.releases ?? {})
  const table = names.map((name) => {
    const wrong: string[] = []
    const fieldless: string[] = []
    let judged = 0
    for (const [at, { mutations, yaml }] of all.entries()) {
      const answer = byRelease[at]?.releases[name]
      if (answer === undefined || mutations.some((mutation) => ofTheRequest.includes(mutation))) continue
      judged += 1
      const errors = errorsOf(yaml, targetOf(name))
      const code = answer.code < 300 ? 200 : answer.code
      const said = codeOf(errors)
      const ours = errors.map((problem) => `${problem.id} at ${fieldText(problem.path)}`).join(', ')
      const line = `${name} line ${at + 1}, ${mutations.join('; ')}: server ${answer.code} ${answer.message ?? ''} ${answer.fields ?? ''}, we ${said} ${ours}`
      const named = errors.map((problem) => fieldText(problem.path))
      const causes = (answer.fields ?? []).map((field) => ({ field }))
      const missed = fieldsOf({ ...answer, causes }).filter((field) => !named.some((one) => one.startsWith(field)))
      if (said !== code) wrong.push(line)
      else if (missed.length > 0) fieldless.push(`${line}; missed: ${missed}`)
    }
    return { name, judged, wrong, fieldless }
  })

  test.each(table)('$name: every verdict, and the fields it names', ({ name, judged, wrong, fieldless }) => {
    console.log(
      `KMM ${name}: verdict right ${judged - wrong.length} of ${judged}, field right ${judged - wrong.length - fieldless.length} of ${judged - wrong.length}`,
    )
    expect(wrong).toEqual([])
    expect(fieldless).toEqual([])
    expect(judged).toBe(1500)
  })
})
