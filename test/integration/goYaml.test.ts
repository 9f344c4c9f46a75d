import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { jsonValue } from '../../server/core/yaml/jsonValue.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'
import { dice } from '../support/jury/dice.ts'
import { oddDocument } from '../support/jury/oddDocument.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { readYamls, type YamlReading } from '../support/testbedYaml.ts'

const { binary, skipped } = await findTestbedParts()

const count = Number(process.env.KMM_DOCUMENTS ?? 2_000)
const seed = Number(process.env.KMM_SEED ?? 20_261_123)

describe.skipIf(skipped !== undefined)(skipped ?? "the API server's YAML reader", () => {
  test(`reads and refuses what we do, on ${count} generated texts`, { timeout: 600_000 }, async () => {
    const texts = Array.from({ length: count }, (_, at) => oddDocument(dice(seed + at)).toWellFormed())
    const answers = await readYamls(binary, texts)
    const different = texts.flatMap((text, at) => {
      const answer = answers[at] ?? { error: 'no answer' }
      const said = difference(text, answer)
      return said === undefined || isKnown(text) ? [] : [{ text, said, go: answer.error ?? answer.json }]
    })
    const refused = answers.filter(({ error }) => error !== undefined).length
    console.log(`YAML: ${texts.length - different.length} of ${texts.length} texts agree, ${refused} of them refused`)
    expect(different).toEqual([])
    expect(refused).toBeGreaterThan(count / 5)
    expect(refused).toBeLessThan((count * 4) / 5)
  })
})

/**
 * What `{{` begins is a template's to us. An empty collection as a key makes go-yaml lose its place: it refuses the
 * document later, or takes it for something else, and no Kubernetes object has such a key.
 */
function isKnown(text: string): boolean {
  return text.includes('{{') || /(?:\[\s*\]|\{\s*\})\s*:/.test(text)
}

function difference(text: string, answer: YamlReading): string | undefined {
  const [document] = parseYaml(text).documents
  if (document === undefined) return 'no document'
  // What is not read is told of, and refused by nobody.
  const problem = document.problems.find(({ id }) => id !== 'kmm/yaml-ignored')
  if (problem !== undefined) return answer.error === undefined ? `refused: ${problem.id} ${problem.message}` : undefined
  const value: unknown = JSON.parse(JSON.stringify(jsonValue(document)))
  if (answer.error !== undefined) return `read as ${JSON.stringify(value)}`
  // Go keeps the sign of zero, which JSON.parse does too and JSON.stringify does not.
  const theirs: unknown = JSON.parse(JSON.stringify(answer.json))
  return isDeepStrictEqual(value, theirs) ? undefined : `read as ${JSON.stringify(value)}`
}
