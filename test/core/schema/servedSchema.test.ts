import { describe, expect, test } from 'vitest'
import { completion } from '../../../server/core/features/completion.ts'
import { problems } from '../../../server/core/features/diagnostics.ts'
import { hover } from '../../../server/core/features/hover.ts'
import type { TargetKmm } from '../../../server/core/features/targetKmm.ts'
import { noClusterFacts } from '../../../server/core/kmm/clusterFacts.ts'
import { schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import { servedKinds } from '../../../server/core/schema/servedSchema.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { openapiDocument } from '../../../server/practice/api/openapi.ts'
import { modulePieces } from '../../support/modulePieces.ts'

const group = 'kmm.sigs.x-k8s.io/v1beta1'
const newest = { version: '2.7', edition: 'upstream' } as const

test('what an API server publishes of a CRD is read back as the schema that the table has', () => {
  const served = servedKinds([openapiDocument(group)], newest)
  expect(served.map(({ kind }) => kind)).toContain('Module')
  for (const { kind, apiVersion, schema } of served) expect(schema).toEqual(schemaOf(kind, apiVersion))
})

/** A cluster whose Modules have `spec.moduleLoader.container.modprobe.modprobedDir` and lack `spec.dra`, and one more kind. */
const ahead = (): TargetKmm => {
  const document: unknown = JSON.parse(
    JSON.stringify(openapiDocument(group), (key, value) => {
      if (key === 'dra') return undefined
      if (key !== 'modprobe') return value
      const described = { type: 'string', description: 'Where modprobe.d files are.' }
      return { ...value, properties: { ...value.properties, modprobedDir: described } }
    }),
  )
  const initramfs = {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      spec: { type: 'object', required: ['image'], properties: { image: { type: 'string' } } },
    },
    'x-kubernetes-group-version-kind': [{ group: 'kmm.sigs.x-k8s.io', version: 'v1beta1', kind: 'InitramfsModule' }],
  }
  const other = { components: { schemas: { initramfs } } }
  return { ...newest, served: servedKinds([document, other], newest) }
}

const said = (text: string, target?: TargetKmm): readonly string[] =>
  parseYaml(text).documents.flatMap((document) =>
    problems(document, { namespace: 'default', target }).map(({ severity, message }) => `${severity}: ${message}`),
  )

describe("fields of a cluster's own", () => {
  const text = modulePieces({ modprobe: 'moduleName: a\nmodprobedDir: /etc/modprobe.d' })
  const [document] = parseYaml(text).documents

  test('are fields there, and none elsewhere', () => {
    expect(said(text)).toEqual(['error: `modprobedDir` is no field of `modprobe`: remove it'])
    expect(said(text, ahead())).toEqual([])
  })

  test('are explained in its own words, and offered', () => {
    const at = text.indexOf('modprobedDir')
    const found = document && hover(document, at, { target: ahead() })
    expect(found?.markdown).toBe(
      "**modprobedDir**\n\nFrom the cluster's own CRD: Where modprobe.d files are.\n\nstring",
    )
    const line = text.indexOf('modprobedDir')
    const typed = `${text.slice(0, line)}m\n`
    const [half] = parseYaml(typed).documents
    const offered = half && completion(half, line + 1, { cluster: noClusterFacts, target: ahead() })
    expect(offered?.map(({ label }) => label)).toContain('modprobedDir')
  })

  test('that it lacks are refused', () => {
    const dra = modulePieces({ spec: 'dra: {driverName: a.example.com, container: {image: q/x:1}}' })
    expect(said(dra)).toEqual([])
    expect(said(dra, ahead())).toEqual(['error: `dra` is no field of `spec`: remove it'])
  })

  test('are those of a kind that only it has', () => {
    const initramfs = `apiVersion: ${group}\nkind: InitramfsModule\nmetadata: {name: a}\nspec: {}\n`
    expect(said(initramfs)).toEqual([`error: \`${group}\` has no kind \`InitramfsModule\`: did you mean \`Module\`?`])
    expect(said(initramfs, ahead())).toEqual(['error: `spec` lacks `image`, which is required'])
  })
})

test.each([undefined, null, 5, 'text', [], { components: { schemas: { a: null, b: { properties: 5 } } } }])(
  '%j serves nothing',
  (document) => {
    expect(servedKinds([document], newest)).toEqual([])
  },
)
