import { describe, expect, test } from 'vitest'
import { checkFix, problemsIn } from '../../../support/check.ts'
import { modulePieces } from '../../../support/modulePieces.ts'

type Pieces = Parameters<typeof modulePieces>[0]

const idsIn = (pieces: Pieces): readonly string[] => problemsIn(modulePieces(pieces)).map((problem) => problem.id)

test('a sound Module has no problem', () => {
  expect(idsIn({})).toEqual([])
})

describe('modprobe', () => {
  test.each<[string, readonly string[]]>([
    ['dirName: /opt', ['kmm/module-name-missing']],
    ['moduleName: ""', ['kmm/module-name-missing']],
    ['rawArgs: {load: [a]}', ['kmm/module-name-missing']],
    ['rawArgs: {load: [a], unload: [b]}', []],
    ['moduleName: a\nrawArgs: {load: [a], unload: [b]}', ['kmm/raw-args-with-module-name']],
    ['moduleName: a\nrawArgs: {}', []],
    ['moduleName: a\nmodulesLoadingOrder: [a, b]', []],
    ['moduleName: a\nmodulesLoadingOrder: []', ['kmm/loading-order']],
    ['moduleName: a\nmodulesLoadingOrder: [a]', ['kmm/loading-order']],
    ['moduleName: a\nmodulesLoadingOrder: [b, a]', ['kmm/loading-order']],
    ['moduleName: a\nmodulesLoadingOrder: [a, b, b]', ['kmm/loading-order']],
  ])('%j', (modprobe, ids) => {
    expect(idsIn({ modprobe })).toEqual(ids)
  })

  test('fixes', () => {
    checkFix(
      'kmm/module-name-missing',
      modulePieces({ modprobe: 'dirName: /opt' }),
      modulePieces({ modprobe: 'dirName: /opt\nmoduleName: example' }),
    )
    const order = (list: string): string => modulePieces({ modprobe: `moduleName: a\nmodulesLoadingOrder: ${list}` })
    checkFix('kmm/loading-order', order('[b, a]'), order('[a, b]'))
  })
})

