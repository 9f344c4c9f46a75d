import { expect, test } from 'vitest'
import { kernelTable } from '../../../server/core/kmm/kernelTable.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { moduleOf } from '../../support/moduleText.ts'

test('each kernel with the mapping that takes it and the image that nodes get', () => {
  const text = modulePieces({
    container: 'containerImage: quay.io/a/fallback:${KERNEL_X}-$MOD_NAMESPACE',
    mapping: "literal: 6.6.87\ncontainerImage: ''",
  }).replace('  selector', "        - regexp: '^5'\n          containerImage: quay.io/a/b:${KERNEL_X\n  selector")
  const { module } = moduleOf(text)
  expect(kernelTable(module, ['6.6.87+', '5.14.0-570.el9', '4.18.0'], 'here')).toEqual([
    { kernel: '6.6.87+', mapping: 0, offset: text.indexOf('literal'), image: 'quay.io/a/fallback:6-here' },
    { kernel: '5.14.0-570.el9', mapping: 1, offset: text.indexOf('regexp') },
    { kernel: '4.18.0', mapping: undefined },
  ])
})
