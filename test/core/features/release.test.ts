import { describe, expect, test } from 'vitest'
import { completion } from '../../../server/core/features/completion.ts'
import { problems } from '../../../server/core/features/diagnostics.ts'
import { hover } from '../../../server/core/features/hover.ts'
import type { Problem } from '../../../server/core/features/problem.ts'
import { noClusterFacts } from '../../../server/core/kmm/clusterFacts.ts'
import { newestRelease, type TargetRelease } from '../../../server/core/kmm/release.ts'
import { kmmReleases } from '../../../server/core/schema/schemaColumn.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { applyEdits } from '../../support/check.ts'
import { hoverText } from '../../support/checkHover.ts'

const upstream = (version: string): TargetRelease => ({ version, edition: 'upstream' })
const openshift = (version: string): TargetRelease => ({ version, edition: 'openshift' })

const found = (text: string, target?: TargetRelease): readonly Problem[] =>
  parseYaml(text).documents.flatMap((document) => problems(document, { namespace: 'default', target }))
const said = (text: string, target?: TargetRelease): readonly string[] =>
  found(text, target).map(({ id, severity, message }) => `${severity} ${id}: ${message}`)

const module = (spec: string, container = ''): string => `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: driver
spec:
  selector: {node-role.kubernetes.io/worker: ""}
${spec}  moduleLoader:
    container:
${container}      modprobe:
        moduleName: driver
      kernelMappings:
        - regexp: '^.+$'
          containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}
`

test('the newest release is the newest that the schema table has', () => {
  expect(kmmReleases.at(-1)).toBe(newestRelease.version)
})

describe('a field', () => {
  const tolerations = module('  tolerations:\n    - key: a\n      operator: Exists\n')

  test('newer than the target is refused, and the message says since when it exists', () => {
    expect(said(tolerations, upstream('2.2.1'))).toEqual([
      'error kmm/field-newer: `tolerations` exists since KMM 2.3; KMM 2.2.1 refuses it',
    ])
    expect(said(tolerations, openshift('2.2'))).toEqual([
      "error kmm/field-newer: `tolerations` exists since KMM 2.3; OpenShift's KMM 2.2 refuses it",
    ])
    expect(said(tolerations, upstream('2.3'))).toEqual([])
    expect(said(tolerations)).toEqual([])
  })

  test('is taken out by the fix', () => {
    const [problem] = found(tolerations, upstream('1.0'))
    expect(applyEdits(tolerations, problem?.fixes?.[0]?.edits ?? [])).toBe(module(''))
  })

  test('that went says up to when it existed', () => {
    const text =
      'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidationOCP\nmetadata: {name: a}\nspec: {releaseImage: q/x:1}\n'
    expect(said(text, openshift('2.3'))).toEqual([])
    expect(said(text, openshift('2.4'))).toEqual([
      "error kmm/field-newer: `releaseImage` existed up to KMM 2.3; OpenShift's KMM 2.4 refuses it: use `kernelVersion` and, for builds with the Driver Toolkit, `dtkImage`",
      'error kmm/missing-key: `spec` lacks `kernelVersion`, which is required',
    ])
  })

  test('required by an older release is asked for there only', () => {
    const text = module('').replace(/ {2}moduleLoader:[\s\S]*/, '  devicePlugin: {container: {image: "q/x:1"}}\n')
    expect(said(text, upstream('2.4'))).toEqual([])
    expect(said(text, upstream('2.3'))).toEqual([
      'error kmm/missing-key: `spec` lacks `moduleLoader`, which is required',
    ])
  })

  test('that the schema of an older release misses is told of once', () => {
    const text = module('').replace('moduleName: driver', 'dirName: /opt')
    const missing = 'error kmm/missing-key: `modprobe` lacks `moduleName`, which is required'
    const refused =
      'error kmm/module-name-missing: Set `moduleName`, the module to load: KMM refuses a Module that does not say what to load'
    expect(said(text, upstream('1.1'))).toEqual([missing])
    expect(said(text, upstream('2.0'))).toEqual([refused])
    const empty = module('').replace('moduleName: driver', 'moduleName: ""')
    expect(said(empty, upstream('1.1'))).toEqual([refused])
  })

  test('that OpenShift ignores is a warning there', () => {
    const text = module('', '      build: {dockerfileConfigMap: {name: d}, kanikoParams: {tag: v1}}\n')
    expect(said(text, openshift('2.6'))).toEqual([
      "warning kmm/field-ignored: OpenShift's KMM does not look at `kanikoParams`: its builds go without",
    ])
    expect(said(text, upstream('2.6'))).toEqual([])
    const registry = (settings: string): string => module('', `      registryTLS: ${settings}\n`)
    expect(said(registry('{insecure: true}'), openshift('2.4.1'))).toEqual([
      "warning kmm/field-ignored: OpenShift's KMM does not look at `registryTLS`: its builds go without",
    ])
    expect(said(registry('{insecure: true}'), openshift('2.3'))).toEqual([])
    expect(said(registry('{insecure: true}'), upstream('2.4.1'))).toEqual([])
    expect(said(registry('{}'), openshift('2.6'))).toEqual([])
  })

  test('is explained with what the target lacks', () => {
    const [document] = parseYaml(tolerations).documents
    const at = tolerations.indexOf('tolerations')
    const about = (target?: TargetRelease) => document && hover(document, at, { target })?.markdown
    expect(about(upstream('2.2'))).toMatch(/^\*\*KMM 2\.2 does not have this field\.\*\*\n\n\*\*tolerations\*\*/)
    expect(about()).toMatch(/^\*\*tolerations\*\*/)
  })

  test('is offered where the target has it', () => {
    const text = module('  \n')
    const [document] = parseYaml(text).documents
    const offered = (target?: TargetRelease) =>
      document &&
      completion(document, text.indexOf('  \n') + 2, { cluster: noClusterFacts, target }).map(({ label }) => label)
    expect(offered()).toContain('dra')
    expect(offered(upstream('2.6'))).not.toContain('dra')
    expect(offered(upstream('2.6'))).toContain('tolerations')
  })
})

