import { describe, expect, test } from 'vitest'
import { checkFix, problemsIn } from '../../../support/check.ts'
import { modulePieces } from '../../../support/modulePieces.ts'

type Pieces = Parameters<typeof modulePieces>[0]

const idsIn = (pieces: Pieces): readonly string[] => problemsIn(modulePieces(pieces)).map(({ id }) => id)
const warn = (id: string, times = 1): readonly string[] => Array.from({ length: times }, () => `kmm/${id}`)
const one = 'literal: 6.6.2-201.fc39.x86_64'
const image = 'containerImage: q.io/a/b:$KERNEL_FULL_VERSION'
const build = 'build: {dockerfileConfigMap: {name: d}}'
const keys = 'keySecret: {name: k}, certSecret: {name: c}, filesToSign: [/opt/a.ko]'
const digest = `sha256:${'0a'.repeat(32)}`
const sign = `sign: {unsignedImage: q.io/u:1, ${keys}}`

describe('templates', () => {
  test.each<[Pieces, readonly string[]]>([
    [{ modprobe: 'moduleName: a\ndirName: /opt/$KERNEL_XYZ' }, warn('template-not-expanded')],
    [{ modprobe: 'moduleName: a\nfirmwarePath: "/f/${KERNEL_VERSION}"' }, warn('template-not-expanded')],
    [{ modprobe: 'moduleName: a\nparameters: ["k=${KERNEL_VERSION}"]' }, warn('template-not-expanded')],
    [{ spec: 'imageRepoSecret: {name: $MOD_NAME}' }, warn('template-not-expanded')],
    [
      { spec: 'devicePlugin: {container: {image: "q.io/p:${KERNEL_X}"}}' },
      [...warn('image-malformed'), ...warn('template-not-expanded')],
    ],
    [
      {
        mapping: `${one}\n${image}\nbuild: {dockerfileConfigMap: {name: d}, buildArgs: [{name: A, value: $MOD_NAME}]}`,
      },
      warn('template-not-expanded'),
    ],
    [
      { mapping: `${one}\n${image}\nbuild: {dockerfileConfigMap: {name: d}, buildArgs: [{name: A, value: $HOME}]}` },
      [],
    ],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })
})

