import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../../server/core/features/problem.ts'
import { crossRules } from '../../../../server/core/features/rules/crossRules.ts'
import { applyEdits } from '../../../support/check.ts'
import { fileProblems } from '../../../support/checkFile.ts'

const ids = (problems: readonly Problem[]): readonly string[] => problems.map(({ id }) => id)
const shown = crossRules.map(({ id, bad, good }) => ({ id, bad, good }))
const cut = (text: string): readonly [string, string] => {
  const [object = '', module = ''] = text.split('---\n')
  return [object, module]
}

describe('an object in the same file, or in another', () => {
  test.each(shown)('$id', ({ id, bad, good }) => {
    const [object, module] = cut(bad)
    expect(ids(fileProblems(bad))).toContain(id)
    expect(ids(fileProblems(module, { 'object.yaml': object }))).toContain(id)
    expect(fileProblems(module)).toEqual([])
    expect(fileProblems(good)).toEqual([])
  })

  test.each(shown)('$id leads to the other place', ({ id, bad }) => {
    const [object, module] = cut(bad)
    const [here] = fileProblems(bad).find((one) => one.id === id)?.related ?? []
    expect(here?.uri).toBeUndefined()
    expect(here?.range.start).toBeLessThan(object.length)
    const [there] = fileProblems(module, { 'object.yaml': object }).find((one) => one.id === id)?.related ?? []
    expect(there).toEqual({ ...here, uri: 'file:///project/object.yaml' })
  })

  test('in another namespace is another object', () => {
    for (const { bad } of shown) {
      if (bad.startsWith('apiVersion: v1\nkind: Namespace')) continue
      const elsewhere = bad
        .replace(/^ {2}namespace: default\n/m, '')
        .replace('metadata:\n', 'metadata:\n  namespace: elsewhere\n')
      expect(fileProblems(elsewhere)).toEqual([])
    }
  })

  test('that moves takes its related places along', () => {
    const { bad } = shown[0] ?? { bad: '' }
    const [before] = fileProblems(bad)
    const [after] = fileProblems(`# one more line\n${bad}`)
    expect(after?.related?.[0]?.range.start).toBe((before?.related?.[0]?.range.start ?? 0) + 16)
  })
})

describe('fixes', () => {
  test.each(['kmm/dockerfile-key', 'kmm/sign-secret-key', 'kmm/namespace-pod-security'])('%s is mended', (id) => {
    const { bad, good } = shown.find((one) => one.id === id) ?? { bad: '', good: '' }
    const fix = fileProblems(bad).find((one) => one.id === id)?.fixes?.[0]
    const after = applyEdits(bad, fix?.edits ?? [])
    expect(fileProblems(after)).toEqual([])
    if (id !== 'kmm/dockerfile-key') expect(after).toBe(good)
  })
})

describe('a Dockerfile', () => {
  const dockerfile = (text: string): readonly string[] => {
    const { good } = shown[0] ?? { good: '' }
    const [, module] = cut(good)
    const lines = text
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')
    const object = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: driver-dockerfile}\ndata:\n  dockerfile: |\n${lines}\n`
    return ids(fileProblems(module, { 'object.yaml': object }))
  }
  test.each<[string, readonly string[]]>([
    ['FROM a\nARG KERNEL_VERSION\nRUN make ${KERNEL_VERSION}', []],
    ['ARG KERNEL_VERSION\nFROM a AS b\nARG KERNEL_VERSION\nFROM b\nRUN make $KERNEL_VERSION', []],
    ['ARG KERNEL_VERSION\nFROM a\nRUN make $KERNEL_VERSION', ['kmm/dockerfile-arg-scope']],
    ['ARG KERNEL_VERSION\nFROM a\nRUN KERNEL_VERSION=$(uname -r); make $KERNEL_VERSION', []],
    ['FROM a\nRUN make KVER=$(uname -r) \\\n  modules', ['kmm/dockerfile-kernel']],
    ['FROM a\nARG KERNEL_VERSION\nRUN make KVER=${KERNEL_VERSION:-$(uname -r)}', []],
    ['ARG DTK_AUTO\nFROM ${DTK_AUTO}\nRUN make', []],
    ['FROM a\nARG KERNEL_VERSION\nCOPY *.ko /lib/modules/', []],
    ['FROM a\nARG KERNEL_VERSION\nCOPY --from=b /opt /opt', []],
    ['FROM a\nARG KERNEL_VERSION\nCOPY a.ko driver.ko /opt/lib/modules/${KERNEL_VERSION}/', []],
    ['FROM a\nARG KERNEL_VERSION\nCOPY x.ko /driver.ko', ['kmm/dockerfile-target']],
    ['FROM a\nARG KERNEL_VERSION\nCOPY x.ko /x.ko\nRUN mv /x.ko /opt/lib/modules/$KERNEL_VERSION/driver.ko', []],
  ])('%j', (text, expected) => {
    expect(dockerfile(text)).toEqual(expected)
  })
})

test('a ServiceAccount, a ConfigMap and a Secret that are nowhere are not wrong', () => {
  const { good } = shown.find(({ id }) => id === 'kmm/sign-secret-key') ?? { good: '' }
  const [, module] = cut(good)
  expect(
    fileProblems(module.replace('  moduleLoader:\n', '  moduleLoader:\n    serviceAccountName: nobody\n')),
  ).toEqual([])
})
