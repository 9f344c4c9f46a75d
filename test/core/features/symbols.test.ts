import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutlineSymbol, symbols } from '../../../server/core/features/symbols.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

function outline(text: string): readonly string[] {
  const lines = (symbol: OutlineSymbol, depth: number): readonly string[] => [
    `${'  '.repeat(depth)}${symbol.name}${symbol.detail && ` | ${symbol.detail}`}`,
    ...symbol.children.flatMap((child) => lines(child, depth + 1)),
  ]
  return createLanguageService()
    .symbols({ uri: 'file:///a.yaml', text })
    .flatMap((symbol) => lines(symbol, 0))
}

test('parts stand under what a person would call them', () => {
  const text = modulePieces({
    modprobe: 'moduleName: drv\nparameters: [a=1, ""]',
    mapping: "regexp: '^6'\ncontainerImage: quay.io/a/b:1.0\nbuild:\n  buildArgs:\n    - name: A\n      value: '1'",
    spec: 'tolerations:\n  - key: gpu\n    operator: Exists\n  - effect: NoSchedule',
  })
  expect(outline(`${text}---\n# nothing here\n---\nkind: ConfigMap\n`)).toEqual([
    'Module drv',
    '  apiVersion | kmm.sigs.x-k8s.io/v1beta1',
    '  kind | Module',
    '  metadata',
    '    name | drv',
    '  spec',
    '    moduleLoader',
    '      container',
    '        modprobe drv',
    '          moduleName | drv',
    '          parameters',
    '            a=1',
    '            ""',
    '        kernelMappings',
    '          ^6 | quay.io/a/b:1.0',
    '            regexp | ^6',
    '            containerImage | quay.io/a/b:1.0',
    '            build',
    '              buildArgs',
    '                A | 1',
    '                  name | A',
    '                  value | 1',
    '    tolerations',
    '      gpu',
    '        key | gpu',
    '        operator | Exists',
    '      effect: NoSchedule',
    '        effect | NoSchedule',
    '    selector',
    '      gpu',
    'ConfigMap',
    '  kind | ConfigMap',
  ])
})

test('what an alias stands for is shown at its anchor, a document without a kind by a word', () => {
  expect(outline('a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n- e')).toContain('document')
  expect(outline('a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n')).toEqual(['document', '  a', '    b | 1', '  c', '  d'])
})

test('any text: names are not empty, and each selection lies within its range, within the document', () => {
  const check = (symbol: OutlineSymbol, length: number): void => {
    expect(symbol.name).not.toBe('')
    expect(symbol.range.start).toBeGreaterThanOrEqual(0)
    expect(symbol.selection.start).toBeGreaterThanOrEqual(symbol.range.start)
    expect(symbol.selection.end).toBeLessThanOrEqual(symbol.range.end)
    expect(symbol.range.end).toBeLessThanOrEqual(length)
    for (const child of symbol.children) check(child, length)
  }
  fc.assert(
    fc.property(mutatedModule, (text) => {
      for (const document of parseYaml(text).documents) {
        const found = symbols(document)
        if (found !== undefined) check(found, document.text.length)
      }
    }),
  )
})

test('a mapping of thousands has its symbols, each at its place', () => {
  const mapping = '        - literal: 6.6.KERNEL\n          containerImage: quay.io/a/b:1\n'
  const text = modulePieces({}).replace(
    '  selector',
    `${Array.from({ length: 8_000 }, (_, at) => mapping.replace('KERNEL', String(at))).join('')}  selector`,
  )
  const [document] = parseYaml(text).documents
  const found = document && symbols(document)
  const count = (symbol: OutlineSymbol): number => symbol.children.reduce((sum, child) => sum + count(child), 1)
  expect(found && count(found)).toBeGreaterThan(23_000)
})
