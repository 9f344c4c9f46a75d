import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hover } from '../../../server/core/features/hover.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { hoverText } from '../../support/checkHover.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

const head = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: drv\n  namespace: drivers\n'
const container = `${head}spec:\n  moduleLoader:\n    container:\n`

describe('a key', () => {
  test('says what it does, its facts, what goes wrong and where to read on', () => {
    expect(hoverText(`${container}      modprobe:\n        dir$0Name: /opt\n`)).toMatchInlineSnapshot(`
      "dirName
      =====
      **dirName** — Where the image keeps its modules

      The directory above \`lib/modules/<kernel>\` in the image. The worker pod sees it below \`/tmp\`.

      string · since KMM 1.0 · default \`"/opt"\`

      - It must be absolute, without a slash at the end: signing relies on it.

      \`\`\`yaml
      dirName: /opt
      \`\`\`

      [KMM documentation](https://kmm.sigs.k8s.io/documentation/kmod_image/)"
    `)
  })

  test('says since which release it exists', () => {
    expect(hoverText(`${head}spec:\n  tolera$0tions: []\n`)).toContain('list of objects · since KMM 2.3')
    expect(hoverText(`${head}spec:\n  dra:\n    driver$0Name: a\n`)).toContain('string · **required** · since KMM 2.7')
  })

  test('that is deprecated says what to use', () => {
    expect(hoverText(`${container}      inTreeModule$0ToRemove: a\n`)).toContain(
      '**Deprecated**: use `inTreeModulesToRemove`, a list (since KMM 2.1).',
    )
  })

  test('of a Kubernetes type that we say nothing of leads to its reference', () => {
    expect(hoverText(`${head}spec:\n  devicePlugin:\n    volumes:\n      - rb$0d: {}\n`)).toMatchInlineSnapshot(`
      "rbd
      =====
      **rbd**

      object · since KMM 1.0

      [Volume in the Kubernetes reference](https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#Volume)"
    `)
  })

  test('`kind` says what this kind is for', () => {
    expect(hoverText('apiVersion: kmm.sigs.x-k8s.io/v1beta1\nki$0nd: NodeModulesConfig\n')).toMatchInlineSnapshot(`
      "kind
      =====
      **kind** — Kind of object

      What the document asks for. Together with \`apiVersion\` it decides which fields there are.

      **NodeModulesConfig** — What is loaded on one node, and what should be

      There is one for each node with Modules, of the same name. \`spec.modules\` is what the Modules want there, \`status.modules\` what is loaded: where the two differ, a worker pod is at work, or fails.

      string · **required**

      KMM's operator writes this from the Modules and overwrites what others change in it."
    `)
    expect(hoverText(head.replace('kind: Mod', 'kind: M$0od'))).toContain('**Module** — Load a kernel module on nodes')
  })

  test('of a kind that administrators write', () => {
    const preflight = 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\n'
    expect(hoverText(`${preflight}spec:\n  pushBuilt$0Image: true\n`)).toMatchInlineSnapshot(`
      "pushBuiltImage
      =====
      **pushBuiltImage** — Push what is built

      Whether images that are built or signed on the way are pushed to the registry under the names that the Modules give them, so that nodes find them there after the upgrade.

      \`true\` or \`false\` · since KMM 2.1 · when absent: \`false\`: they are built and thrown away

      - A Module with both \`build\` and \`sign\` needs \`true\`: the signing pulls what the build has pushed.

      \`\`\`yaml
      pushBuiltImage: true
      \`\`\`

      [KMM documentation](https://kmm.sigs.k8s.io/documentation/preflight_validation/)"
    `)
  })

  test('of a kind that the operator writes says so', () => {
    const nodes = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: NodeModulesConfig\n'
    expect(hoverText(`${nodes}spec:\n  mod$0ules: []\n`)).toMatchInlineSnapshot(`
      "modules
      =====
      **modules**

      list of objects · since KMM 2.0

      KMM's operator writes this from the Modules and overwrites what others change in it."
    `)
  })

  test('of a label in the selector', () => {
    expect(hoverText(`${head}spec:\n  selector:\n    some.io/la$0bel: ""\n`)).toContain('some.io/label')
  })

  test('in a flow map, in a list of a list', () => {
    expect(hoverText(`${head}spec: {moduleLoader: {container: {kernelMappings: [{lit$0eral: a}]}}}`)).toContain(
      '**literal** — Exactly this kernel',
    )
  })

  test('nobody knows has no hover', () => {
    expect(hoverText(`${head}spec:\n  lifecy$0cle: a\n`)).toBeUndefined()
  })
})

