import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problems } from '../../../../server/core/features/diagnostics.ts'
import { crossRules } from '../../../../server/core/features/rules/crossRules.ts'
import { liveRules } from '../../../../server/core/features/rules/live.ts'
import { problemDocs } from '../../../../server/core/features/rules/problemDocs.ts'
import type { ReleaseRange } from '../../../../server/core/features/rules/rule.ts'
import { bareSurroundings } from '../../../../server/core/features/surroundings.ts'
import { loadFailure } from '../../../../server/core/kmm/loadFailure.ts'
import { newestRelease } from '../../../../server/core/kmm/release.ts'
import { createLanguageService } from '../../../../server/core/languageService.ts'
import { parseYaml } from '../../../../server/core/yaml/parseYaml.ts'
import { exampleModule } from '../../../support/exampleModule.ts'

const server = join(import.meta.dirname, '../../../../server')

/** Ids as they stand in the code that reports problems, the documentation left out. */
function idsIn(...rooms: readonly string[]): readonly string[] {
  const texts = rooms.flatMap((room) =>
    readdirSync(join(server, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('Docs.ts'))
      .map((file) => readFileSync(join(server, room, file), 'utf8')),
  )
  const ids = texts.flatMap((text) => [...text.matchAll(/['"](kmm\/[a-z0-9-]*[a-z0-9])['"]/g)].map(([, id = '']) => id))
  return [...new Set(ids)].sort()
}

/** Problems in a release that has the rule, where not every release has. */
const found = (text: string, releases?: ReleaseRange): readonly string[] => {
  const { until: version = newestRelease.version, editions: [edition = newestRelease.edition] = [] } = releases ?? {}
  const limited = releases?.until !== undefined || releases?.editions !== undefined
  const target = limited ? { version, edition } : undefined
  const ofDocuments = parseYaml(text).documents.flatMap((document) =>
    problems(document, { namespace: 'default', namespaceFixed: true, target }).map((problem) => problem.id),
  )
  const ofFile = createLanguageService().problems({ uri: 'file:///example.yaml', text }, bareSurroundings)
  const quiet = new Set<string>(text.includes('kmm-ignore: ') ? ofFile.map(({ id }) => id) : ofDocuments)
  return [...ofDocuments.filter((id) => quiet.has(id)), ...ofFile.map(({ id }) => id).filter((id) => wholeFile.has(id))]
}

/** What only a whole file shows. */
const wholeFile = new Set<string>([...crossRules.map(({ id }) => id), 'kmm/unused-suppression'])

const live = new Set<string>(liveRules.map(({ id }) => id))

describe('documentation', () => {
  test('is there for every id that the code reports, once, and for no other', () => {
    expect(problemDocs.map(({ id }) => id).toSorted()).toEqual(idsIn('core', 'session'))
  })

  test.each(problemDocs)('of $id has a title, a reason, and something to go by', (doc) => {
    expect(doc.title).toMatch(/^[A-Za-z].*[^.]$/)
    expect(doc.why).toMatch(/^[A-Z`].*\.$/)
    expect(doc.advice ?? 'As above.').toMatch(/^[A-Z`].*\.$/)
    expect(doc.good ?? doc.advice).toBeDefined()
    expect(doc.good === undefined).toBe(doc.bad === undefined)
  })
})

describe('the examples', () => {
  const shown = problemDocs.flatMap(({ id, bad, good, releases }) =>
    bad === undefined || good === undefined ? [] : [{ id, bad, good, releases }],
  )

  test('are there for all that a text alone can show', () => {
    const without = problemDocs.filter(({ bad }) => bad === undefined).map(({ id }) => id)
    expect(without.filter((id) => !id.startsWith('kmm/run-')).toSorted()).toEqual([
      'kmm/kind-not-served',
      'kmm/operator-owned',
      'kmm/out-of-range',
      'kmm/refused',
      'kmm/too-large',
      'kmm/too-many-items',
      'kmm/yaml-depth',
    ])
  })

  test.each(shown)('of $id: the right one is sound', ({ good, releases }) => {
    // What KMM writes itself shows the limits of its own fields.
    expect(found(exampleModule(good, good), releases).filter((id) => id !== 'kmm/operator-owned')).toEqual([])
  })

  test.each(shown.filter(({ id }) => !live.has(id)))(
    'of $id: the wrong one is what it says',
    ({ id, bad, good, releases }) => {
      expect(found(exampleModule(bad, good), releases)).toContain(id)
    },
  )
})

describe('what a log says', () => {
  const quoted = problemDocs.flatMap(({ id, says = [] }) => says.map((line) => ({ id, line })))
  const readInLogs = new Set(idsIn('core/kmm'))

  test.each(quoted.filter(({ id }) => readInLogs.has(id)))('"$line" is read as $id', ({ id, line }) => {
    expect(loadFailure([line])?.id).toBe(id)
  })
})