describe('images and kernels', () => {
  const several = "regexp: '^.+$'"
  test.each<[string, readonly string[]]>([
    [`${several}\ncontainerImage: q.io/a:1\n${build}`, warn('image-built-once')],
    [`${several}\ncontainerImage: q.io/a:$KERNEL_XYZ\n${build}`, warn('image-built-once')],
    [`${several}\ncontainerImage: q.io/a:$KERNEL_VERSION\n${build}`, []],
    [`${several}\ncontainerImage: q.io/a:1\n${sign}`, warn('image-built-once')],
    [`${several}\ncontainerImage: q.io/a:1`, warn('image-constant')],
    [`${several}\ncontainerImage: q.io/a:$KERNEL_X`, []],
    [`${one}\ncontainerImage: q.io/a:1\n${build}`, []],
    ["regexp: '^6\\.6\\.2-201\\.fc39\\.x86_64$'\ncontainerImage: q.io/a:1", []],
    [`${one}\ncontainerImage: q.io/a@${digest}\n${build}`, warn('image-digest-built')],
    [`${one}\ncontainerImage: q.io/a@${digest}\n${sign}`, warn('image-digest-built')],
    [`${one}\ncontainerImage: q.io/a@${digest}`, []],
  ])('%j', (mapping, ids) => {
    expect(idsIn({ mapping })).toEqual(ids)
  })

  test('a misspelt variable is told of as such, and taken for the kernel', () => {
    const mapping = `${several}\ncontainerImage: q.io/a:\${KERNEL_FULL_VERSON}\n${build}`
    expect(idsIn({ mapping })).toEqual(warn('template-variable'))
  })

  test('an image without tag is refused, so that nothing is said of its being accepted', () => {
    const found = problemsIn(modulePieces({ mapping: `${one}\ncontainerImage: <image>` }))
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('which KMM refuses'),
      'Nothing can pull this image: `<image>` is still to be filled in',
    ])
  })

  test('the image to sign is an image too', () => {
    const unsigned = sign.replace('q.io/u:1', 'q.io/U:1')
    expect(idsIn({ mapping: `${one}\n${image}\n${unsigned}` })).toEqual(warn('image-malformed'))
  })

  test('an image of the container is told of once', () => {
    const mapping = `${several}\ncontainerImage: ""`
    expect(idsIn({ container: 'containerImage: q.io/a:1', mapping })).toEqual(warn('image-constant'))
  })

  test.each<[string, string]>([
    ['q.io/Team/drv:1', 'Team'.slice(0, 1)],
    ['"q.io/drv:1 "', ' '],
    ['q.io/<team>/drv:1', '<team>'],
    ['q.io/drv:1+2', '+'],
    ['q.io/drv:-1', '-'],
    ['https://q.io/drv:1', 'https://'],
    ['docker://q.io/drv:$KERNEL_VERSION', 'docker://'],
    ['q.io//drv:1', '/'],
    ['/drv:1', '/'],
    ['q.io/drv_/a:1', 'drv_'],
    ['q.io/-drv:1', '-drv'],
    ['q.io/drv@sha256:00', 'sha256:00'],
    [`q.io/drv:${'a'.repeat(129)}`, 'a'.repeat(129)],
  ])('%s is no image', (text, part) => {
    const written = modulePieces({ mapping: `${one}\ncontainerImage: ${text}` })
    const [found, ...rest] = problemsIn(written)
    expect(rest).toEqual([])
    expect(found).toMatchObject({ id: 'kmm/image-malformed', severity: 'warning' })
    expect(written.slice(found?.range.start, found?.range.end)).toBe(part)
  })

  test.each(['localhost:5000/a:1', 'Q.io/a:1', 'a/b/c_d--e:V1.0_x', `a@${digest}`, 'q.io/a:${KERNEL_VERSION}-x'])(
    '%s is one',
    (text) => expect(idsIn({ mapping: `${one}\ncontainerImage: ${text}` })).toEqual([]),
  )

  test('fixes', () => {
    const withImage = (text: string): string => modulePieces({ mapping: `${one}\ncontainerImage: ${text}` })
    checkFix('kmm/image-malformed', withImage('q.io/Team/drv:1'), withImage('q.io/team/drv:1'))
    checkFix('kmm/image-malformed', withImage('docker://q.io/drv:1'), withImage('q.io/drv:1'))
    const built = (text: string): string => modulePieces({ mapping: `${several}\ncontainerImage: ${text}\n${build}` })
    checkFix('kmm/image-built-once', built('q.io/a:1'), built('q.io/a:1-${KERNEL_FULL_VERSION}'))
    checkFix(
      'kmm/image-digest-built',
      withImage(`q.io/a@${digest}\n${build}`),
      withImage(`q.io/a:\${KERNEL_FULL_VERSION}\n${build}`),
    )
  })
})

describe('literals', () => {
  test.each<[string, readonly string[]]>([
    ['"5.10"', warn('literal-parts')],
    ['5.10.0', []],
    ['6.1.0-18~bpo11+1-amd64', []],
    ["'^5\\.14'", warn('literal-regexp')],
    ['5.14.0.+', ['kmm/literal-plus', 'kmm/literal-regexp']],
    ['"5.10.0-28-amd64 "', warn('literal-impossible')],
    ['Linux host 5.10.0-28-amd64', warn('literal-impossible')],
    ['|\n  5.10.0-28-amd64', warn('literal-impossible')],
    ['5.10.0/28', warn('literal-impossible')],
    ['"5.10.0-28-ämd64"', warn('literal-impossible')],
    ['"{{ .Values.kernel }} "', []],
  ])('%s', (literal, ids) => {
    expect(idsIn({ mapping: `literal: ${literal}\n${image}` })).toEqual(ids)
  })

  test('a blank at the end goes', () => {
    const text = (literal: string): string => modulePieces({ mapping: `literal: ${literal}\n${image}` })
    checkFix('kmm/literal-impossible', text('"5.10.0-28-amd64 "'), text('"5.10.0-28-amd64"'))
  })

  test('a pattern becomes a regexp', () => {
    const text = (key: string): string => modulePieces({ mapping: `${key}: '^5\\.14\\.'\n${image}` })
    checkFix('kmm/literal-regexp', text('literal'), text('regexp'))
  })
})

