import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClusterError } from '../../server/cluster/clusterError.ts'
import { parseKubeconfigFile } from '../../server/cluster/kubeconfigFile.ts'

test('law: whatever a file holds, reading it never throws', () => {
  const keys = fc.constantFrom(
    'contexts',
    'clusters',
    'users',
    'name',
    'cluster',
    'user',
    'exec',
    'env',
    'as-groups',
    'x',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, fc.string(), fc.integer(), fc.constant(null), tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    map: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  }))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        value.map((it) => JSON.stringify(it)),
      ),
      (text) => {
        const read = parseKubeconfigFile(text, '/k')
        expect(read instanceof ClusterError ? read.message : '/k').toContain('/k')
      },
    ),
  )
})

test('a file that grows without bounds when its aliases are followed is refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `l${level}: &a${level} [${`*a${level - 1},`.repeat(level && 9)}1]`,
  )
  expect(parseKubeconfigFile(levels.join('\n'), '/k')).toBeInstanceOf(ClusterError)
})

test('names that look like something else to YAML stay names; a byte-order mark and a second document are passed over', () => {
  const text = '\uFEFFcurrent-context: 1\ncontexts: [{name: 1, context: {namespace: y}}]\n---\ncurrent-context: 2\n'
  expect(parseKubeconfigFile(text, '/k')).toMatchObject({
    currentContext: '1',
    contexts: [{ name: '1', namespace: 'y' }],
  })
})
