import { expect, test } from 'vitest'
import { judgeDocument } from '../../server/practice/judgeDocument.ts'
import { moduleText } from '../support/moduleText.ts'

test('a good document is read as go-yaml reads it, and nothing stands in its way', () => {
  const { value, refused } = judgeDocument(`${moduleText()}---\n: [broken\n`, 'default')
  expect(value).toMatchObject({ kind: 'Module', spec: { selector: { 'node-role.kubernetes.io/worker': '' } } })
  expect(refused).toEqual([])
})

test('a text that cannot be read is told with its line', () => {
  const { value, refused } = judgeDocument('a: b\nc: d: e\n', 'default')
  expect(value).toBeUndefined()
  expect(refused).toEqual([
    expect.objectContaining({ stage: 'text', message: expect.stringMatching(/^yaml: line 2: ./) }),
  ])
})

test("the webhook's reasons come in the webhook's order, not in that of the text", () => {
  const broken = moduleText((text) =>
    text.replace('moduleName: ptemplate_char_dev', 'args: {load: ["-v"]}').replace("'^.+$'", "'('"),
  )
  const stages = judgeDocument(broken, 'default').refused.filter(({ stage }) => stage === 'webhook')
  expect(stages.map(({ field }) => field.split('.').at(-1))).toEqual(['regexp', 'moduleName'])
})

test('the namespace counts for the length of the name', () => {
  const long = (namespace: string) => judgeDocument(moduleText(), namespace).refused.length
  expect(long('n'.repeat(30))).toBe(0)
  expect(long('n'.repeat(31))).toBe(1)
})
