import { describe, expect, test } from 'vitest'
import { checkFix, problemsIn } from '../../../support/check.ts'
import { modulePieces } from '../../../support/modulePieces.ts'

const withImage = (image: string): string =>
  modulePieces({ mapping: `literal: 6.6.2-201.fc39.x86_64\ncontainerImage: ${image}` })
const idsOf = (image: string): readonly string[] => problemsIn(withImage(image)).map((problem) => problem.id)

describe('tags', () => {
  test.each([
    ['quay.io/example/drv', ['kmm/image-no-tag']],
    ['quay.io/example/drv:1.0', []],
    [`quay.io/example/drv@sha256:${'0a'.repeat(32)}`, []],
    ['quay.io/example/drv:${KERNEL_FULL_VERSION}', []],
    ['registry:5000/drv', ['kmm/image-tag-empty']],
    ['registry:5000/drv:1', []],
    ['"quay.io/example/drv:"', ['kmm/image-tag-empty']],
    ['""', ['kmm/image-missing']],
    ['"{{ .Values.image }}"', []],
  ])('%s: %j', (image, ids) => {
    expect(idsOf(image)).toEqual(ids)
  })

  test('are appended in the style of the text', () => {
    for (const [quote, end] of [
      ['', ''],
      ['"', '"'],
      ["'", "'"],
    ]) {
      const before = withImage(`${quote}quay.io/e/drv${end}`)
      checkFix('kmm/image-no-tag', before, withImage(`${quote}quay.io/e/drv:\${KERNEL_FULL_VERSION}${end}`))
      checkFix('kmm/image-no-tag', before, withImage(`${quote}quay.io/e/drv:latest${end}`), 'Append :latest')
    }
  })

  test('get quotes where braces would mean something', () => {
    const flow = (image: string): string =>
      modulePieces({}).replace(/-\n.*\n.*\n/, () => `- {regexp: '^.+$', containerImage: ${image}}\n`)
    checkFix('kmm/image-no-tag', flow('quay.io/e/drv'), flow('"quay.io/e/drv:${KERNEL_FULL_VERSION}"'))
  })

  test('an empty image falls back on the container’s', () => {
    const text = modulePieces({
      container: 'containerImage: quay.io/e/drv:$KERNEL_FULL_VERSION',
      mapping: 'literal: 6.6.2-201\ncontainerImage: ""',
    })
    expect(problemsIn(text)).toEqual([])
  })
})

describe('template variables', () => {
  test.each([
    ['x:${KERNEL_FULL_VERSON}', ['kmm/template-variable'], 'KERNEL_FULL_VERSON'],
    ['x:$KERNEL_X_$KERNEL_Y', ['kmm/template-variable'], 'KERNEL_X_'],
    ['x:1-$$KERNEL', ['kmm/image-malformed'], '$'],
    ['x:${MOD_NAME}-${KERNEL_XYZ}', [], ''],
    ['x:${NOPE:-1}', [], ''],
    ['x:1-${KERNEL_FULL_VERSION//+/_}', [], ''],
    ['"x:${ KERNEL_FULL_VERSION }"', ['kmm/template-variable'], '${ KERNEL_FULL_VERSION }'],
    ['x:1-${}', ['kmm/template-variable'], '${}'],
    ['x:${KERNEL_XYZ', ['kmm/template-unclosed'], '${KERNEL_XYZ'],
  ])('%s', (image, ids, place) => {
    const text = withImage(image)
    const found = problemsIn(text)
    expect(found.map((problem) => problem.id)).toEqual(ids)
    expect(found.map(({ range }) => text.slice(range.start, range.end))).toEqual(ids.length === 0 ? [] : [place])
  })

  test('are mended', () => {
    checkFix('kmm/template-variable', withImage('x:${KERNEL_FULL_VERSON}'), withImage('x:${KERNEL_FULL_VERSION}'))
    checkFix('kmm/template-unclosed', withImage('"x:${KERNEL_XYZ"'), withImage('"x:${KERNEL_XYZ}"'))
  })

  test.each([
    ['x:${KERNEL-FULL-VERSION}', 'kmm/template-dash', 'x:${KERNEL_FULL_VERSION}', '${KERNEL-FULL-VERSION}'],
    ['x:${KERNEL-VERSION}', 'kmm/template-dash', 'x:${KERNEL_VERSION}', '${KERNEL-VERSION}'],
    ['x:$(KERNEL_XYZ)', 'kmm/template-brackets', 'x:${KERNEL_XYZ}', '$(KERNEL_XYZ)'],
    ['x:{KERNEL_XYZ}', 'kmm/template-brackets', 'x:${KERNEL_XYZ}', '{KERNEL_XYZ}'],
    ['x:${kernel_full_version}', 'kmm/template-variable', 'x:${KERNEL_FULL_VERSION}', 'kernel_full_version'],
    ['x:$KVER', 'kmm/template-variable', 'x:$KERNEL_FULL_VERSION', 'KVER'],
  ] as const)('%s: %s, mended to %s', (before, id, after, place) => {
    const text = withImage(before)
    const found = problemsIn(text).find((problem) => problem.id === id)
    expect(text.slice(found?.range.start, found?.range.end)).toBe(place)
    checkFix(id, text, withImage(after))
  })

  test('that keep their dash on purpose are left alone', () => {
    expect(idsOf('x:${MOD_NAME-drv}-${KERNEL_XYZ}')).toEqual([])
    expect(idsOf('x:$KERNEL_XYZ-${NOPE-1}')).toEqual([])
  })

  test('of the Module are unknown where signing is concerned', () => {
    const sign =
      'sign:\n  unsignedImage: q/x:1\n  keySecret: {name: k}\n  certSecret: {name: c}\n  filesToSign: ["/opt/${MOD_NAME}.ko"]'
    expect(problemsIn(modulePieces({ container: sign })).map((one) => one.id)).toEqual(['kmm/template-variable'])
  })
})