describe('in-tree modules', () => {
  const single = 'inTreeModuleToRemove: nouveau'
  const list = 'inTreeModulesToRemove: [nouveau]'
  const mapping = 'literal: 6.6.2-201.fc39.x86_64\ncontainerImage: q/x:1\n'
  test.each<[Pieces, readonly string[]]>([
    [{ container: single }, ['kmm/in-tree-deprecated']],
    [{ container: list }, []],
    [{ container: `${single}\n${list}` }, ['kmm/in-tree-twice', 'kmm/in-tree-deprecated']],
    [{ container: `${single}\ninTreeModulesToRemove: []` }, ['kmm/in-tree-twice', 'kmm/in-tree-deprecated']],
    [{ container: single, mapping: mapping + list }, ['kmm/in-tree-twice', 'kmm/in-tree-deprecated']],
    [{ container: list, mapping: mapping + single }, ['kmm/in-tree-twice', 'kmm/in-tree-deprecated']],
    [{ mapping: `${mapping}${single}\n${list}` }, ['kmm/in-tree-twice', 'kmm/in-tree-deprecated']],
    [{ container: list, mapping: mapping + list }, []],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('the old field becomes the list everywhere at once', () => {
    const before = modulePieces({ container: single, mapping: mapping + single })
    checkFix('kmm/in-tree-deprecated', before, modulePieces({ container: list, mapping: mapping + list }))
  })
})

describe('sign', () => {
  const secrets = 'sign:\n  unsignedImage: q/x:1\n  keySecret: {name: k}\n  certSecret: {name: c}\n'
  test.each<[string, readonly string[]]>([
    [`${secrets}  filesToSign: [/opt/a.ko]`, []],
    [`${secrets}  filesToSign: []`, ['kmm/files-to-sign-missing']],
    [secrets.trimEnd(), ['kmm/files-to-sign-missing']],
    [`${secrets}  filesToSign: [/optx/a.ko, /opt]`, ['kmm/files-to-sign-outside', 'kmm/files-to-sign-outside']],
  ])('%j', (container, ids) => {
    expect(idsIn({ container })).toEqual(ids)
  })

  test('a path with one kernel is wrong where the mapping serves others', () => {
    const path = '/opt/lib/modules/6.6.2-201.fc39.x86_64/a.ko'
    const image = 'containerImage: quay.io/example/drv:${KERNEL_FULL_VERSION}'
    const serving = (matcher: string, file = path): string =>
      modulePieces({ container: `${secrets}  filesToSign: [${file}]`, mapping: `${matcher}\n${image}` })
    const ids = (matcher: string): readonly string[] => problemsIn(serving(matcher)).map(({ id }) => id)
    expect(ids("regexp: '^.+$'")).toEqual(['kmm/files-to-sign-kernel'])
    expect(ids("regexp: '^6\\.6\\.2-201\\.fc39\\.x86_64$'")).toEqual([])
    expect(ids('literal: 6.6.2-201.fc39.x86_64')).toEqual([])
    const mended = serving("regexp: '^.+$'", '"/opt/lib/modules/${KERNEL_FULL_VERSION}/a.ko"')
    checkFix('kmm/files-to-sign-kernel', serving("regexp: '^.+$'"), mended)
    const below = serving("regexp: '^.+$'", path.replace('/opt/', '/opt/6.6.2-201.fc39.x86_64/'))
    const mendedBelow = serving(
      "regexp: '^.+$'",
      '"/opt/6.6.2-201.fc39.x86_64/lib/modules/${KERNEL_FULL_VERSION}/a.ko"',
    )
    checkFix('kmm/files-to-sign-kernel', below, mendedBelow)
  })

  test('files are added below a dirName that stays', () => {
    const text = (dirName: string): string =>
      modulePieces({ modprobe: `moduleName: a\ndirName: ${dirName}`, container: secrets.trimEnd() })
    const fixesOf = (dirName: string) =>
      problemsIn(text(dirName)).find(({ id }) => id === 'kmm/files-to-sign-missing')?.fixes
    expect(fixesOf('/x')).toHaveLength(1)
    expect(fixesOf('/x/')).toEqual([])
  })

  test('looks below dirName', () => {
    expect(idsIn({ modprobe: 'moduleName: a\ndirName: /x', container: `${secrets}  filesToSign: [/x/a.ko]` })).toEqual(
      [],
    )
  })

  test('fix', () => {
    const files = '  filesToSign:\n    - "/opt/lib/modules/${KERNEL_FULL_VERSION}/drv.ko"'
    checkFix(
      'kmm/files-to-sign-missing',
      modulePieces({ container: secrets.trimEnd() }),
      modulePieces({ container: secrets + files }),
    )
  })
})

describe('tolerations', () => {
  test.each<[string, readonly string[]]>([
    ['{key: a, operator: Exists}', []],
    ['{key: a, value: b}', []],
    ['{operator: Exists}', []],
    ['{}', ['kmm/toleration-key']],
    ['{operator: Equal}', ['kmm/toleration-key']],
    ['{key: a b, operator: Exists}', ['kmm/toleration-key']],
    ['{key: a, operator: exists}', ['kmm/toleration-operator']],
    ['{key: a, operator: Exists, value: b}', ['kmm/toleration-value']],
    ['{key: a, value: b c}', ['kmm/toleration-value']],
    ['{key: a, effect: noSchedule}', ['kmm/toleration-effect']],
    ['{key: a, effect: NoSchedule, tolerationSeconds: 3}', ['kmm/toleration-seconds']],
    ['{key: a, effect: NoExecute, tolerationSeconds: 3}', []],
  ])('%s', (toleration, ids) => {
    expect(idsIn({ spec: `tolerations:\n  - ${toleration}` })).toEqual(ids)
  })

  test('fix', () => {
    const text = (operator: string): string =>
      modulePieces({ spec: `tolerations:\n  - {key: a, operator: ${operator}}` })
    checkFix('kmm/toleration-operator', text('exists'), text('"Exists"'.replaceAll('"', '')))
  })
})

describe('DRA', () => {
  const dra = (name: string, more = ''): string =>
    `dra:\n  driverName: ${name}\n  container: {image: x:1}\n${more}`.trimEnd()
  test.each<[string, readonly string[]]>([
    [dra('gpu.example.com'), []],
    [dra('""'), ['kmm/dra-driver-name']],
    [dra('GPU'), ['kmm/dra-driver-name']],
    [dra('gpu', '  deviceClasses: [{name: a}, {name: a}]'), ['kmm/dra-device-class-name']],
    [dra('gpu', '  deviceClasses: [{name: A_b}]'), ['kmm/pattern']],
    [dra('gpu', 'devicePlugin: {container: {image: a}}'), ['kmm/exclusive-fields']],
  ])('%j', (spec, ids) => {
    expect(idsIn({ spec })).toEqual(ids)
  })
})

describe('host paths', () => {
  test.each<[string, boolean]>([
    ['/dev', true],
    ['/var/lib/x', true],
    ['/run/', true],
    ['/opt/../etc', false],
    ['/devices', false],
    ['/', false],
    ['etc', false],
    ['//var//x/.', true],
  ])('%s: %s', (path, allowed) => {
    const spec = `devicePlugin:\n  container: {image: a, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v, hostPath: {path: ${path}}}]`
    expect(idsIn({ spec })).toEqual(allowed ? [] : ['kmm/host-path'])
  })
})

describe('name and version', () => {
  test('name and namespace share 41 bytes', () => {
    expect(idsIn({ metadata: `name: ${'a'.repeat(34)}` })).toEqual([])
    expect(idsIn({ metadata: `name: ${'a'.repeat(35)}` })).toEqual(['kmm/name-too-long'])
  })

  test('a version must be a label value', () => {
    expect(idsIn({ container: 'version: "1.0"' })).toEqual([])
    expect(idsIn({ container: 'version: 1 beta' })).toEqual(['kmm/version-label'])
  })
})

describe('pull policies', () => {
  const plugin = (policy: string): string => `devicePlugin: {container: {image: q.io/p:1, imagePullPolicy: ${policy}}}`
  test.each<[Pieces, readonly string[]]>([
    [{ container: 'imagePullPolicy: IfNotPresent' }, []],
    [{ container: 'imagePullPolicy: ""' }, []],
    [{ container: 'imagePullPolicy: "{{ .Values.policy }}"' }, []],
    [{ container: 'imagePullPolicy: Sometimes' }, ['kmm/pull-policy']],
    [{ spec: plugin('Never') }, []],
    [{ spec: plugin('never') }, ['kmm/pull-policy']],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('a near one is taken', () => {
    const text = (policy: string): string => modulePieces({ container: `imagePullPolicy: ${policy}` })
    checkFix('kmm/pull-policy', text('ifNotPresent'), text('IfNotPresent'))
    checkFix('kmm/pull-policy', text('Allways'), text('Always'))
  })
})