describe('a value', () => {
  test('explains its field', () => {
    expect(hoverText(`${container}      imagePullPolicy: Al$0ways\n`)).toMatch(
      /^Always\n=====\n\*\*imagePullPolicy\*\*/,
    )
  })

  test('that is no text to the server says so', () => {
    expect(hoverText(`${container}      kernelMappings:\n        - literal: 5.$010\n`)).toContain(
      'The API server reads `5.10` as the number `5.1`: put it in quotes.',
    )
    expect(hoverText(`${container}      kernelMappings:\n        - literal: "5.$010"\n`)).not.toContain('reads')
  })

  test('behind an alias is hovered where it is used', () => {
    expect(hoverText(`${head}x: &a Always\nspec:\n  moduleLoader:\n    serviceAccountName: *$0a\n`)).toMatch(
      /^\*a\n=====\n\*\*serviceAccountName\*\*/,
    )
  })
})

describe('a template variable', () => {
  const image = (value: string) => `${container}      kernelMappings:\n        - containerImage: ${value}\n`

  test('says what it holds, with a value', () => {
    expect(hoverText(image('q.io/a/b:${KERNEL_$0XYZ}'))).toMatchInlineSnapshot(`
      "\${KERNEL_XYZ}
      =====
      **KERNEL_XYZ**: the first three parts of the kernel, joined by dots.

      For kernel \`6.6.2-201.fc39.x86_64\`: \`6.6.2\`

      | kernel | becomes |
      | :-- | :-- |
      | \`6.6.2-201.fc39.x86_64\` | \`q.io/a/b:6.6.2\` |"
    `)
    expect(hoverText(image('q.io/a/b:$KERNEL_$0XYZ'), { kernels: () => ['5.14.0-427.el9'] })).toContain(
      'For kernel `5.14.0-427.el9`: `5.14.0`',
    )
    expect(hoverText(image("'q.io/a/b:${MOD_N$0AME}'"))).toContain('Here: `drv`')
  })

  test('says where a tag cannot hold the kernel as it is', () => {
    const kernels = () => ['6.1.0-18~bpo11+1-amd64']
    expect(hoverText(image('q.io/a/b:${KERNEL_VER$0SION}'), { kernels })).toContain(
      'For kernel `6.1.0-18~bpo11+1-amd64`: `6.1.0-18_bpo11_1-amd64`, as a tag may hold no other characters',
    )
    expect(hoverText(image('q.io/a/b:${KERNEL_VER$0SION}'))).not.toContain('no other characters')
  })

  test('and the text around it say what becomes of the whole, for each kernel', () => {
    const kernels = () => ['6.6.2-201.fc39.x86_64', '5.14.0-427.el9+']
    const rows =
      '| kernel | becomes |\n| :-- | :-- |\n| `6.6.2-201.fc39.x86_64` | `q.io/drv:6.6.2` |\n| `5.14.0-427.el9` | `q.io/drv:5.14.0` |'
    expect(hoverText(image('q.io/$MOD_NAME:${KERNEL_$0XYZ}'), { kernels })).toContain(rows)
    expect(hoverText(image('q$0.io/$MOD_NAME:${KERNEL_XYZ}'), { kernels })).toContain(
      `${rows}\n\n---\n\n**containerImage**`,
    )
    expect(hoverText(image('q$0.io/a:${KERNEL_XYZ'), { kernels })).toContain('cannot expand this: a `}` is missing')
    expect(hoverText(image('q$0.io/a:1'), { kernels })).not.toContain('| becomes |')
  })

  test('that is unknown says so', () => {
    expect(hoverText(image('q.io/a/b:${KERNEL_FULL_$0VERSON}'))).toContain('KMM knows no such variable')
  })

  test('of the Module is not known to signing', () => {
    const sign = `${container}      sign:\n        unsignedImage: q.io/a:$MOD_N$0AME\n`
    expect(hoverText(sign)).toContain('Not known when images are signed')
  })

  test('is plain text where nothing is filled in', () => {
    const plugin = `${head}spec:\n  devicePlugin:\n    container:\n      image: q.io/a:$MOD_N$0AME\n`
    expect(hoverText(plugin)).toContain('**image**')
  })
})

