import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CompletionSurroundings, completionDocumentation } from '../../../server/core/features/completion.ts'
import { kindSnippets } from '../../../server/core/features/kindSnippets.ts'
import { mappingSnippets, moduleSnippets } from '../../../server/core/features/moduleSnippets.ts'
import { type ClusterFacts, noClusterFacts } from '../../../server/core/kmm/clusterFacts.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { nodeAt } from '../../../server/core/yaml/yamlPath.ts'
import { problemsIn } from '../../support/check.ts'
import { applied, checkCompletion, completionsIn, itemsAt, labelsAt } from '../../support/checkCompletion.ts'
import { cursorIn } from '../../support/cursor.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { mutatedModule, richModule } from '../../support/mutatedModule.ts'

const head = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: drv\n'
const container = `${head}spec:\n  moduleLoader:\n    container:\n`

const cluster: ClusterFacts = {
  ...noClusterFacts,
  target: { context: 'kind-dev', server: 'https://127.0.0.1:6443', user: 'dev', namespace: 'drivers' },
  nodes: new Map([
    [
      'node-role.kubernetes.io/worker=',
      {
        state: 'known',
        value: [
          { name: 'node-a', kernel: '6.6.2-201.fc39.x86_64', ready: true },
          { name: 'node-b', kernel: '5.15.133+', ready: true },
          { name: 'node-c', kernel: '5.15.133+', ready: true },
        ],
      },
    ],
  ]),
}
const connected: CompletionSurroundings = { cluster }

