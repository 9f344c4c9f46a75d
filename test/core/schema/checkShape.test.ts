import { describe, expect, test } from 'vitest'
import { checkFix, checkProblems, problemsIn } from '../../support/check.ts'
import { modulePieces } from '../../support/modulePieces.ts'

const idsIn = (text: string): readonly string[] => problemsIn(text).map((problem) => problem.id)

describe('unknown keys', () => {
  test('are told with the key that was meant, and renamed', () => {
    const text = (key: string): string => modulePieces({ modprobe: `moduleName: a\n${key}: [b=1]` })
    expect(problemsIn(text('paramters'))).toMatchObject([
      {
        id: 'kmm/unknown-key',
        message: '`paramters` is no field of `modprobe`: did you mean `parameters`?',
        refusal: { stage: 'typedPatch' },
      },
    ])
    checkFix('kmm/unknown-key', text('paramters'), text('parameters'))
    checkFix('kmm/unknown-key', text('PARAMETERS'), text('parameters'))
  })

  test('are told where they belong', () => {
    const [found] = problemsIn(modulePieces({ container: 'tolerations: []' }))
    expect(found?.message).toBe('`tolerations` is no field of `container`: it belongs under `spec`')
  })

  test('that only items of a list have are told so', () => {
    const [found] = problemsIn(modulePieces({ container: 'regexp: el9' }))
    expect(found?.message).toBe('`regexp` is no field of `container`: it belongs in an item of `kernelMappings`')
    expect(found?.fixes?.map(({ title }) => title)).toEqual(['Remove regexp'])
  })

  test('that items of several lists have is not sent to one of them', () => {
    const build = 'build: {dockerfileConfigMap: {name: d, key: Dockerfile}}'
    const [found] = problemsIn(modulePieces({ container: build }))
    expect(found?.message).toBe('`key` is no field of `dockerfileConfigMap`: remove it')
  })

  test('are moved to where they belong', () => {
    const text = (spec: string): string => `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: drv
spec:
  selector: {role: worker}
  moduleLoader:
${spec}`
    const mapping = '- literal: 6.6.2-201.fc39.x86_64\n'
    const titles = (before: string): readonly string[] =>
      problemsIn(text(before)).flatMap(({ id, fixes = [] }) =>
        id === 'kmm/unknown-key' ? fixes.map(({ title }) => title) : [],
      )
    checkFix(
      'kmm/unknown-key',
      text(
        `    # all kernels\n    kernelMappings:\n      ${mapping}        containerImage: q/x:1\n    container:\n      modprobe:\n        moduleName: drv\n`,
      ),
      text(
        `    container:\n      modprobe:\n        moduleName: drv\n      # all kernels\n      kernelMappings:\n        ${mapping}          containerImage: q/x:1\n`,
      ),
      'Move it under container',
    )
    const mappings = `      kernelMappings:\n        ${mapping}          containerImage: q/x:1\n`
    checkFix(
      'kmm/unknown-key',
      text(`    container:\n      modprobe:\n      moduleName: drv\n${mappings}`),
      text(`    container:\n      modprobe:\n        moduleName: drv\n${mappings}`),
      'Move it under modprobe',
    )
    checkFix(
      'kmm/unknown-key',
      text(
        `    container:\n      modprobe: {moduleName: drv}\n${mappings}          build:\n            dockerfileConfigMap: {name: d}\n            registryTLS: {insecure: true}\n`,
      ),
      text(
        `    container:\n      modprobe: {moduleName: drv}\n${mappings}          build:\n            dockerfileConfigMap: {name: d}\n          registryTLS: {insecure: true}\n`,
      ),
      'Move it beside build',
    )
    const both = `    containerImage: q/x:2\n    container:\n      containerImage: q/x:1\n      modprobe: {moduleName: drv}\n${mappings}`
    expect(titles(both)).toEqual(['Remove containerImage'])
  })

  test('that are right by the letter elsewhere are moved there rather than renamed', () => {
    const before = modulePieces({ modprobe: 'moduleName: a\nmoduleLoader: b' })
    const [found] = problemsIn(before).filter(({ id }) => id === 'kmm/unknown-key')
    expect(found?.message).toBe('`moduleLoader` is no field of `modprobe`: it belongs under `spec`')
  })

  test('are removed with their lines', () => {
    checkFix('kmm/unknown-key', modulePieces({ spec: 'zzz:\n  a: 1\n  b: 2' }), modulePieces({}), 'Remove zzz')
  })
})

describe('YAML 1.1', () => {
  test.each([
    ['5.10', 'kmm/yaml11-number', 'as the number `5.1`'],
    ['1_000', 'kmm/yaml11-number', 'as the number `1000`'],
    ['6', 'kmm/yaml11-number', 'as a number'],
    ['yes', 'kmm/yaml11-boolean', 'as the boolean `true`'],
    ['off', 'kmm/yaml11-boolean', 'as the boolean `false`'],
    ['true', 'kmm/yaml11-boolean', 'as a boolean'],
  ])('%s', (value, id, words) => {
    const text = (version: string): string => modulePieces({ container: `version: ${version}` })
    const [found, ...rest] = problemsIn(text(value))
    expect(rest).toEqual([])
    expect(found?.id).toBe(id)
    expect(found?.message).toContain(words)
    if (found !== undefined) checkFix(found.id, text(value), text(`"${value}"`))
  })
})

