import { describe, expect, test } from 'vitest'
import { checkFix, problemsIn } from '../../../support/check.ts'

const image = 'containerImage: q.io/a/b:${KERNEL_FULL_VERSION}'

/** A Module with these mappings, each a matcher. */
function mappings(...matchers: readonly string[]): string {
  const items = matchers.map((matcher) => `        - ${matcher}\n          ${image}\n`).join('')
  return `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: drv
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: drv
      kernelMappings:
${items}  selector:
    gpu: ""
`
}

const saidOf = (...matchers: readonly string[]): readonly string[] =>
  problemsIn(mappings(...matchers)).map(({ id }) => id.replace('kmm/', ''))

const kernel = 'literal: 5.14.0-427.13.1.el9_4.x86_64'

describe('a mapping behind one that takes all it could', () => {
  test.each([
    [["regexp: '^.+$'", kernel], ['mapping-unreachable']],
    [["regexp: '.*'", "regexp: '^5'"], ['mapping-unreachable']],
    [["regexp: '^5\\.14\\.'", kernel], ['mapping-unreachable']],
    [["regexp: '^5\\.14\\.'", "regexp: '^5\\.14\\.0$'"], ['mapping-unreachable']],
    [["regexp: '^5'", "regexp: '^5'"], ['mapping-unreachable']],
    [[kernel, kernel], ['literal-duplicate']],
    [[kernel, "regexp: '^.+$'"], []],
    [["regexp: '^6\\.'", kernel], []],
    [["regexp: '^5'", "regexp: '^5\\.14'"], ['mapping-unreachable']],
    [["regexp: '^5\\.14\\..+$'", "regexp: '^5\\.14\\.0-.+\\.el9$'"], ['mapping-unreachable']],
    [["regexp: '^5\\.14'", "regexp: '^5'"], []],
    [["regexp: '^5('", kernel], ['regexp-invalid']],
    [["regexp: '^$'", kernel], []],
  ])('%j', (matchers, said) => {
    expect(saidOf(...matchers)).toEqual(said)
  })

  test('points to the one before it', () => {
    const text = mappings(kernel, "regexp: '^5'", 'literal: 5.15.0-1-x')
    const [problem] = problemsIn(text)
    expect(text.slice(problem?.range.start, problem?.range.end)).toBe('5.15.0-1-x')
    expect(problem?.message).toContain('Mapping 2 takes this kernel first')
    const related = problem?.related?.[0]?.range
    expect(text.slice(related?.start, related?.end)).toBe("'^5'")
  })

  test('is moved above it or removed', () => {
    const all = "regexp: '^.+$'"
    const before = mappings("regexp: '^4'", all, kernel)
    checkFix('kmm/mapping-unreachable', before, mappings("regexp: '^4'", kernel, all), 'Move it above mapping 2')
    checkFix('kmm/mapping-unreachable', before, mappings("regexp: '^4'", all), 'Remove this mapping')
    checkFix('kmm/literal-duplicate', mappings(kernel, kernel), mappings(kernel), 'Remove this mapping')
  })

  test('takes its comments with it', () => {
    const text = mappings("regexp: '^.+$'", kernel).replace(
      `        - ${kernel}`,
      `        # old one\n        - ${kernel}`,
    )
    const after = mappings(kernel, "regexp: '^.+$'").replace(
      `        - ${kernel}`,
      `        # old one\n        - ${kernel}`,
    )
    checkFix('kmm/mapping-unreachable', text, after, 'Move it above mapping 1')
  })

  test('is not moved where mappings share anchors', () => {
    const text = mappings("regexp: '^.+$'", kernel).replace(
      `${image}\n  sel`,
      `containerImage: &i q.io/a/b:$KERNEL_XYZ\n  sel`,
    )
    const [problem] = problemsIn(text)
    expect(problem?.id).toBe('kmm/mapping-unreachable')
    expect(problem?.fixes).toEqual([])
  })
})
