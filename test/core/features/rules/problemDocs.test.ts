import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemDocs } from '../../../../server/core/features/rules/problemDocs.ts'

const core = join(import.meta.dirname, '../../../../server/core')

/** Ids as they stand in the code; `kmm/run-…` is made of what a run failed on. */
const idsInCode = (): ReadonlySet<string> => {
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const text = files.map((file) => readFileSync(join(core, file), 'utf8')).join('\n')
  const ids = [...text.matchAll(/'(kmm\/[a-z0-9-]+)'/g)].map((found) => found[1] ?? '')
  return new Set(ids.filter((id) => !id.endsWith('-') && !id.startsWith('kmm/run-')))
}

test('every id in the code is documented, and every documented id is in the code', () => {
  expect(problemDocs.map((doc) => doc.id).sort()).toEqual([...idsInCode()].sort())
})

test('every entry has a title without a period and says why', () => {
  for (const { id, title, why } of problemDocs) {
    expect(title, id).toMatch(/^\S.*[^.]$/)
    expect(why, id).toMatch(/^\S.*\.$/s)
  }
})
