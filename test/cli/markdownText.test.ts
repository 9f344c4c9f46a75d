import { expect, test } from 'vitest'
import { markdownText } from '../../server/cli/markdownText.ts'
import { choosePalette } from '../../server/cli/palette.ts'

const plain = choosePalette({ isTTY: false, columns: undefined, write() {} }, {})
const coloured = choosePalette({ isTTY: true, columns: 80, write() {} }, {})

test('paragraphs are wrapped, lists hang, and examples keep their lines', () => {
  const markdown = `**A title**

A paragraph with \`code that stays whole\` and a [link](https://example.org/page).
- an item that is longer than a line
\`\`\`yaml
a:
  - a line that is longer than the width, and stays
\`\`\``
  expect(markdownText(markdown, 30, '  ', plain)).toMatchInlineSnapshot(`
    "  A title

      A paragraph with
      code that stays whole and a
      link:
      https://example.org/page.
      - an item that is longer
        than a line

        a:
          - a line that is longer than the width, and stays
    "
  `)
})

test('code and bold text are painted, and their marks are gone', () => {
  expect(markdownText('**a** `b` c', 80, '', coloured)).toBe(`${coloured.strong('a')} ${coloured.place('b')} c\n`)
})

test('nothing stays nothing', () => {
  expect(markdownText('', 80, '  ', plain)).toBe('')
})
