import type { KubeObject } from '../cluster/cluster.ts'
import { expandTemplate, templateValues } from '../core/kmm/imageTemplate.ts'
import { firstMatch, type Matcher, trimKernel } from '../core/kmm/kernelMatch.ts'
import { at, listAt, sameJson, stringAt, stringsAt } from './jsonRead.ts'

/** What a Module object asks to be loaded where, as the server stores it (defaults filled in). */
export interface LoadSpec {
  readonly name: string
  readonly namespace: string
  readonly selector: Readonly<Record<string, string>>
  readonly mappings: readonly (Matcher & { readonly containerImage?: string | undefined })[]
  readonly containerImage: string | undefined
  readonly modprobe: unknown
  /** false for Modules that only run a device plugin or DRA driver: nothing is loaded */
  readonly loads: boolean
}

/** What KMM should make of a node. */
export interface NodeTarget {
  readonly mappingIndex: number
  readonly image: string
  readonly kernel: string
}

/** Reads a Module object. `namespace` stands in for an object that names none (a dry run of a new one does). */
export function loadSpec(object: KubeObject, namespace: string): LoadSpec {
  const container = at(object, 'spec', 'moduleLoader', 'container')
  return {
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? namespace,
    selector: stringsAt(object, 'spec', 'selector'),
    mappings: listAt(container, 'kernelMappings').map((mapping) => ({
      literal: stringAt(mapping, 'literal'),
      regexp: stringAt(mapping, 'regexp'),
      containerImage: stringAt(mapping, 'containerImage'),
    })),
    containerImage: stringAt(container, 'containerImage'),
    modprobe: at(container, 'modprobe'),
    loads: container !== undefined,
  }
}

/** The mapping and expanded image for a node's kernel, `undefined` when no mapping serves it or its template is broken. */
export function nodeTarget(spec: LoadSpec, nodeKernel: string): NodeTarget | undefined {
  const mappingIndex = firstMatch(spec.mappings, nodeKernel)
  if (mappingIndex === undefined) return undefined
  const template = spec.mappings[mappingIndex]?.containerImage || spec.containerImage || ''
  const image = expandTemplate(template, templateValues(nodeKernel, { name: spec.name, namespace: spec.namespace }))
  return image === undefined ? undefined : { mappingIndex, image, kernel: trimKernel(nodeKernel) }
}

/** Whether a NodeModulesConfig's `config` is what this spec wants on the node (`nmc.SetModuleConfig`, internal/nmc, 2.0 to main). */
export function configMatches(config: unknown, spec: LoadSpec, target: NodeTarget): boolean {
  return stringAt(config, 'containerImage') === target.image && sameJson(at(config, 'modprobe'), spec.modprobe)
}