describe('keys', () => {
  test('required first, then usual, then the rest, deprecated last', () => {
    expect(labelsAt(`${container}      $0`)).toMatchInlineSnapshot(`
      [
        "modprobe",
        "kernelMappings",
        "imagePullPolicy",
        "inTreeModulesToRemove",
        "version",
        "build",
        "sign",
        "containerImage",
        "registryTLS",
        "inTreeModuleToRemove",
      ]
    `)
    expect(labelsAt(`${container}      kernelMappings:\n        - $0`)).toMatchInlineSnapshot(`
      [
        "regexp",
        "containerImage",
        "literal",
        "build",
        "sign",
        "inTreeModulesToRemove",
        "registryTLS",
        "inTreeModuleToRemove",
      ]
    `)
  })

  test('only those that are not there yet, above and below', () => {
    expect(labelsAt(`${head}spec:\n  moduleLoader: {}\n  $0\n  selector: {}\n  dra: {}\n`)).toMatchInlineSnapshot(`
      [
        "imageRepoSecret",
        "tolerations",
        "imageRebuildTriggerGeneration",
        "devicePlugin",
      ]
    `)
  })

  test('bring what they require, indented', () => {
    checkCompletion(
      `${head}spec:\n  mod$0\n  selector: {}\n`,
      'moduleLoader',
      `${head}spec:\n  moduleLoader:\n    container:\n      modprobe:\n        moduleName: \n      kernelMappings:\n        - regexp: '^.+$'\n          containerImage: \n  selector: {}\n`,
    )
  })

  test('offer places to fill in, dollars of the text escaped', () => {
    const item = itemsAt(`${container}      kernelM$0`).find((one) => one.label === 'kernelMappings')
    expect(item?.snippet).toBe("kernelMappings:\n        - regexp: '${1:^.+\\$}'\n          containerImage: ${2}")
  })

  test('at the root, without a line break at the end', () => {
    checkCompletion(
      `${head}sp$0`,
      'spec',
      `${`${head}spec:`}\n  moduleLoader:\n    container:\n      modprobe:\n        moduleName: \n      kernelMappings:\n        - regexp: '^.+$'\n          containerImage: \n  selector:\n    node-role.kubernetes.io/worker: ""`,
    )
  })

  test('behind a dash, with and without its space, and further down in the item', () => {
    const mappings = `${container}      kernelMappings:\n`
    const build = 'build:\n            dockerfileConfigMap:\n              name: '
    checkCompletion(`${mappings}        - bu$0`, 'build', `${mappings}        - ${build}`)
    checkCompletion(`${mappings}        -$0`, 'literal', `${mappings}        - literal: `)
    checkCompletion(
      `${mappings}        - literal: a\n          $0\n        - literal: b\n`,
      'build',
      `${mappings}        - literal: a\n          ${build}\n        - literal: b\n`,
    )
  })

  test('below a key that ends its line, and beside lists that are not indented', () => {
    checkCompletion(`${head}spec:$0`, 'imageRepoSecret', `${head}spec:\n  imageRepoSecret:\n    name: `)
    checkCompletion(`${head}spec: $0`, 'imageRepoSecret', `${head}spec:\n  imageRepoSecret:\n    name: `)
    const flush = `${head}spec:\n  tolerations:\n  - key: a\n  devicePlugin:\n    container:\n      image: a\n`
    checkCompletion(`${flush}      en$0`, 'env', `${flush}      env:\n      - name: \n        value: `)
    checkCompletion(`${flush}      env:$0`, '- name:', `${flush}      env:\n      - name: \n        value: `)
  })

  test('in a document that indents by four', () => {
    const four = `${head.replace('  name', '    name')}spec:\n`
    checkCompletion(`${four}    imageR$0`, 'imageRepoSecret', `${four}    imageRepoSecret:\n        name: `)
  })

  test('keep the line breaks of the document', () => {
    const text = `${container}      build$0\n`.replaceAll('\n', '\r\n')
    checkCompletion(
      text,
      'build',
      `${container}      build:\n        dockerfileConfigMap:\n          name: \n`.replaceAll('\n', '\r\n'),
    )
  })

  test('that have a colon are only renamed', () => {
    checkCompletion(`${head}spec:\n  sel$0: {a: b}\n`, 'selector', `${head}spec:\n  selector: {a: b}\n`)
    checkCompletion(`${head}spec:\n  sel$0ectr: {a: b}\n`, 'selector', `${head}spec:\n  selector: {a: b}\n`)
  })

  test('on an empty line move beside their siblings', () => {
    checkCompletion(
      `${head}spec:\n$0\n  selector: {}\n`,
      'imageRepoSecret',
      `${head}spec:\n  imageRepoSecret:\n    name: \n  selector: {}\n`,
    )
    checkCompletion(
      `${head}spec:\n    selector: {}\n  $0`,
      'imageRepoSecret',
      `${head}spec:\n    selector: {}\n    imageRepoSecret:\n      name: `,
    )
  })

  test('in brackets, on one line or more, closed or not', () => {
    checkCompletion(
      `${head}spec: {mod$0`,
      'moduleLoader',
      `${head}spec: {moduleLoader: {container: {modprobe: {moduleName: }, kernelMappings: [{regexp: '^.+$', containerImage: }]}}`,
    )
    checkCompletion(
      `${head}spec: {selector: {}, $0}`,
      'imageRepoSecret',
      `${head}spec: {selector: {}, imageRepoSecret: {name: }}`,
    )
    checkCompletion(
      `${head}spec: {\n  selector: {},\n  $0\n}\n`,
      'dra',
      `${head}spec: {\n  selector: {},\n  dra: {driverName: , container: {image: }}\n}\n`,
    )
    expect(labelsAt(`${head}spec: {tolerations: [{key: a, $0, effect: b}]}`)).toEqual([
      'operator',
      'value',
      'tolerationSeconds',
    ])
  })

  test('in brackets before others keep them apart', () => {
    checkCompletion(
      `${head}spec: {$0 selector: {}}`,
      'imageRepoSecret',
      `${head}spec: {imageRepoSecret: {name: }, selector: {}}`,
    )
    checkCompletion(
      `${head}spec: {dra: {},$0 selector: {}}`,
      'imageRepoSecret',
      `${head}spec: {dra: {}, imageRepoSecret: {name: }, selector: {}}`,
    )
  })

  test('in JSON keep its quotes', () => {
    const json = '{"apiVersion": "kmm.sigs.x-k8s.io/v1beta1", "kind": "Module", "spec": {"imageR'
    checkCompletion(`${json}$0"}}`, 'imageRepoSecret', `${json.slice(0, -6)}imageRepoSecret": {"name": ""}}}`)
  })

  test('of a ManagedClusterModule and of its moduleSpec', () => {
    const hub = 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\nspec:\n'
    expect(labelsAt(`${hub}  $0`)).toEqual(['moduleSpec', 'spokeNamespace', 'selector'])
    expect(labelsAt(`${hub}  moduleSpec:\n    $0`)).toContain('moduleLoader')
  })

  test('in a second document, after broken lines and behind a null', () => {
    expect(labelsAt(`kind: Pod\nspec: [\n---\n${head}spec:\n  $0\n`)).toContain('moduleLoader')
    expect(labelsAt(`${head}metadata\nspec:\n  selector: "a\n  $0\n`)).toContain('moduleLoader')
    expect(labelsAt(`${head}spec: ~\nst$0`)).toEqual(['spec', 'status'].slice(1))
  })

  test('carry their documentation lazily', () => {
    const item = itemsAt(`${head}spec:\n  $0`).find((one) => one.label === 'selector')
    expect(item?.detail).toBe('Labels that a node must have')
    expect(item?.about && completionDocumentation(item.about, undefined)).toContain(
      'map of strings · **required** · since KMM 1.0',
    )
  })
})

