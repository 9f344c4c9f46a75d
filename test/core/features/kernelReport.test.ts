import { expect, test } from 'vitest'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { modulePieces } from '../../support/modulePieces.ts'

test('each kernel with its mapping, line and image, in columns', () => {
  const module = modulePieces({ mapping: "regexp: '^6'\ncontainerImage: quay.io/a/b:${KERNEL_FULL_VERSION}" })
  const text = `kind: ConfigMap\n---\n${module}`
  const file = { uri: 'file:///a.yaml', text }
  expect(
    createLanguageService().kernelReport(file, text.length, ['6.6.87+', '5.14.0-570.el9.x86_64'], bareSurroundings),
  ).toBe(`Module default/drv: 1 of 2 kernels served

  KERNEL                  MAPPING          IMAGE
✓ 6.6.87+                 1, line 14: ^6   quay.io/a/b:6.6.87
✗ 5.14.0-570.el9.x86_64   none             nothing is loaded on nodes with this kernel
`)
  expect(createLanguageService().kernelReport(file, 0, ['6.6.87'], bareSurroundings)).toBeUndefined()
})
