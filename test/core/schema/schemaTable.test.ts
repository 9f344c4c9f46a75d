import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CrdSet, crdSets, crdsFolder, readCrds, schemaTable, withMetadata } from '../../../scripts/schemaTable.ts'
import { type CrdSchema, factsOf } from '../../../scripts/tableNode.ts'
import type { FieldSchema } from '../../../server/core/schema/fieldSchema.ts'
import { type KindFact, kmmKinds, schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import { schemaAt } from '../../../server/core/schema/schemaAt.ts'
import { kmmReleases } from '../../../server/core/schema/schemaColumn.ts'
import type { Path } from '../../../server/core/yaml/yamlNode.ts'

const tableFile = join(import.meta.dirname, '../../../server/core/schema/schemaTable.json')

test('making the table again from the CRDs gives the committed file', ({ skip }) => {
  skip(!existsSync(crdsFolder()), 'skipped: no ../shared')
  expect(schemaTable(crdsFolder())).toBe(readFileSync(tableFile, 'utf8'))
})

test('the table is small and holds no descriptions', () => {
  const text = readFileSync(tableFile, 'utf8')
  expect(text.length).toBeLessThan(60_000)
  expect(text).not.toContain('"description"')
})

/** Every place where a compiled schema and that of a CRD differ. */
function differences(ours: FieldSchema | undefined, theirs: CrdSchema | undefined, path: string): readonly string[] {
  if (ours === undefined || theirs === undefined) {
    return ours === undefined && theirs === undefined ? [] : [`${path}: only ${ours ? 'we' : 'the CRD'} have it`]
  }
  const { properties, items, values, since: _, elsewhere: __, ...facts } = ours
  const wanted = factsOf(theirs)
  const [said, published] = [facts, wanted].map((one) => JSON.stringify(Object.entries(one).sort(byKey)))
  const names = new Set([...Object.keys(properties ?? {}), ...Object.keys(theirs.properties ?? {})])
  fields += 1
  return [
    ...(said === published ? [] : [`${path}: ${said}, the CRD says ${published}`]),
    ...[...names].flatMap((name) => differences(properties?.[name], theirs.properties?.[name], `${path}.${name}`)),
    ...differences(items, theirs.items, `${path}[]`),
    ...differences(values, theirs.additionalProperties, `${path}{}`),
  ]
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

let fields = 0
const sets: readonly CrdSet[] = existsSync(crdsFolder()) ? crdSets(crdsFolder()) : []

const isFirst = (name: string, at: number, names: readonly string[]): boolean => names.indexOf(name) === at

/** Every name with its kind: `nmc is NodeModulesConfig`. */
function namesOf({ kind, plural = '', shortNames = [] }: Pick<KindFact, 'kind' | 'plural' | 'shortNames'>) {
  return [plural, ...shortNames].map((name) => `${name} is ${kind}`)
}

describe('the schema of each release', () => {
  test('is there for the 21 published sets', ({ skip }) => {
    skip(sets.length === 0, 'skipped: no ../shared')
    expect(sets.length).toBe(21)
  })

  test('calls the kinds as the CRDs of every release do', ({ skip }) => {
    skip(sets.length === 0, 'skipped: no ../shared')
    const published = sets.flatMap(({ folder }) => readCrds(folder).flatMap(({ spec }) => namesOf(spec.names)))
    expect(kmmKinds.flatMap(namesOf).filter(isFirst).sort()).toEqual(published.filter(isFirst).sort())
  })

  test('says what the CRDs say, field by field', ({ skip }) => {
    skip(sets.length === 0, 'skipped: no ../shared')
    const found = sets.flatMap(({ folder, edition, release }) => {
      const crds = readCrds(folder).flatMap(({ spec }) =>
        spec.versions.map(({ name, schema }) => ({ spec, name, schema: withMetadata(schema.openAPIV3Schema) })),
      )
      const served = crds.map(({ spec, name }) => `${spec.group}/${name} ${spec.names.kind}`)
      const known = kmmKinds
        .filter(({ kind, apiVersion }) => schemaOf(kind, apiVersion, { version: release, edition }) !== undefined)
        .map(({ kind, apiVersion }) => `${apiVersion} ${kind}`)
      expect(known.toSorted(), `${edition} ${release}`).toEqual(served.toSorted())
      return crds.flatMap(({ spec, name, schema }) => {
        const ours = schemaOf(spec.names.kind, `${spec.group}/${name}`, { version: release, edition })
        return differences(ours, schema, `${edition} ${release} ${spec.names.kind}/${name}`)
      })
    })
    console.log(`${fields} fields of ${sets.length} CRD sets compared, ${found.length} differ`)
    expect(found).toEqual([])
    expect(fields).toBeGreaterThan(28_000)
  })
})

describe('the facts', () => {
  const at = (path: Path, kind = 'Module', apiVersion = 'kmm.sigs.x-k8s.io/v1beta1') => {
    const root = schemaOf(kind, apiVersion)
    return root && schemaAt(root, path)
  }
  const container = ['spec', 'moduleLoader', 'container'] as const

  test('of a Module', () => {
    expect(at(['spec'])?.schema.required).toEqual(['selector'])
    expect(at(['spec'])?.schema.rules?.map((rule) => rule.message)).toEqual([
      'spec.dra and spec.devicePlugin are mutually exclusive',
    ])
    expect(at([...container, 'kernelMappings'])?.schema.minItems).toBe(1)
    expect(at([...container, 'kernelMappings', 3, 'containerImage'])?.required).toBe(true)
    expect(at([...container, 'modprobe', 'dirName'])?.schema.default).toBe('/opt')
    expect(at(['spec', 'selector', 'any/label'])?.schema.type).toBe('string')
    expect(at(['metadata', 'name'])?.required).toBe(true)
  })

  test('of core Kubernetes types inside', () => {
    const devicePlugin = ['spec', 'devicePlugin'] as const
    expect(at([...devicePlugin, 'volumes', 0, 'hostPath', 'path'])?.required).toBe(true)
    expect(at([...devicePlugin, 'container', 'resources', 'limits', 'cpu'])?.schema.type).toBe('intOrString')
    expect(at([...devicePlugin, 'container', 'resources', 'claims'])?.schema.listKeys).toEqual(['name'])
    expect(at(['spec', 'dra', 'deviceClasses', 0, 'config', 0, 'opaque', 'parameters'])?.schema.open).toBe(true)
  })

  test('say since when a field exists', () => {
    expect(at(['spec', 'moduleLoader'])?.since).toBeUndefined()
    expect(at(['spec', 'tolerations', 0, 'key'])?.since).toBe('2.3')
    expect(at(['spec', 'devicePlugin', 'initContainer', 'image'])?.since).toBe('2.4')
    expect(at(['spec', 'dra', 'driverName'])?.since).toBe('2.7')
    expect(at([...container, 'inTreeModulesToRemove'])?.since).toBe('2.1')
  })

  test('name nothing for a key the schema lacks, not even one of JavaScript', () => {
    expect(at(['spec', 'lifecycle'])).toBeUndefined()
    expect(at(['spec', 'constructor'])).toBeUndefined()
    expect(at(['spec', 'moduleLoader', 0])).toBeUndefined()
  })

  test('a hub carries the same Module', () => {
    const hub = at(['spec', 'moduleSpec'], 'ManagedClusterModule', 'hub.kmm.sigs.x-k8s.io/v1beta1')
    expect(hub?.schema).toBe(at(['spec'])?.schema)
  })

  test('every kind has a schema with apiVersion, kind and metadata', () => {
    for (const { kind, apiVersion } of kmmKinds) {
      const required = schemaOf(kind, apiVersion)?.required
      expect(required?.slice(0, 3), `${apiVersion} ${kind}`).toEqual(['apiVersion', 'kind', 'metadata'])
    }
    expect(kmmReleases.at(-1)).toBe('2.7')
    expect(schemaOf('Module', 'kmm.sigs.x-k8s.io/v1beta2')).toBeUndefined()
  })
})