describe('nothing', () => {
  test.each([
    ['in a comment', `${head}# sp$0`],
    ['in a comment behind a value', `${head}spec: {} # a$0`],
    ['in a block scalar', `${head}spec:\n  moduleLoader:\n    serviceAccountName: |\n      spe$0\n`],
    ['in an empty line of a block scalar', `${head}x:\n  y: |\n    a\n$0\n    b\n`],
    ['in a quoted text of two lines', `${head}spec:\n  moduleLoader:\n    serviceAccountName: "a\n      $0 b"\n`],
    ['below a value', `${container}      imagePullPolicy: Always\n        $0`],
    ['below brackets', `${head}spec: {}\n  $0`],
    ['behind a value', `${container}      imagePullPolicy: Always   $0`],
    ['in a document of another kind', 'apiVersion: v1\nkind: Pod\nspec:\n  $0'],
    ['before the text of a line', `${head} $0 spec: {}`],
    ['in a template action', `${head}spec:\n  moduleLoader: {{ $0 }}\n`],
    ['at an alias', `${container}      imagePullPolicy: *a$0`],
    ['behind a document marker', `${head}---$0`],
    ['below an unknown key', `${head}spec:\n  lifecycle:\n    $0`],
  ])('%s', (_, marked) => {
    expect(labelsAt(marked)).toEqual([])
  })
})

describe('values', () => {
  test('that Kubernetes knows, though the schema lists none', () => {
    expect(labelsAt(`${container}      imagePullPolicy: $0`)).toEqual(['Always', 'IfNotPresent', 'Never'])
    expect(labelsAt(`${head}spec:\n  tolerations:\n    - operator: $0`)).toEqual(['Exists', 'Equal'])
    expect(labelsAt(`${head}spec:\n  tolerations:\n    - {effect: $0}`)).toEqual([
      'NoSchedule',
      'NoExecute',
      'PreferNoSchedule',
    ])
    expect(labelsAt(`${container}      registryTLS:\n        insecure: $0`)).toEqual(['true', 'false'])
  })

  test('take the place of what is there, in its quotes', () => {
    checkCompletion(
      `${container}      imagePullPolicy: Ne$0ver # x`,
      'Always',
      `${container}      imagePullPolicy: Always # x`,
    )
    checkCompletion(`${container}      imagePullPolicy: "$0"`, 'Always', `${container}      imagePullPolicy: "Always"`)
    checkCompletion(
      `${container}      imagePullPolicy: 'Al$0\n`,
      'Always',
      `${container}      imagePullPolicy: 'Always'\n`,
    )
    checkCompletion(`${container}      imagePullPolicy:$0`, 'Always', `${container}      imagePullPolicy: Always`)
  })

  test('kind and apiVersion', () => {
    expect(labelsAt('kind: Mo$0').slice(0, 2)).toEqual(['Module', 'BootModuleConfig'])
    expect(labelsAt('apiVersion: $0\nkind: ManagedClusterModule')).toEqual(['hub.kmm.sigs.x-k8s.io/v1beta1'])
    expect(labelsAt('apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: $0')).toEqual(['ManagedClusterModule'])
    expect(labelsAt('apiVersion: kmm.sigs.x-k8s.io/v1beta1\n$0')).toEqual(['kind'])
  })

  test('names of volumes and modules of the same document', () => {
    const plugin = `${head}spec:\n  devicePlugin:\n    volumes:\n      - name: dev\n      - name: sys\n    container:\n      volumeMounts:\n        - name: $0`
    expect(labelsAt(plugin)).toEqual(['dev', 'sys'])
    const probe = `${container}      modprobe:\n        moduleName: my_driver\n        modulesLoadingOrder:\n`
    checkCompletion(`${probe}          - $0`, 'my_driver', `${probe}          - my_driver`)
    checkCompletion(`${probe}          $0`, '- my_driver', `${probe}          - my_driver`)
    expect(labelsAt(`${probe}          - my_driver\n          - $0`)).toEqual([])
  })

  test("the context's namespace", () => {
    expect(labelsAt('kind: Module\nmetadata:\n  namespace: $0', connected)).toEqual(['drivers'])
  })
})