describe('arguments of modprobe', () => {
  const raw = (load: string): Pieces => ({ modprobe: `rawArgs:\n  load: ${load}\n  unload: [-r, a]` })
  const parameters = (list: string): Pieces => ({ modprobe: `moduleName: a\nparameters: ${list}` })
  test.each<[Pieces, readonly string[]]>([
    [raw('[-v, -d, /tmp/opt, a]'), []],
    [raw('[-vd, /opt, a]'), warn('raw-args-directory')],
    [raw('["--dirname=/opt", a]'), warn('raw-args-directory')],
    [raw('["-d /opt", a]'), [...warn('raw-args-directory'), ...warn('argument-several')]],
    [raw('[-a, a, b]'), warn('raw-args-all')],
    [raw('[-va, a, b]'), warn('raw-args-all')],
    [{ modprobe: 'moduleName: a\nargs: {load: [-v, -d, /opt]}' }, warn('args-directory')],
    [{ modprobe: 'moduleName: a\nargs: {load: [-v], unload: [-rd, /tmp/opt]}' }, []],
    [
      { modprobe: 'rawArgs: {load: [a], unload: [a]}\nparameters: [b=1]\nargs: {load: [-v]}' },
      warn('raw-args-alone', 2),
    ],
    [{ modprobe: 'rawArgs: {load: [a], unload: [a]}\nparameters: []\nargs: {}' }, []],
    [
      { modprobe: 'moduleName: a\nrawArgs: {load: [a], unload: [a]}\nparameters: [b=1]' },
      warn('raw-args-with-module-name'),
    ],
    [raw('[a, "x=$(cat /y)"]'), warn('argument-shell')],
    [parameters('[a=1, b=2]'), []],
    [parameters('["a=1 b=2"]'), warn('argument-several')],
    [parameters('["a=hello world"]'), []],
    [parameters(`['a="hello b=2"']`), []],
    [parameters(`["a='x'"]`), warn('argument-shell')],
    [parameters('[a=$HOME]'), warn('argument-shell')],
    [parameters('[debug]'), warn('parameter-form')],
    [parameters('[-v]'), warn('parameter-form')],
    [parameters('["debug = 1"]'), warn('parameter-form')],
    [{ modprobe: 'moduleName: a\nargs: {load: ["-v -f"]}' }, warn('argument-several')],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('fixes', () => {
    const text = (pieces: Pieces): string => modulePieces(pieces)
    checkFix('kmm/raw-args-directory', text(raw('[-vd, /opt, a]')), text(raw('[-vd, /tmp/opt, a]')))
    checkFix('kmm/argument-several', text(parameters('["max=1 min=2"]')), text(parameters('[max=1, min=2]')))
    checkFix('kmm/argument-several', text(parameters('\n  - max=1 min=2')), text(parameters('\n  - max=1\n  - min=2')))
    checkFix('kmm/argument-shell', text(parameters(`["max='x'"]`)), text(parameters('["max=x"]')))
  })
})

describe('names of modules', () => {
  test.each<[Pieces, readonly string[]]>([
    [{ modprobe: 'moduleName: a.ko' }, warn('module-file-name')],
    [{ modprobe: 'moduleName: /lib/a' }, warn('module-file-name')],
    [{ modprobe: 'moduleName: a b' }, warn('module-file-name')],
    [{ modprobe: 'moduleName: kmm-ci_a' }, []],
    [{ container: 'inTreeModulesToRemove: [nouveau.ko.xz]' }, warn('module-file-name')],
    [{ container: 'inTreeModulesToRemove: [snd_a, snd-a]' }, warn('in-tree-spelling')],
    [{ container: 'inTreeModulesToRemove: [drv-x]', modprobe: 'moduleName: drv_x' }, []],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('moduleName and the loading order stay together', () => {
    const text = (name: string): string =>
      modulePieces({ modprobe: `moduleName: ${name}\nmodulesLoadingOrder: [${name}, helper]` })
    checkFix('kmm/module-file-name', text('driver.ko'), text('driver'))
  })
})

describe('dirName', () => {
  test.each<[string, readonly string[]]>([
    ['/opt', []],
    ['/opt/', warn('dir-name')],
    ['/', []],
    ['/opt/lib/modules', warn('dir-name')],
    ['/opt/lib/modules-extra', []],
    ['opt', warn('dir-name')],
    ['""', warn('dir-name')],
  ])('%s', (dirName, ids) => {
    expect(idsIn({ modprobe: `moduleName: a\ndirName: ${dirName}` })).toEqual(ids)
  })

  test('is mended unless files to sign rely on it', () => {
    const text = (dirName: string): string => modulePieces({ modprobe: `moduleName: a\ndirName: ${dirName}` })
    checkFix('kmm/dir-name', text('opt/x/'), text('/opt/x'))
    checkFix('kmm/dir-name', text('/opt/lib/modules/'), text('/opt'))
    const relied = modulePieces({ modprobe: 'moduleName: a\ndirName: opt', container: sign.replace('/opt/a', 'opt/a') })
    expect(problemsIn(relied).find(({ id }) => id === 'kmm/dir-name')?.fixes).toEqual([])
  })
})

describe('build and sign', () => {
  const both = (more: string): Pieces => ({
    container: 'build: {dockerfileConfigMap: {name: d}, secrets: [{name: s}]}',
    mapping: `${one}\n${image}\nbuild:\n  dockerfileConfigMap: {name: d}\n  ${more}`,
  })
  test.each<[Pieces, readonly string[]]>([
    [both('buildArgs: [{name: A, value: b}]'), []],
    [both('kanikoParams: {tag: debug}'), warn('merge-ignored')],
    [both('kanikoParams: {tag: ""}'), []],
    [both('baseImageRegistryTLS: {}'), []],
    [both('selector: {a: b}'), warn('merge-ignored')],
    [both('secrets: [{name: s}]'), warn('secret-twice')],
    [both('secrets: [{name: t}, {name: t}]'), warn('secret-twice')],
    [both('buildArgs: [{name: MOD_NAME, value: b}]'), warn('build-arg-reserved')],
    [{ mapping: `${one}\n${image}\nbuild: {dockerfileConfigMap: {}}` }, warn('reference-empty')],
    [{ mapping: `${one}\n${image}\nbuild: {dockerfileConfigMap: {name: ""}}` }, warn('reference-empty')],
    [{ mapping: `${one}\n${image}\n${sign.replace('{name: k}', '{}')}` }, warn('reference-empty')],
    [{ mapping: `${one}\n${image}\nsign: {${keys}}` }, warn('sign-no-image')],
    [{ container: build, mapping: `${one}\n${image}\nsign: {${keys}}` }, []],
    [{ container: `sign: {unsignedImage: q.io/u:1, ${keys}}`, mapping: `${one}\n${image}\nsign: {${keys}}` }, []],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('fixes', () => {
    const text = (args: string): string => modulePieces(both(`buildArgs:\n${args}`))
    const left = '    - name: MODE\n      value: fast'
    checkFix('kmm/build-arg-reserved', text(`    - name: MOD_NAME\n      value: b\n${left}`), text(left))
    const merged = modulePieces(both('secrets: [{name: t}]\n  kanikoParams: {tag: debug}'))
    checkFix('kmm/merge-ignored', merged, modulePieces(both('secrets: [{name: t}]')))
  })
})

describe('selector and version', () => {
  const selector = (text: string): readonly string[] =>
    problemsIn(modulePieces({}).replace('  selector:\n    gpu: ""', `  selector: ${text}`)).map(({ id }) => id)
  test.each<[string, readonly string[]]>([
    ['{}', warn('selector-every-node')],
    ['{a: "b c"}', warn('selector-label')],
    ['{"a b": c}', warn('selector-label')],
    ['{"feature.node.kubernetes.io/pci-0300.present": "true"}', []],
  ])('%s', (text, ids) => {
    expect(selector(text)).toEqual(ids)
  })

  test('a version and dots in the name', () => {
    const dotted = { metadata: 'name: my.driver', container: 'version: "1.0"' }
    expect(idsIn({ metadata: 'name: my.driver' })).toEqual([])
    expect(idsIn(dotted)).toEqual(warn('version-name-dots'))
    checkFix('kmm/version-name-dots', modulePieces(dotted), modulePieces({ ...dotted, metadata: 'name: my-driver' }))
  })
})

describe('volumes', () => {
  const pod = (mount: string, volume: string): Pieces => ({
    spec: `devicePlugin:\n  container: {image: q.io/p:1, volumeMounts: [{name: ${mount}, mountPath: /a}]}\n  volumes: [{name: ${volume}, emptyDir: {}}]`,
  })
  test.each<[Pieces, readonly string[]]>([
    [pod('state', 'state'), []],
    [pod('stat', 'state'), warn('volume-mount-unknown')],
    [pod('other', 'state'), [...warn('volume-mount-unknown'), ...warn('volume-unused')]],
    [pod('kubelet-device-plugins', 'kubelet-device-plugins'), warn('volume-reserved')],
    [pod('a', 'a, emptyDir: {}}, {name: a'), warn('volume-twice')],
    [pod('a, mountPath: /a}, {name: b', 'a, emptyDir: {}}, {name: b'), warn('volume-twice')],
    [pod('a, mountPath: /b}, {name: b', 'a, emptyDir: {}}, {name: b'), []],
    [
      {
        spec: 'devicePlugin: {container: {image: q.io/p:1, volumeMounts: [{name: kubelet-device-plugins, mountPath: /a}]}}',
      },
      [],
    ],
  ])('%j', (pieces, ids) => {
    expect(idsIn(pieces)).toEqual(ids)
  })

  test('fix', () => {
    checkFix('kmm/volume-mount-unknown', modulePieces(pod('stat', 'state')), modulePieces(pod('state', 'state')))
  })
})

test('an object exported from a cluster has nothing wrong with it', () => {
  const exported = modulePieces({
    metadata:
      'name: drv\nnamespace: default\ngeneration: 3\nfinalizers: [kmm.node.kubernetes.io/module-finalizer]\ncreationTimestamp: null',
    container:
      "imagePullPolicy: IfNotPresent\ncontainerImage: ''\ninTreeModuleToRemove: ''\nregistryTLS: {}\nversion: ''\nbuild:\n  dockerfileConfigMap: {name: d}",
    modprobe: 'moduleName: drv\ndirName: /opt\nargs: {}\nparameters: []',
    mapping:
      "regexp: '^.+$'\nliteral: ''\ncontainerImage: q.io/a:${KERNEL_FULL_VERSION}\ninTreeModuleToRemove: ''\nregistryTLS: {}\nbuild:\n  baseImageRegistryTLS: {}\n  kanikoParams: {tag: ''}\n  dockerfileConfigMap: {name: d}",
  })
  const status = 'status:\n  moduleLoader: {availableNumber: 1, desiredNumber: 1, nodesMatchingSelectorNumber: 1}\n'
  const severe = problemsIn(exported + status).filter(({ id }) => id !== 'kmm/server-field')
  expect(severe.map(({ id, message }) => `${id}: ${message}`)).toEqual([])
})
