import { describe, expect, it } from 'vitest'
import { newDocumentWord } from '../../client/emptyDocument.ts'
import { cursorIn } from '../support/cursor.ts'

function wordAt(marked: string): string | undefined {
  const { text, offset } = cursorIn(marked)
  const before = text.slice(0, offset).split('\n')
  return newDocumentWord(text.split('\n'), before.length - 1, before.at(-1)?.length ?? 0)
}

describe('a new document', () => {
  it.each([
    ['$0', ''],
    ['# my driver\n$0', ''],
    ['mo$0', 'mo'],
    ['KMM$0\n', 'KMM'],
    ['kind: Pod\n---\n$0', ''],
    ['kind: Pod\n---\n# mine\nmodule$0\n---\nkind: Pod\n', 'module'],
    ['%YAML 1.1\n---\n$0', ''],
  ])('may begin in %j', (marked, word) => expect(wordAt(marked)).toBe(word))

  it.each([
    ['m$0'],
    ['api$0'],
    ['modx$0'],
    ['$0mo'],
    ['  $0mo'],
    ['  mo$0'],
    ['kind: Pod\n$0'],
    ['$0\nkind: Pod'],
    ['# mo$0'],
    ['kind: Pod\n---\nname: $0'],
  ])('does not begin in %j', (marked) => expect(wordAt(marked)).toBeUndefined())
})