describe('template variables', () => {
  const mapping = `${container}      kernelMappings:\n`

  test('behind a dollar, a brace or the colon of a tag', () => {
    const expected = `${mapping}        - containerImage: q.io/a:\${KERNEL_XYZ}`
    for (const typed of ['', '$', '${', '${KERNEL', '$KER']) {
      checkCompletion(`${mapping}        - containerImage: q.io/a:${typed}$0`, '${KERNEL_XYZ}', expected)
    }
    checkCompletion(
      `${mapping}        - containerImage: "q.io/a:\${KER$0NEL}-x"`,
      '${KERNEL_XYZ}',
      `${mapping}        - containerImage: "q.io/a:\${KERNEL_XYZ}-x"`,
    )
  })

  test('without braces where brackets would end the value', () => {
    const flow = `${head}spec: {moduleLoader: {container: {containerImage: q.io/a:`
    checkCompletion(`${flow}$$0}}}`, '$KERNEL_XYZ', `${flow}$KERNEL_XYZ}}}`)
  })

  test('not behind two dollars, not where nothing is filled in, fewer for signing', () => {
    expect(labelsAt(`${mapping}        - containerImage: q.io/a:$$$0`)).toEqual([])
    expect(labelsAt(`${head}spec:\n  devicePlugin:\n    container:\n      image: q.io/a:$0`)).toEqual([])
    const sign = labelsAt(`${container}      sign:\n        filesToSign:\n          - /opt/$0`)
    expect(sign).toContain('${KERNEL_FULL_VERSION}')
    expect(sign).not.toContain('${MOD_NAME}')
  })
})

describe('from the cluster', () => {
  const mapping = `${container}      kernelMappings:\n`
  const selector = '  selector:\n    node-role.kubernetes.io/worker: ""\n'

  test('kernels for a literal, without the plus, those not served yet first', () => {
    const marked = `${mapping}        - regexp: ^5\\.15\n          containerImage: a:b\n        - literal: $0\n${selector}`
    expect(itemsAt(marked, connected).map((item) => `${item.label}: ${item.detail}`)).toEqual([
      '6.6.2-201.fc39.x86_64: node node-a',
      '5.15.133: 2 nodes, served by another mapping',
    ])
  })

  test('regexps for exactly one kernel, in single quotes', () => {
    checkCompletion(
      `${mapping}        - regexp: $0`,
      '^5\\.15\\.133$',
      `${mapping}        - regexp: '^5\\.15\\.133$'`,
      connected,
    )
    checkCompletion(
      `${mapping}        - regexp: "$0"`,
      '^5\\.15\\.133$',
      `${mapping}        - regexp: "^5\\\\.15\\\\.133$"`,
      connected,
    )
  })

  test('labels for the selector, else usual ones', () => {
    expect(labelsAt(`${head}spec:\n  selector:\n    $0`)[0]).toBe('node-role.kubernetes.io/worker: ""')
    checkCompletion(
      `${head}spec:\n  selector:\n    node$0`,
      'node-role.kubernetes.io/worker: ""',
      `${head}spec:\n  selector:\n    node-role.kubernetes.io/worker: ""`,
    )
    const labels = new Map([['gpu.example.com/present', new Map([['true', 2]])]])
    const facts = { cluster: { ...cluster, labels: { state: 'known' as const, value: labels } } }
    checkCompletion(
      `${head}spec:\n  selector:\n    $0`,
      'gpu.example.com/present: true',
      `${head}spec:\n  selector:\n    gpu.example.com/present: "true"`,
      facts,
    )
    checkCompletion(
      `${head}spec:\n  selector:\n    gpu.example.com/present: $0`,
      'true',
      `${head}spec:\n  selector:\n    gpu.example.com/present: "true"`,
      facts,
    )
  })
})

