import { expect, test } from 'vitest'
import { parseFieldQuestion, questionText } from '../../server/cli/fieldQuestion.ts'
import type { FieldSchema } from '../../server/core/schema/fieldSchema.ts'
import { kmmKinds, schemaOf } from '../../server/core/schema/moduleSchema.ts'

/** What can be asked about a schema: itself, and what is below it. */
function questions(schema: FieldSchema | undefined, asked: string): readonly string[] {
  const held = schema?.type === 'array' && schema.items !== undefined ? schema.items : schema
  if (held !== schema) return questions(held, asked)
  return [
    asked,
    ...Object.entries(schema?.properties ?? {}).flatMap(([key, child]) => questions(child, `${asked}.${key}`)),
  ]
}

/** Of each kind the version that a question means. */
const kinds = [...new Map(kmmKinds.map((fact) => [fact.kind, fact])).values()]

test.each(kinds.map((fact) => [fact.kind, fact] as const))('every field of %s can be asked about', (kind, fact) => {
  const all = questions(schemaOf(kind, fact.apiVersion), kind.toLowerCase())
  expect(all.length).toBeGreaterThan(10)
  const answers = all.map((asked) => {
    const question = parseFieldQuestion(asked)
    return 'sentence' in question ? question.sentence : questionText(question.kind, question.path)
  })
  expect(answers).toEqual(all)
})

test.each(['', '.', '..', 'module.', 'module..spec', '[', 'module.spec[', 'module.__proto__', 'constructor.x'])(
  '%j is no field, and no accident either',
  (asked) => {
    expect(parseFieldQuestion(asked)).toEqual({ sentence: expect.stringMatching(/no field|no kind/) })
  },
)

test.each([
  ['pfv.spec', 'preflightvalidation.spec'],
  ['NMC', 'nodemodulesconfig'],
  ['modules.spec', 'module.spec'],
  ['preflightvalidationsocp', 'preflightvalidationocp'],
])('%s is understood as kubectl does', (asked, meant) => {
  const question = parseFieldQuestion(asked)
  expect('sentence' in question ? question.sentence : questionText(question.kind, question.path)).toBe(meant)
})