describe('a rule', () => {
  const named = (length: number): string => module('').replace('driver', 'd'.repeat(length))

  test('holds in the releases that have it', () => {
    const ids = (text: string, target: TargetRelease) => found(text, target).map(({ id }) => id)
    const untagged = module('').replace(/:\$\{KERNEL_FULL_VERSION\}/, '')
    expect(ids(untagged, upstream('2.2'))).toContain('kmm/image-no-tag')
    expect(ids(untagged, upstream('2.1.1'))).not.toContain('kmm/image-no-tag')
    expect(ids(named(34), upstream('2.6'))).toContain('kmm/name-too-long')
    expect(ids(named(34), upstream('2.7'))).not.toContain('kmm/name-too-long')
    expect(ids(named(35), upstream('2.7'))).toContain('kmm/name-too-long')
  })

  test('about hostPath differs between editions', () => {
    const text = module(
      '  devicePlugin:\n    container: {image: "q/x:1", volumeMounts: [{name: v, mountPath: /v}]}\n    volumes: [{name: v, hostPath: {path: /run/x}}]\n',
    )
    const has = (target: TargetRelease) => found(text, target).some(({ id }) => id === 'kmm/host-path')
    expect(has(upstream('2.7'))).toBe(false)
    expect(has(openshift('2.6'))).toBe(true)
    expect(has(openshift('2.4'))).toBe(false)
    expect(has(upstream('2.6'))).toBe(false)
  })
})

