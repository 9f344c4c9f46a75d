import { expect, test } from 'vitest'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { applyEdits, problemsIn } from '../../support/check.ts'
import { cursorIn } from '../../support/cursor.ts'
import { moduleText } from '../../support/moduleText.ts'

const mapping = `        - regexp: '^.+$'
          containerImage: quay.io/chrisp262/pt-char-dev:\${KERNEL_FULL_VERSION}
`
const kernels = '6.6.87+\n5.14.0-570.el9.x86_64\n'

function pasted(marked: string, text = kernels): string | undefined {
  const file = cursorIn(marked)
  const edit = createLanguageService().pasteKernels({ uri: 'file:///a.yaml', text: file.text }, file.offset, text)
  return edit && applyEdits(file.text, [edit])
}

const literal = (kernel: string, image = 'quay.io/chrisp262/pt-char-dev:${KERNEL_FULL_VERSION}') =>
  `        - literal: ${kernel}\n          containerImage: ${image}\n`
const both = literal('6.6.87') + literal('5.14.0-570.el9.x86_64')

test.each([
  ['below the last mapping, at its column', `${mapping}          $0\n`, mapping + both],
  ['below the last mapping, at the edge', `${mapping}$0\n`, mapping + both],
  ['behind a dash', `${mapping}        - $0\n`, mapping + both],
  ['above the first mapping', `        $0\n${mapping}`, both + mapping],
])('%s', (_, marked, after) => {
  const text = moduleText((one) => one.replace(mapping, () => after))
  expect(pasted(moduleText((one) => one.replace(mapping, () => marked)))).toBe(text)
  expect(problemsIn(text).filter(({ severity }) => severity === 'error')).toEqual([])
})

test('an empty list begins at the step of the document', () => {
  const empty = moduleText((one) => one.replace(mapping, () => '$0\n'))
  const image = 'quay.io/example/pt-char-dev:${KERNEL_FULL_VERSION}'
  expect(pasted(empty)).toBe(
    moduleText((one) => one.replace(mapping, () => literal('6.6.87', image) + literal('5.14.0-570.el9.x86_64', image))),
  )
})

test('kernels that have a literal are left out, and where all have one there is nothing to offer', () => {
  const marked = moduleText((one) => one.replace(mapping, () => `${literal('6.6.87')}$0\n`))
  expect(pasted(marked)).toContain(both)
  expect(pasted(marked, '6.6.87+')).toBeUndefined()
})

test('a kernel that YAML reads as a number is written in quotes', () => {
  expect(
    pasted(
      moduleText((one) => one.replace(mapping, () => `${mapping}$0\n`)),
      '5.10',
    ),
  ).toContain('- literal: "5.10"')
})

test('lines end as those of the file do', () => {
  const marked = moduleText((one) => one.replace(mapping, () => `${mapping}$0\n`)).replaceAll('\n', '\r\n')
  expect(pasted(marked)).toBe(moduleText((one) => one.replace(mapping, () => mapping + both)).replaceAll('\n', '\r\n'))
})

test.each([
  ['in the middle of a line', mapping.replace('regexp', 'reg$0exp')],
  ['below another key', `${mapping}      imagePullPolicy: Always\n      $0\n`],
  ['in a list within brackets', '          []\n$0\n'],
])('%s nothing is offered', (_, marked) => {
  expect(pasted(moduleText((one) => one.replace(mapping, () => marked)))).toBeUndefined()
})

test('text without kernels, and other documents, have nothing to offer', () => {
  expect(
    pasted(
      moduleText((one) => one.replace(mapping, () => `${mapping}$0\n`)),
      'some words',
    ),
  ).toBeUndefined()
  expect(pasted('kind: ConfigMap\n$0\n')).toBeUndefined()
})

test('the image of a mapping that follows the kernel goes before one of one kernel', () => {
  const one = literal('6.1.0-18-amd64', 'quay.io/chrisp262/pt-char-dev:debian')
  const text = moduleText((whole) => whole.replace(mapping, () => `${mapping}${one}$0\n`))
  expect(pasted(text)).toBe(moduleText((whole) => whole.replace(mapping, () => mapping + one + both)))
})
