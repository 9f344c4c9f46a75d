import { describe, expect, test } from 'vitest'
import { removeItemEdit, splitItemEdit } from '../../../server/core/yaml/listEdit.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { YamlEdit } from '../../../server/core/yaml/yamlEdit.ts'
import type { YamlDocument, YamlList } from '../../../server/core/yaml/yamlNode.ts'
import { childOf } from '../../../server/core/yaml/yamlPath.ts'
import { applyEdits } from '../../support/check.ts'

function edited(
  text: string,
  make: (document: YamlDocument, list: YamlList) => YamlEdit | undefined,
): string | undefined {
  const [document] = parseYaml(text).documents
  const list = childOf(document?.root, 'a')
  const edit = document && list?.type === 'list' ? make(document, list) : undefined
  return edit && applyEdits(text, [edit])
}

describe('an item is taken out', () => {
  test.each([
    ['a:\n- x\n- y\n- z\n', 1, 'a:\n- x\n- z\n'],
    ['a:\n  - x\n  # about y\n  - y: 1\n    b: 2\nc: d\n', 1, 'a:\n  - x\nc: d\n'],
    ['a: [x, y, z]', 0, 'a: [y, z]'],
    ['a: [x, y, z]', 2, 'a: [x, y]'],
    ['a: [x]', 0, undefined],
    ['b: &b x\na: [*b, y]', 0, undefined],
    ['a:\n- &x x\n- *x\n', 1, undefined],
  ])('%j %i', (text, index, after) => {
    expect(edited(text, (document, list) => removeItemEdit(document, list, index))).toBe(after)
  })
})

describe('an item becomes several', () => {
  test.each([
    ['a:\n  - x=1 yes 0xff /y # said\n', 'a:\n  - x=1\n  - "yes"\n  - "0xff"\n  - /y # said\n'],
    ['a: ["-v --all"]', 'a: [-v, --all]'],
    ['a:\n- |\n  x\n', undefined],
  ])('%j', (text, after) => {
    const split = edited(text, (document, list) => {
      const [item] = list.items
      return item?.type === 'scalar' ? splitItemEdit(document, list, 0, item.text.split(' ')) : undefined
    })
    expect(split).toBe(after)
  })
})