describe('a kind', () => {
  const boot = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: BootModuleConfig
metadata: {name: early}
spec:
  machineConfigName: early
  machineConfigPoolName: worker
  kernelModuleImage: quay.io/example/driver
  kernelModuleName: driver
`

  test('that only OpenShift has is judged as its own until somebody says otherwise', () => {
    expect(said(boot)).toEqual([])
    expect(said(boot, openshift('2.5'))).toEqual([])
    expect(said(boot, upstream('2.6'))).toEqual([
      "error kmm/kind-not-served: KMM 2.6 serves no `BootModuleConfig`: only OpenShift's KMM has it",
    ])
    expect(said(boot, openshift('2.4'))).toEqual([
      "error kmm/kind-not-served: OpenShift's KMM 2.4 serves no `BootModuleConfig`: it exists since KMM 2.5",
    ])
  })

  test('whose version came later is turned to the older one', () => {
    const text =
      'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: a}\nspec: {kernelVersion: 6.6.2}\n'
    const [problem] = found(text, upstream('2.0'))
    expect(problem?.id).toBe('kmm/kind-not-served')
    const mended = applyEdits(text, problem?.fixes?.[0]?.edits ?? [])
    expect(said(mended, upstream('2.0'))).toEqual([])
  })

  test('that the operator writes says so', () => {
    const text = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: NodeModulesConfig\nmetadata: {name: node-a}\nspec: {}\n'
    expect(said(text)).toEqual([
      "information kmm/operator-owned: KMM's operator writes every `NodeModulesConfig` from the Modules and overwrites what others change in it",
    ])
  })
})

describe('a preflight', () => {
  const preflight = (kernel: string, version = 'v1beta2'): string =>
    `apiVersion: kmm.sigs.x-k8s.io/${version}\nkind: PreflightValidation\nmetadata: {name: a}\nspec: {kernelVersion: "${kernel}"}\n`

  test.each([
    ['6.6.2-201.fc39.x86_64', []],
    ['5-14,0', []],
    ['6.6', ['kmm/kernel-version']],
    ['', ['kmm/kernel-version']],
  ])('for "%s"', (kernel, ids) => {
    expect(found(preflight(kernel)).map(({ id }) => id)).toEqual(ids)
    expect(found(preflight(kernel), upstream('2.3'))).toEqual([])
    expect(found(preflight(kernel, 'v1beta1')).map(({ id }) => id)).toEqual(['kmm/version-deprecated'])
    expect(found(preflight(kernel, 'v1beta1'), upstream('2.0.2'))).toEqual([])
  })

  test('in its old version becomes the new one, unless its status tells of the old', () => {
    const old = preflight('6.6.2-201.fc39.x86_64', 'v1beta1')
    const [problem] = found(old)
    expect(applyEdits(old, problem?.fixes?.[0]?.edits ?? [])).toBe(preflight('6.6.2-201.fc39.x86_64'))
    expect(found(`${old}status: {crStatuses: {}}\n`)[0]?.fixes).toEqual([])
  })

  test('for a kernel with a `+` at its end', () => {
    const [problem] = found(preflight('6.6.2-cos+'))
    expect(problem?.message).toContain('so the preflight looks for other images than the nodes will')
    expect(applyEdits(preflight('6.6.2-cos+'), problem?.fixes?.[0]?.edits ?? [])).toBe(preflight('6.6.2-cos'))
  })
})

describe('a file from before KMM 1.0', () => {
  const old = `apiVersion: kmm.sigs.k8s.io/v1beta1
kind: Module
metadata:
  name: driver
  namespace: drivers
spec:
  selector: {node-role.kubernetes.io/worker: ""}
  driverContainer:
    container:
      modprobe:
        moduleName: driver
      kernelMappings:
        - regexp: '^.+$'
          containerImage: quay.io/example/driver:1.0
          build:
            dockerfile: |
              FROM ubi9

              RUN make
            pull: {insecure: true}
            push:
              insecure: true
      pull:
        insecureSkipTLSVerify: true
`

  const mended = (before: string): string => {
    let text = before
    for (let round = 0; round < 9; round += 1) {
      const errors = found(text).filter(({ severity }) => severity === 'error')
      if (errors.length === 0) return text
      const preferred = errors.flatMap(({ fixes = [] }) => fixes.filter((fix) => fix.preferred))[0]
      if (preferred === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
      text = applyEdits(text, preferred.edits)
    }
    return text
  }

  test('gets today’s form by its fixes', () => {
    const text = mended(old)
    expect(text).toContain('kmm.sigs.x-k8s.io/v1beta1')
    expect(text).toContain('  moduleLoader:\n')
    expect(text).toContain(
      'dockerfileConfigMap:\n              name: driver-dockerfile\n            baseImageRegistryTLS:',
    )
    expect(text).toContain(
      '            baseImageRegistryTLS: {insecure: true}\n          registryTLS:\n            insecure: true\n',
    )
    expect(text).toContain('      registryTLS:\n        insecureSkipTLSVerify: true\n')
    expect(text.slice(text.indexOf('---'))).toBe(
      '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: driver-dockerfile\n  namespace: drivers\ndata:\n  dockerfile: |\n    FROM ubi9\n\n    RUN make\n',
    )
  })
})

describe('what went', () => {
  test('says what came in its place', () => {
    const preflight = `apiVersion: kmm.sigs.x-k8s.io/v1beta2
kind: PreflightValidationOCP
metadata: {name: next}
spec:
  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64
  releaseImage: quay.io/example/release:1.0
`
    expect(found(preflight).map(({ message }) => message)).toEqual([
      "`releaseImage` existed up to KMM 2.3; OpenShift's KMM 2.7 refuses it: use `kernelVersion` and, for builds with the Driver Toolkit, `dtkImage`",
    ])
    expect(hoverText(preflight.replace('releaseImage', 'release$$0Image'))).toContain(
      "**OpenShift's KMM 2.7 does not have this field.**\n\n**releaseImage** — OpenShift release to upgrade to",
    )
  })

  test('as a kind is today’s kind in one step', () => {
    const [problem] = found('apiVersion: kmm.sigs.k8s.io/v1alpha1\nkind: DriverContainer\nmetadata: {name: a}\n')
    expect(problem?.message).toBe('KMM had a kind `DriverContainer` before 1.0; what it did a `Module` does today')
    expect(problem?.fixes?.[0]?.edits.map(({ newText }) => newText)).toEqual(['kmm.sigs.x-k8s.io/v1beta1', 'Module'])
  })

  test('before 1.0 is explained on hover, too', () => {
    expect(hoverText(module('').replace('moduleLoader', 'driver$$0Container'))).toContain(
      'Before KMM 1.0 `moduleLoader` was called `driverContainer`: rename it.',
    )
  })
})

describe('a BootModuleConfig', () => {
  const boot = (image: string, name = 'driver'): string =>
    `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: BootModuleConfig
metadata: {name: a}
spec: {machineConfigName: a, machineConfigPoolName: worker, kernelModuleName: ${name}, kernelModuleImage: ${image}}
`

  test.each([
    ['quay.io/example/driver', []],
    ['registry:5000/driver', []],
    ['quay.io/example/driver:1.0', ['kmm/boot-image-tag']],
    ['"quay.io/example/driver:$KERNEL_FULL_VERSION"', ['kmm/boot-image-tag']],
    [
      'registry:5000/driver@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      ['kmm/boot-image-tag'],
    ],
  ])('of image %s', (image, ids) => {
    expect(found(boot(image)).map(({ id }) => id)).toEqual(ids)
    for (const problem of found(boot(image))) {
      expect(found(applyEdits(boot(image), problem.fixes?.[0]?.edits ?? []))).toEqual([])
    }
  })

  test('of a file', () => {
    const text = boot('quay.io/example/driver', 'driver.ko.xz')
    const [problem] = found(text)
    expect(problem?.id).toBe('kmm/module-file-name')
    expect(applyEdits(text, problem?.fixes?.[0]?.edits ?? [])).toBe(boot('quay.io/example/driver'))
  })
})

describe('a ManagedClusterModule', () => {
  const hub = module('')
    .replace('kmm.sigs', 'hub.kmm.sigs')
    .replace('kind: Module', 'kind: ManagedClusterModule')
    .replace('spec:\n', 'spec:\n  spokeNamespace: drivers\n  selector: {a: b}\n  moduleSpec:\n')
    .replace(
      /(moduleSpec:\n)([\s\S]*)/,
      (_, head: string, rest: string) => `${head}${rest.replace(/^/gm, '  ').trimEnd()}\n`,
    )

  test('is judged as the Module in it', () => {
    expect(said(hub)).toEqual([])
    expect(found(hub.replace(':${KERNEL_FULL_VERSION}', '')).map(({ id }) => id)).toContain('kmm/image-no-tag')
    expect(found(hub.replace('- regexp', '- literal: x\n            regexp')).map(({ id }) => id)).toContain(
      'kmm/literal-and-regexp',
    )
  })

  test('from before KMM 1.0 says where its Module goes', () => {
    const [problem] = found(hub.replace('spokeNamespace', 'jobNamespace')).filter(({ id }) => id === 'kmm/old-key')
    expect(problem?.fixes?.map(({ title }) => title)).toEqual(['Rename to spokeNamespace', 'Remove jobNamespace'])
    const both = hub.replace('spokeNamespace: drivers', 'spokeNamespace: drivers\n  jobNamespace: builds')
    const titles = found(both).flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))
    expect(titles).toEqual(['Remove jobNamespace'])
  })

  test('has no name limit of its own, and says which variable differs on its clusters', () => {
    expect(said(hub.replace('name: driver', `name: ${'d'.repeat(60)}`))).toEqual([])
    expect(said(hub.replace('KERNEL_FULL_VERSION}', 'KERNEL_FULL_VERSION}-$MOD_NAMESPACE'))).toEqual([
      expect.stringContaining('warning kmm/hub-mod-namespace: `MOD_NAMESPACE`'),
    ])
  })
})