describe('an empty document', () => {
  test('may become a whole Module, built, signed, one for a hub, or another kind', () => {
    const labels = [...moduleSnippets('default'), ...kindSnippets].map(({ label }) => label)
    expect(labels.slice(0, 3)).toEqual(['Module', 'Module with build', 'Module with build and sign'])
    expect(labels.slice(-2)).toEqual(['PreflightValidationOCP', 'BootModuleConfig'])
    expect(labelsAt('$0')).toEqual(labels)
    expect(labelsAt('# a driver\n---\nmo$0')).toEqual(labels)
    expect(labelsAt('kind: Pod\n---\n$0', connected)).toEqual(labels)
  })

  test('each of them is YAML without a problem', () => {
    for (const item of itemsAt('$0', connected)) {
      const [document] = parseYaml(item.insertText).documents
      expect(document?.problems, item.label).toEqual([])
      expect(item.insertText, item.label).toMatch(/moduleName: my_driver|kernelModuleName|kernelVersion/)
      expect(problemsIn(item.insertText), item.label).toEqual([])
    }
  })
})

describe('the kernel mappings', () => {
  const begun = modulePieces({ metadata: 'name: my-driver' }).replace(/ {8}-\n(.*\n){2}/, '        $0\n')

  test.each(mappingSnippets.map(({ label }) => label))('%s: taken as it is, the Module has no problem', (label) => {
    const { text } = cursorIn(begun)
    const item = itemsAt(begun).find((one) => one.label === label)
    expect(item?.snippet).toContain('${1:')
    expect(item && problemsIn(applied(text, item))).toEqual([])
  })

  test('are offered as a whole only where an item may begin', () => {
    const labels = labelsAt(modulePieces({ mapping: '$0\ncontainerImage: quay.io/a/b:1' }))
    expect(labels.filter((label) => label.startsWith('Mapping'))).toEqual([])
  })
})

test('whatever is taken anywhere in a Module leaves good YAML', { timeout: 30_000 }, () => {
  for (const text of [richModule, richModule.replaceAll('\n', '\r\n')]) {
    for (let offset = 0; offset <= text.length; offset++) {
      for (const item of completionsIn(text, offset)) {
        const result = applied(text, item)
        const problems = parseYaml(result).documents.flatMap((document) => document.problems)
        expect(problems, `${item.label} at ${offset}:\n${result}`).toEqual([])
      }
    }
  }
})

test('whatever is taken on a line of its own leaves good YAML, and the new key where it was proposed', {
  timeout: 30_000,
}, () => {
  const lines = richModule.split('\n')
  let taken = 0
  for (let at = 0; at < lines.length; at++) {
    for (let column = 0; column <= 14; column += 2) {
      const before = [...lines.slice(0, at), ' '.repeat(column)].join('\n')
      const text = [before, ...lines.slice(at)].join('\n')
      for (const item of completionsIn(text, before.length)) {
        const result = applied(text, item)
        const { documents } = parseYaml(result)
        const problems = documents.flatMap((document) => document.problems)
        if (item.about !== undefined) {
          const found = nodeAt(documents[0]?.root, item.about.path)
          expect(found, `${item.label} at line ${at}, column ${column}:\n${result}`).toBeDefined()
        }
        expect(problems, `${item.label} at line ${at}, column ${column}:\n${result}`).toEqual([])
        taken++
      }
    }
  }
  expect(taken).toBeGreaterThan(500)
})

test('never throws; edits stay in one line with the cursor in them, whatever was done to a Module', {
  timeout: 30_000,
}, () => {
  fc.assert(
    fc.property(mutatedModule, fc.nat(), (text, at) => {
      const offset = at % (text.length + 1)
      for (const { range } of completionsIn(text, offset, connected)) {
        expect(range.start).toBeLessThanOrEqual(offset)
        expect(range.end).toBeGreaterThanOrEqual(offset)
        expect(text.slice(range.start, range.end)).not.toMatch(/[\r\n]/)
      }
    }),
    { numRuns: 500 },
  )
})

test('template variables show what they hold for the one kernel of a literal', () => {
  const mapping = `      kernelMappings:\n        - literal: 5.14.0-570.12.1.el9_6.x86_64\n          containerImage: quay.io/a/b:$0`
  const items = itemsAt(`${head}spec:\n  moduleLoader:\n    container:\n${mapping}\n`)
  expect(items.find(({ label }) => label === '${KERNEL_XYZ}')?.detail).toBe('5.14.0')
})
