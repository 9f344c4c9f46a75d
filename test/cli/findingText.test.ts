import { expect, test } from 'vitest'
import { findingOf, findingText } from '../../server/cli/findingText.ts'
import { choosePalette } from '../../server/cli/palette.ts'
import { sourceText } from '../../server/cli/sourceText.ts'

const plain = { palette: choosePalette({ isTTY: false, columns: undefined, write() {} }, {}), columns: undefined }

/** What is told about the first `marked` in a text. */
function told(text: string, marked: string, columns?: number, message = 'Is wrong'): string {
  const start = text.indexOf(marked)
  const range = { start, end: start + marked.length }
  return findingText(
    sourceText('m.yaml', text),
    { id: 'kmm/x', severity: 'error', message, range },
    { ...plain, columns },
  )
}

test('a problem shows its place, its line and what is meant there', () => {
  expect(told('spec:\n  literal: 5.10\n', '5.10')).toMatchInlineSnapshot(`
    "m.yaml:2:12 error Is wrong (kmm/x)
       2 |   literal: 5.10
         |            ^^^^
    "
  `)
})

test('tabs before the place stay tabs, wide characters count double', () => {
  expect(told('\t模块: x', 'x')).toBe('m.yaml:1:6 error Is wrong (kmm/x)\n   1 | \t模块: x\n     | \t      ^\n')
})

test('a range over several lines is marked to the end of its first', () => {
  expect(told('a: [1,\n  2]\n', '[1,\n  2]')).toContain('   1 | a: [1,\n     |    ^^^\n')
})

test('an empty range is still marked, behind the end of the line too', () => {
  const source = sourceText('m.yaml', 'a:')
  const finding = { id: 'kmm/x', severity: 'hint', message: 'Lacks', range: { start: 2, end: 2 } } as const
  expect(findingText(source, finding, plain)).toContain('   1 | a:\n     |   ^\n')
})

test('a line wider than the terminal is cut around the place', () => {
  const text = `${'x'.repeat(200)}here${'y'.repeat(200)}`
  const [, line = '', carets = ''] = told(text, 'here', 60).split('\n')
  expect(line).toHaveLength(60)
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('here')
})

test('what a file holds cannot steer the terminal', () => {
  expect(told('a: \u001b[2Jx', 'x', undefined, 'Says \u001b[2J')).not.toContain('\u001b')
})

test('fixes and related places follow', () => {
  const problem = {
    id: 'kmm/duplicate-key',
    severity: 'warning',
    message: 'Twice',
    range: { start: 5, end: 6 },
    path: ['a'],
    fixes: [{ title: 'Remove it', edits: [] }],
    related: [{ range: { start: 0, end: 1 }, message: 'The first one' }],
  } as const
  expect(findingText(sourceText('m.yaml', 'a: 1\na: 2\n'), findingOf(problem), plain)).toMatchInlineSnapshot(`
    "m.yaml:2:1 warning Twice (kmm/duplicate-key)
       2 | a: 2
         | ^
      fix: Remove it
      m.yaml:1:1 note: The first one
    "
  `)
})
