import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { crdsFolder, schemaTable } from '../../../scripts/schemaTable.ts'
import { kmmKinds, kmmReleases, schemaOf } from '../../../server/core/schema/moduleSchema.ts'
import { schemaAt } from '../../../server/core/schema/schemaAt.ts'
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
      expect(schemaOf(kind, apiVersion)?.required, `${apiVersion} ${kind}`).toEqual(['apiVersion', 'kind', 'metadata'])
    }
    expect(kmmReleases.at(-1)).toBe('2.7')
    expect(schemaOf('Module', 'kmm.sigs.x-k8s.io/v1beta2')).toBeUndefined()
  })
})
