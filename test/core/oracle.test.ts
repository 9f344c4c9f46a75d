import { describe, expect, test } from 'vitest'
import type { TargetRelease } from '../../server/core/kmm/release.ts'
import { fieldText } from '../../server/core/yaml/yamlPath.ts'
import { type Answer, missedFields, ourVerdict } from '../support/jury/verdict.ts'
import { shared } from '../support/shared.ts'

interface Verdict {
  readonly mutations: readonly string[]
  readonly yaml: string
  readonly apply: Answer
  readonly create: Answer
}

/** Rules of the request, which an editor cannot break: what is no document of KMM's is not judged at all. */
const ofTheRequest = ['empty document', 'scalar document', 'list document']

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
  all.flatMap(({ mutations, yaml, apply, create }) => {
    const verdict = ourVerdict(yaml)
    const code = apply.code < 300 ? 200 : apply.code
    const said = verdict.code
    const missed = missedFields(apply, verdict)
    const unsaid = apply.code >= 300 && create.code < 300 && !verdict.warned
    if (said === code && missed.length === 0 && !unsaid) return []
    const ours = verdict.errors.map((problem) => `${problem.id} at ${fieldText(problem.path)}`).join(', ')
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
      const verdict = ourVerdict(yaml, targetOf(name))
      const code = answer.code < 300 ? 200 : answer.code
      const said = verdict.code
      const ours = verdict.errors.map((problem) => `${problem.id} at ${fieldText(problem.path)}`).join(', ')
      const line = `${name} line ${at + 1}, ${mutations.join('; ')}: server ${answer.code} ${answer.message ?? ''} ${answer.fields ?? ''}, we ${said} ${ours}`
      const causes = (answer.fields ?? []).map((field) => ({ field }))
      const missed = missedFields({ ...answer, causes }, verdict)
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
