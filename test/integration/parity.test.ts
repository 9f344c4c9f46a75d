import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldText } from '../../server/core/yaml/yamlPath.ts'
import { type Case, caseText, metadataCases } from '../support/jury/caseText.ts'
import { dice } from '../support/jury/dice.ts'
import { type Jury, type JuryKind, readKind, summonJury } from '../support/jury/jury.ts'
import { missedFields, ourVerdict } from '../support/jury/verdict.ts'
import { startTestbed, type Testbed } from '../support/testbed.ts'
import { findTestbedParts } from '../support/testbedParts.ts'

const { binary, crdFolder, skipped } = await findTestbedParts()

/** Documents of each kind; `KMM_DOCUMENTS=5000 KMM_SEED=7` judges others, for as long as one likes. */
const count = Number(process.env.KMM_DOCUMENTS ?? 60)
const seed = Number(process.env.KMM_SEED ?? 20_261_123)

describe.skipIf(skipped !== undefined)(skipped ?? 'the real API server, without a webhook', () => {
  let bed: Testbed
  let jury: Jury

  beforeAll(async () => {
    bed = await startTestbed({ binary })
    await bed.applyCrds(crdFolder)
    await bed.applyCrds(openshiftFolder)
    jury = summonJury(bed.as('admin'))
  })
  afterAll(async () => {
    jury?.close()
    await bed?.stop()
  })

  // Upstream's kinds, and those that only OpenShift has.
  const openshiftFolder = join(crdFolder, '../rh-ecosystem-edge-main')
  const files =
    skipped === undefined ? [...new Set([crdFolder, openshiftFolder].flatMap((one) => readdirSync(one)))] : []

  test.each(files)('refuses what we refuse: %s', { timeout: 3_600_000 }, async (file) => {
    const upstream = join(crdFolder, file)
    const kind = await readKind(existsSync(upstream) ? upstream : join(openshiftFolder, file))
    const isModule = kind.kind === 'Module'
    const many = isModule ? count * 5 : count
    const made = Array.from({ length: many }, (_, at) => caseText(kind, dice(seed + at), at % 3 === 0 ? 0.3 : 0))
    // What `{{` begins is a template's to us, and judged when it is rendered.
    const cases = [...(isModule ? metadataCases(kind) : []), ...made].filter(({ text }) => !text.includes('{{'))
    const different = await disagreements(kind, cases)
    console.log(`${kind.kind}: ${cases.length - different.length} of ${cases.length} documents agree`)
    expect(different).toEqual([])
  })

  /** Judges several documents at a time; one text for each on which we and the server differ. */
  async function disagreements(kind: JuryKind, cases: readonly Case[]): Promise<readonly string[]> {
    const rest = [...cases]
    const found: string[] = []
    const worker = async (): Promise<void> => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        const said = await disagreement(kind, next)
        if (said !== undefined) found.push(said)
      }
    }
    await Promise.all(Array.from({ length: 4 }, worker))
    return found
  }

  async function disagreement(kind: JuryKind, { text, words }: Case): Promise<string | undefined> {
    const verdict = ourVerdict(text, undefined, false)
    const apply = await jury.apply(kind, text)
    const code = apply.code < 300 ? 200 : apply.code
    const missed = missedFields(apply, verdict)
    const silent = code !== 200 && !verdict.warned && (await jury.create(kind, text)).code < 300
    // Of equal keys the server types the last alone, we all of them: then it may come to the equal keys, and we not.
    const shadowed = code === 400 && verdict.errors.some(({ id }) => id === 'kmm/yaml-duplicate-key')
    if ((code === verdict.code || shadowed) && missed.length === 0 && !silent) return undefined
    const ours = verdict.errors.map((problem) => `${problem.id} at ${fieldText(problem.path)}`).join(', ')
    return `${words}: server ${code} ${code === 200 ? '' : apply.message}, we ${verdict.code} ${ours}; missed ${missed}\n${text.slice(0, 2000)}`
  }
})
