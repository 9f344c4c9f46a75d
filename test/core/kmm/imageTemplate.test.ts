import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandTemplate, templateParts, templateValues } from '../../../server/core/kmm/imageTemplate.ts'

const values = templateValues('6.6.2-201.fc39.x86_64', { name: 'drv', namespace: 'ns' })

describe('expansion as the real engine does it', () => {
  test.each([
    ['q/x:${KERNEL_FULL_VERSION}', 'q/x:6.6.2-201.fc39.x86_64'],
    ['q/$MOD_NAME:$KERNEL_XYZ', 'q/drv:6.6.2'],
    ['$KERNEL_X_$KERNEL_Y', '6'],
    ['${KERNEL_FULL_VERSON}', ''],
    ['$$HOME', '$HOME'],
    ['${NOPE:-fallback}', 'fallback'],
    ['${NOPE:-$MOD_NAME}', 'drv'],
    ['${KERNEL-VERSION}', 'VERSION'],
    ['${MOD_NAME:+yes}', 'yes'],
    ['$(V) {V} $', '$(V) {V} $'],
    ['${ MOD_NAME }', ''],
    ['q/x:${KERNEL', undefined],
  ])('%s', (template, expected) => {
    expect(expandTemplate(template, values)).toBe(expected)
  })

  test('characters that no tag may hold become underscores, the trailing plus goes', () => {
    expect(templateValues('6.1.0-18~bpo11+1-amd64+', {}).KERNEL_FULL_VERSION).toBe('6.1.0-18_bpo11_1-amd64')
  })
})

test('the parts of any template lie inside it, in order, without overlap', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', '_', ':', '-', ' ') }), (template) => {
      let at = 0
      for (const part of templateParts(template)) {
        expect(part.range.start).toBeGreaterThanOrEqual(at)
        expect(part.range.end).toBeLessThanOrEqual(template.length)
        at = part.range.end
      }
    }),
  )
})
