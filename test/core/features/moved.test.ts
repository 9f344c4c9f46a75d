import { expect, test } from 'vitest'
import { movedProblem, movedSymbol } from '../../../server/core/features/moved.ts'

test('a problem moves with its fixes and related places, but for those in other files', () => {
  const range = { start: 1, end: 2 }
  const problem = {
    id: 'kmm/kind' as const,
    severity: 'error' as const,
    message: '',
    path: [],
    range,
    fixes: [{ title: 'x', edits: [{ range, newText: '' }] }],
    related: [
      { range, message: 'here' },
      { range, message: 'there', uri: 'file:///other.yaml' },
    ],
  }
  const moved = { start: 11, end: 12 }
  expect(movedProblem(problem, 10)).toEqual({
    ...problem,
    range: moved,
    fixes: [{ title: 'x', edits: [{ range: moved, newText: '' }] }],
    related: [{ range: moved, message: 'here' }, problem.related[1]],
  })
})

test('a symbol moves with those below it', () => {
  const range = { start: 1, end: 2 }
  const leaf = { name: 'a', detail: '', kind: 'text' as const, range, selection: range, children: [] }
  const moved = { ...leaf, range: { start: 4, end: 5 }, selection: { start: 4, end: 5 } }
  expect(movedSymbol({ ...leaf, children: [leaf] }, 3)).toEqual({ ...moved, children: [moved] })
})