describe('types', () => {
  test.each([
    ['parameters: a=1', ['kmm/wrong-type']],
    ['parameters: {a: b}', ['kmm/wrong-type']],
    ['firmwarePath: [a]', ['kmm/wrong-type']],
    ['args: text', ['kmm/wrong-type']],
    ['parameters: []', []],
    ['args: {load: []}', ['kmm/too-few-items']],
    ['args: {load: [a]}', []],
    ['firmwarePath:', ['kmm/null-value']],
    ['parameters: [~]', ['kmm/null-value']],
  ])('%s: %j', (line, ids) => {
    expect(idsIn(modulePieces({ modprobe: `moduleName: a\n${line}` }))).toEqual(ids)
  })

  test('one text becomes a list of it', () => {
    const text = (value: string): string => modulePieces({ modprobe: `moduleName: a\nparameters: ${value}` })
    checkFix('kmm/wrong-type', text('a=1'), text('["a=1"]'))
  })

  test('numbers and booleans lose their quotes', () => {
    const tls = (value: string): string => modulePieces({ container: `registryTLS: {insecure: ${value}}` })
    checkFix('kmm/wrong-type', tls('"yes"'), tls('true'))
    const generation = (value: string): string => modulePieces({ spec: `imageRebuildTriggerGeneration: ${value}` })
    checkFix('kmm/wrong-type', generation('"3"'), generation('3'))
    expect(problemsIn(generation('1.5'))).toMatchObject([{ id: 'kmm/wrong-type', refusal: { stage: 'schema' } }])
  })

  test('quantities are numbers or text of their form', () => {
    const limits = (cpu: string): string =>
      modulePieces({ spec: `devicePlugin:\n  container: {image: a, resources: {limits: {cpu: ${cpu}}}}` })
    expect(['1', '"500m"', '1Gi'].map((cpu) => idsIn(limits(cpu)))).toEqual([[], [], []])
    expect(['abc', '[1]', 'true'].map((cpu) => idsIn(limits(cpu)))).toEqual([
      ['kmm/pattern'],
      ['kmm/wrong-type'],
      ['kmm/wrong-type'],
    ])
  })

  test('a null where a default stands is taken for it', () => {
    expect(idsIn(modulePieces({ spec: 'imageRepoSecret: {name: null}' }))).toEqual([])
  })
})

test('an empty list is begun', () => {
  const text = (mappings: string): string =>
    modulePieces({}).replace(/kernelMappings:\n.*\n.*\n.*\n/, () => `kernelMappings:${mappings}\n`)
  const item = '\n        - regexp: \'^.+$\'\n          containerImage: "quay.io/example/driver:${KERNEL_FULL_VERSION}"'
  checkFix('kmm/too-few-items', text(' []'), text(item))
})

describe('missing keys', () => {
  test('are told on the key above', () => {
    checkProblems(`apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: drv}
spec:
#^^^^ kmm/missing-key: lacks \`selector\`
  moduleLoader: {}
# ^^^^^^^^^^^^ kmm/missing-key: lacks \`container\`
`)
  })

  test('are begun with something that KMM takes', () => {
    const before =
      'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata: {name: drv}\nspec:\n  imageRepoSecret: {name: a} # b\n'
    checkFix('kmm/missing-key', before, `${before.trimEnd()}\n  selector:\n    node-role.kubernetes.io/worker: ""\n`)
    const image = modulePieces({ mapping: "regexp: '^.+$'" })
    const mended = modulePieces({
      mapping: 'regexp: \'^.+$\'\ncontainerImage: "quay.io/example/driver:${KERNEL_FULL_VERSION}"',
    })
    checkFix('kmm/missing-key', image, mended)
  })

  test('are begun in flow style too', () => {
    const text = (loader: string): string => modulePieces({ spec: `devicePlugin: ${loader}` })
    checkFix('kmm/missing-key', text('{}'), text('{container: {image: quay.io/example/device-plugin:latest}}'))
  })
})

describe('aliases', () => {
  test('a fault behind an anchor is told once', () => {
    const text = modulePieces({
      container: 'build: &b {dockerfileConfigMap: {name: 5}}',
      mapping: "regexp: '^.+$'\ncontainerImage: q/x:$KERNEL_VERSION\nbuild: *b",
    })
    expect(idsIn(text)).toEqual(['kmm/yaml11-number'])
  })

  test('an alias of the wrong type is told where it is used', () => {
    const text = modulePieces({
      container: 'version: &v "1"',
      mapping: "regexp: '^.+$'\ncontainerImage: q/x:$KERNEL_VERSION\nbuild: *v",
    })
    const [found] = problemsIn(text)
    expect(text.slice(found?.range.start, found?.range.end)).toBe('*v')
  })
})
