import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveModule } from '../../../server/core/kmm/effectiveModule.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { problemsIn } from '../../support/check.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { moduleOf } from '../../support/moduleText.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

function effective(text: string, kernel = '6.6.2-201.fc39.x86_64') {
  return effectiveModule(moduleOf(text).module, kernel, 'default')
}

const text = modulePieces({
  metadata: 'name: drv\nnamespace: kmm',
  container: `version: "1"
build:
  dockerfileConfigMap:
    name: file
  buildArgs:
    - name: B
      value: "1"`,
  mapping: `regexp: '^6\\.'
containerImage: quay.io/example/\${MOD_NAMESPACE}-\${MOD_NAME}:\${KERNEL_FULL_VERSION}
build:
  dockerfileConfigMap:
    name: other
  selector:
    arch: amd64
sign:
  keySecret:
    name: key
  certSecret:
    name: cert
  filesToSign:
    - /opt/lib/modules/\${KERNEL_FULL_VERSION}/\${MOD_NAME}drv.ko`,
})

test('templates are expanded, both levels merged, and comments say where things come from', () => {
  expect(effective(text, '6.6.87+')).toEqual({
    mapping: 0,
    text: `# Module kmm/drv as KMM uses it on nodes with kernel 6.6.87+
# KMM works with 6.6.87: it takes one + off the end
# Mapping 1 of 1 takes it: regexp ^6\\.
apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: drv
  namespace: kmm
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: drv
      version: "1"
      kernelMappings:
        - literal: 6.6.87
          # from quay.io/example/\${MOD_NAMESPACE}-\${MOD_NAME}:\${KERNEL_FULL_VERSION}
          containerImage: quay.io/example/kmm-drv:6.6.87
          # \`selector\` of the mapping is ignored: only the container's counts
          build:
            dockerfileConfigMap:
              name: other
            buildArgs:
              - name: B
                value: "1"
              # set by KMM
              - name: KERNEL_FULL_VERSION
                value: 6.6.87
              # set by KMM
              - name: KERNEL_VERSION
                value: 6.6.87
              # set by KMM
              - name: MOD_NAME
                value: drv
              # set by KMM
              - name: MOD_NAMESPACE
                value: kmm
          sign:
            keySecret:
              name: key
            certSecret:
              name: cert
            filesToSign:
              # from /opt/lib/modules/\${KERNEL_FULL_VERSION}/\${MOD_NAME}drv.ko
              - /opt/lib/modules/6.6.87/drv.ko
  selector:
    gpu: ""
`,
  })
})

test('a kernel that no mapping takes is told, and nothing else', () => {
  expect(effective(text, '5.14.0-570.el9.x86_64').text.split('\n')[1]).toBe(
    '# No kernel mapping takes this kernel: nothing is loaded on these nodes',
  )
})

test('of two mappings that take a kernel the first counts', () => {
  const two = text.replace(/ {8}-\n/, '        - regexp: fc39\n          containerImage: quay.io/a/b:1.0\n        -\n')
  expect(effective(two)).toMatchObject({
    mapping: 0,
    text: expect.stringContaining('# Mapping 1 of 2 takes it: regexp fc39'),
  })
  expect(effective(two, '6.6.87').mapping).toBe(1)
})

test('a template that cannot be expanded stays, and a kernel of two parts is told', () => {
  const broken = modulePieces({ mapping: 'regexp: .\ncontainerImage: quay.io/a/b:${KERNEL_X' })
  const found = effective(broken, '6.6').text
  expect(found).toContain(
    '# KMM fails to expand this: a closing brace is missing\n          containerImage: quay.io/a/b:${KERNEL_X',
  )
  expect(found).toContain('three parts')
})

test("on a hub, a Module's templates hold the namespace that the spokes get it in", () => {
  const hub = `apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1
kind: ManagedClusterModule
metadata: {name: drv}
spec:
  spokeNamespace: spoke
  selector: {a: b}
  moduleSpec:
    selector: {gpu: ""}
    moduleLoader:
      container:
        modprobe: {moduleName: drv}
        kernelMappings:
          - {regexp: ., containerImage: 'quay.io/a/\${MOD_NAMESPACE}:1'}
`
  expect(effective(hub).text).toContain('containerImage: quay.io/a/spoke:1')
})

test('what comes of a sound Module is a sound Module', () => {
  expect(problemsIn(effective(text).text).filter(({ severity }) => severity === 'error')).toEqual([])
})

test('any Module, however wrong, and any kernel come to sound YAML', () => {
  fc.assert(
    fc.property(
      mutatedModule,
      fc.string({ unit: fc.constantFrom('\n', '\r', '#', ':', ' ', '6', '.', '\u2028') }),
      fc.boolean(),
      (one, text, literal) => {
        // What looks like a template is none in a text that was rendered.
        if (one.includes('{{')) return
        for (const { module } of createLanguageService().modules({ uri: 'file:///a.yaml', text: one })) {
          const kernel = literal ? (module.kernelMappings[0]?.literal?.value ?? '6.6.87') : text
          const effective = effectiveModule(module, kernel, 'default')
          const problems = parseYaml(effective.text).documents.flatMap((document) => document.problems)
          expect(problems, effective.text).toEqual([])
        }
      },
    ),
    { numRuns: 200 },
  )
})
