import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../support/check.ts'
import { fileFixes, fileProblems } from '../../support/checkFile.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

const idsOf = (text: string, suppressed: readonly string[] = []): readonly string[] =>
  fileProblems(text, {}, { suppressed }).map(({ id }) => id)

const withName = (lines: string): string => modulePieces({ modprobe: lines })

describe('a comment', () => {
  test.each<[string, readonly string[]]>([
    ['moduleName: a.ko', ['kmm/module-file-name']],
    ['# kmm-ignore: kmm/module-file-name\nmoduleName: a.ko', []],
    ['# kmm-ignore: module-file-name\nmoduleName: a.ko', []],
    ['# kmm-ignore: kmm/module-file-name, kmm/dir-name\nmoduleName: a.ko', ['kmm/unused-suppression']],
    ['# kmm-ignore: kmm/module-file-name because it is so\nmoduleName: a.ko', []],
    ['# kmm-ignore: kmm/module-file-name\n\n# another\nmoduleName: a.ko', []],
    ['moduleName: a.ko # kmm-ignore: kmm/module-file-name', []],
    ['moduleName: a.ko\n# kmm-ignore: kmm/module-file-name', ['kmm/module-file-name', 'kmm/unused-suppression']],
    ['# kmm-ignore-file: kmm/module-file-name\ndirName: /opt\nmoduleName: a.ko', []],
    ['moduleName: "a.ko # kmm-ignore: kmm/module-file-name"', ['kmm/module-file-name']],
    ['moduleName: >- # kmm-ignore: kmm/module-file-name\n  a.ko', []],
    ['moduleName: >-\n  a.ko # kmm-ignore: kmm/module-file-name', ['kmm/module-file-name']],
    ['moduleName: "a.ko\n  # kmm-ignore: kmm/module-file-name"', ['kmm/module-file-name']],
    ['# kmm-ignore: kmm/nonsense\nmoduleName: a', ['kmm/unused-suppression']],
    ['# kmm-ignore: kmm/selector-no-node\nmoduleName: a', []],
    ['# kmm-ignore: kmm/unknown-key\nmodulName: a\nmoduleName: a', []],
    ['# kmm-ignore: kmm/yaml-duplicate-key\nmoduleName: a\nmoduleName: a', ['kmm/yaml-duplicate-key']],
    ['moduleName: a\n# kmm-ignore: kmm/yaml-duplicate-key\nmoduleName: a', []],
  ])('%j', (lines, ids) => {
    expect(idsOf(withName(lines))).toEqual(ids)
  })

  test('for the file is about all of its documents', () => {
    const text = withName('moduleName: a.ko')
    expect(idsOf(`${text}---\n# kmm-ignore-file: module-file-name\n${text}`)).toEqual([])
  })

  test('in other people’s documents is theirs', () => {
    expect(idsOf('# kmm-ignore: kmm/dir-name\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toEqual([])
  })

  test('that suppresses nothing goes, alone or from its list', () => {
    const mend = (lines: string): string => {
      const text = withName(lines)
      const found = fileProblems(text).find(({ id }) => id === 'kmm/unused-suppression')
      return applyEdits(text, found?.fixes?.[0]?.edits ?? [])
    }
    expect(mend('# kmm-ignore: dir-name\nmoduleName: a')).toBe(withName('moduleName: a'))
    expect(mend('moduleName: a # kmm-ignore: dir-name')).toBe(withName('moduleName: a'))
    const left = withName('# kmm-ignore: module-file-name\nmoduleName: a.ko')
    expect(mend('# kmm-ignore: dir-name, module-file-name\nmoduleName: a.ko')).toBe(left)
    expect(mend('# kmm-ignore: module-file-name, dir-name\nmoduleName: a.ko')).toBe(left)
  })
})

test('the setting takes problems away everywhere, and what suppresses them too is not unused', () => {
  expect(idsOf(withName('moduleName: a.ko'), ['kmm/module-file-name'])).toEqual([])
  expect(idsOf(withName('moduleName: a.ko'), ['module-file-name'])).toEqual([])
  expect(idsOf(withName('# kmm-ignore: dir-name\nmoduleName: a'), ['unused-suppression'])).toEqual([])
})

describe('the fix', () => {
  const taken = (text: string, title: string): string =>
    applyEdits(text, fileFixes(text).find(({ fix }) => fix.title === title)?.fix.edits ?? [])

  test('writes the comment', () => {
    const text = withName('moduleName: a.ko\ndirName: /opt/')
    const once = taken(text, 'Ignore kmm/module-file-name here')
    expect(once).toBe(withName('# kmm-ignore: kmm/module-file-name\nmoduleName: a.ko\ndirName: /opt/'))
    expect(idsOf(once)).toEqual(['kmm/dir-name'])
    expect(taken(text, 'Ignore kmm/dir-name in this file')).toBe(`# kmm-ignore-file: kmm/dir-name\n${text}`)
  })

  test('adds to the comment that is there', () => {
    const text = withName('# kmm-ignore: kmm/dir-name\n{moduleName: a.ko, dirName: /opt/}')
    expect(taken(text, 'Ignore kmm/module-file-name here')).toContain(
      '# kmm-ignore: kmm/dir-name, kmm/module-file-name\n',
    )
  })

  test('takes its problem away and adds none, whatever the text', () => {
    fc.assert(
      fc.property(mutatedModule, (text) => {
        const before = fileProblems(text)
        for (const { problem, fix } of fileFixes(text)) {
          if (!fix.title.startsWith('Ignore ')) continue
          const after = applyEdits(text, fix.edits)
          const story = `${fix.title}:\n${text}\n-----\n${after}`
          const count = (problems: typeof before) => problems.filter((one) => one.id === problem.id).length
          const left = fileProblems(after)
          expect(count(left), story).toBeLessThan(count(before))
          expect(left.length, story).toBeLessThan(before.length)
        }
      }),
      { numRuns: 150 },
    )
  }, 30_000)
})

test('any text with comments: no exception, ranges inside', () => {
  const comment = fc.constantFrom(
    '# kmm-ignore: dir-name',
    ' # kmm-ignore-file: a, b',
    '#kmm-ignore:',
    '# kmm-ignore: ,',
  )
  fc.assert(
    fc.property(mutatedModule, comment, fc.nat(900), (base, words, at) => {
      const text = base.slice(0, at) + words + base.slice(at)
      const ranges = fileProblems(text).flatMap(({ range, fixes = [] }) => [
        range,
        ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.range)),
      ])
      expect(ranges.filter(({ start, end }) => start < 0 || end < start || end > text.length)).toEqual([])
    }),
    { numRuns: 100 },
  )
}, 20_000)

test('no comment is put beside a byte order mark within the file, where it is a letter', () => {
  const text = `---\n\ufeff${withName('moduleName: a.ko')}`
  expect(fileProblems(text).map(({ id }) => id)).toContain('kmm/api-version')
  expect(fileFixes(text).map(({ fix }) => fix.title)).not.toContain('Ignore kmm/api-version here')
})
