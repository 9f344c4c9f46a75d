import { describe, expect, test } from 'vitest'
import { strayLines } from '../../../server/core/yaml/strayLines.ts'

/** The text once the lines are indented that go with the key marked by `$0`; `undefined` when it goes with no item. */
function indented(marked: string): string | undefined {
  const offset = marked.indexOf('$0')
  const text = marked.replace('$0', '')
  const found = strayLines(text, offset)
  if (found === undefined) return undefined
  expect(text.slice(found.key.start, found.key.end)).toBe(/[\w./-]+/.exec(text.slice(offset))?.[0])
  const pad = ' '.repeat(found.missing)
  return found.starts.toReversed().reduce((old, at) => old.slice(0, at) + pad + old.slice(at), text)
}

describe('what stands too far left is meant for the item above', () => {
  test.each([
    ['under the dash', 'a:\n  - x: 1\n  $0y: 2\nb: 3\n', 'a:\n  - x: 1\n    y: 2\nb: 3\n'],
    ['between dash and keys', 'a:\n  - x: 1\n   $0y: 2\n', 'a:\n  - x: 1\n    y: 2\n'],
    ['below several keys', 'a:\n  - x: 1\n    z:\n      w: 1\n  $0y: 2', 'a:\n  - x: 1\n    z:\n      w: 1\n    y: 2'],
    [
      'with what is below it',
      'a:\n  - x: 1\n  $0y:\n    - 1\n    - z: 2\n',
      'a:\n  - x: 1\n    y:\n      - 1\n      - z: 2\n',
    ],
    [
      'with keys that follow',
      'a:\n  - x: 1\n  $0y: 2\n\n  # z\n  z: 3\n',
      'a:\n  - x: 1\n    y: 2\n\n    # z\n    z: 3\n',
    ],
    [
      'up to the next item',
      'a:\n  - x: 1\n  $0y: 2\n  # next\n  - x: 2\n',
      'a:\n  - x: 1\n    y: 2\n  # next\n  - x: 2\n',
    ],
    ['up to what is around', 'a:\n  - x: 1\n  $0y: 2\n # b\nb: 2\n', 'a:\n  - x: 1\n    y: 2\n # b\nb: 2\n'],
    [
      'with a text whose last line looks like a comment',
      'a:\n  - x: 1\n  $0y: |\n    #!/bin/sh\n',
      'a:\n  - x: 1\n    y: |\n      #!/bin/sh\n',
    ],
    ['behind a wide dash', 'a:\n  -   x: 1\n    $0y: 2\n', 'a:\n  -   x: 1\n      y: 2\n'],
    ['in lines of Windows', 'a:\r\n  - x: 1\r\n  $0y: 2\r\n', 'a:\r\n  - x: 1\r\n    y: 2\r\n'],
  ])('%s', (_, marked, after) => {
    expect(indented(marked)).toBe(after)
  })
})

describe('something else is as likely meant', () => {
  test.each([
    ['by a key that the item has', 'a:\n  - x: 1\n    y: 1\n  $0y: 2\n'],
    ['by the first key of the item', 'a:\n  - x: 1\n  $0x: 2\n'],
    ['by keys of which the item has one', 'a:\n  - x: 1\n  $0y: 2\n  x: 3\n'],
    ['below an item that is text', 'a:\n  - x\n  $0y: 2\n'],
    ['below an item of an item', 'a:\n  - - x: 1\n  $0y: 2\n'],
    ['below a mapping', 'a:\n  x: 1\n  $0y: 2\n'],
    ['by a key that is not finished', 'a:\n  - x: 1\n  $0y\n'],
    ['at the keys of the item', 'a:\n  - x: 1\n    $0y: 2\n'],
    ['left of the dash', 'a:\n  - x: 1\n $0y: 2\n'],
  ])('%s', (_, marked) => {
    expect(indented(marked)).toBeUndefined()
  })
})