describe('a regexp', () => {
  const regexp = (value: string) => `${container}      kernelMappings:\n        - regexp: ${value}\n`

  test('is explained part by part, the one at the cursor first, with kernels that it takes', () => {
    expect(hoverText(regexp("'^5\\.14\\.0-(427|50[0-9])\\..$0+el9(_\\d)?'"))).toMatchInlineSnapshot(`
      "+
      =====
      **\`+\`**: one or more of them

      Of a few well-known kernels, it takes \`5.14.0-427.13.1.el9_4.x86_64\` and leaves \`6.6.2-201.fc39.x86_64\`, \`6.8.0-45-generic\`, \`6.1.0-18-amd64\`, \`5.15.133\`.

      | regexp | means |
      | :-- | :-- |
      | \`^\` | the beginning of the kernel's name |
      | \`5\` | this character |
      | \`\\.\` | a dot |
      | \`14\` | these characters |
      | \`\\.\` | a dot |
      | \`0-\` | these characters |
      | \`(\` | a group |
      | &emsp;\`427\` | these characters |
      | &emsp;\`\\|\` | or |
      | &emsp;\`50\` | these characters |
      | &emsp;\`[0-9]\` | a digit |
      | \`)\` | the end of the group |
      | \`\\.\` | a dot |
      | \`.\` | any character |
      | \`+\` | one or more of them |
      | \`el9\` | these characters |
      | \`(\` | a group |
      | &emsp;\`_\` | this character |
      | &emsp;\`\\d\` | a digit |
      | \`)\` | the end of the group |
      | \`?\` | one of them, or none |"
    `)
  })

  test('is tried on the kernels of the cluster', () => {
    const kernels = () => ['5.15.133+', '6.6.2-201.fc39.x86_64']
    expect(hoverText(regexp("'^5$0'"), { kernels })).toContain(
      'Of the kernels of the cluster, it takes `5.15.133` and leaves `6.6.2-201.fc39.x86_64`.',
    )
    expect(hoverText(regexp("'^7$0'"), { kernels })).toContain('it takes none: `5.15.133`, `6.6.2-201.fc39.x86_64`.')
  })

  test('that Go cannot read says where and why', () => {
    expect(hoverText(regexp("'^5(?$0=x)'"))).toMatch(
      /^\(\?=\n=====\n\*\*`\(\?=`\*\*: a look around, which Go does not have[\s\S]*invalid or unsupported Perl syntax/,
    )
  })

  test('is found behind escapes, and as a whole behind an alias', () => {
    expect(hoverText(regexp('"^5\\\\.1$04"'))).toMatch(/^14\n/)
    expect(hoverText(regexp('"^5\\$0\\.14"'))).toMatch(/^\\\\\.\n=====\n\*\*`\\\.`\*\*: a dot\n/)
    expect(hoverText(`x: &r '^5'\n${regexp('*$0r')}`)).toMatch(/^\*r\n=====\nOf a few well-known kernels/)
  })

  test('as key explains the field', () => {
    expect(hoverText(regexp("'^5'").replace('regexp', 'reg$0exp'))).toContain('**regexp** — ')
  })
})

test('what the cluster says stands first', () => {
  const liveHover = (path: readonly (string | number)[]) => (path.at(-1) === 'selector' ? '3 nodes' : undefined)
  expect(hoverText(`${head}spec:\n  sel$0ector: {}\n`, { liveHover })).toMatch(
    /^selector\n=====\n3 nodes\n\n---\n\n\*\*selector\*\*/,
  )
})

test('each document of a file has its own', () => {
  expect(hoverText(`kind: Pod\n---\n${head}sp$0ec: {}\n`)).toContain('**spec**')
  expect(hoverText(`kind: P$0od\n---\n${head}spec: {}\n`)).toBeUndefined()
})

test('an old or unfinished apiVersion still gets help', () => {
  expect(hoverText('apiVersion: kmm.sigs.k8s.io/v1alpha1\nkind: Module\nsp$0ec: {}\n')).toContain('**spec**')
  expect(hoverText('kind: Module\nsp$0ec: {}\n')).toContain('**spec**')
  expect(hoverText('apiVersion: v1\nkind: Module\nsp$0ec: {}\n')).toBeUndefined()
})

test('never throws and stays within the text, whatever was done to a Module', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(mutatedModule, fc.nat(), (text, at) => {
      for (const document of parseYaml(text).documents) {
        const answer = hover(document, at % (document.text.length + 1), {})
        if (answer === undefined) continue
        expect(answer.range.start).toBeLessThanOrEqual(answer.range.end)
        expect(answer.range.end).toBeLessThanOrEqual(document.text.length)
      }
    }),
    { numRuns: 400 },
  )
})
