import type { Path } from '../yaml/yamlNode.ts'
import { bootWords } from './fieldWordsBoot.ts'
import { buildWords, mappingBuildWords } from './fieldWordsBuild.ts'
import { containerWords, envWords, resourceWords, tolerationWords, volumeMountWords } from './fieldWordsCore.ts'
import { documentWords, hubWords, statusWords } from './fieldWordsDocument.ts'
import { loaderWords } from './fieldWordsLoader.ts'
import { mappingWords, registryTlsWords } from './fieldWordsMapping.ts'
import { modprobeWords } from './fieldWordsModprobe.ts'
import { objectWords } from './fieldWordsObject.ts'
import { moduleBuildSignWords, moduleImagesWords, nodeModulesWords } from './fieldWordsOperator.ts'
import { devicePluginWords, draWords } from './fieldWordsPods.ts'
import { preflightOcpWords, preflightWords } from './fieldWordsPreflight.ts'
import { mappingSignWords, signWords } from './fieldWordsSign.ts'
import type { FieldWords, WordTable } from './fieldWordsTable.ts'
import { volumeWords } from './fieldWordsVolumes.ts'

const container = 'spec.moduleLoader.container'
const mapping = `${container}.kernelMappings[]`

/** Where each table hangs; a later one overrides an earlier one. */
const moduleTables: readonly (readonly [prefix: string, words: WordTable])[] = [
  ['', documentWords],
  ['status', statusWords],
  ['spec.tolerations[]', tolerationWords],
  ['spec.moduleLoader', loaderWords],
  [`${container}.registryTLS`, registryTlsWords],
  [`${container}.modprobe`, modprobeWords],
  [`${container}.build`, buildWords],
  [`${container}.sign`, signWords],
  [mapping, mappingWords],
  [`${mapping}.registryTLS`, registryTlsWords],
  [`${mapping}.build`, buildWords],
  [`${mapping}.build`, mappingBuildWords],
  [`${mapping}.sign`, signWords],
  [`${mapping}.sign`, mappingSignWords],
  ...podTables('spec.devicePlugin', devicePluginWords),
  ...podTables('spec.dra', draWords),
]

const moduleWords = joinTables(moduleTables)
const everyKind = joinTables([['', objectWords]])
const ownWords: Readonly<Record<string, ReadonlyMap<string, FieldWords>>> = {
  Module: moduleWords,
  ManagedClusterModule: joinTables([['', hubWords]]),
  PreflightValidation: joinTables([['', preflightWords]]),
  PreflightValidationOCP: joinTables([['', preflightOcpWords]]),
  BootModuleConfig: joinTables([['', bootWords]]),
  NodeModulesConfig: joinTables([['', nodeModulesWords]]),
  ModuleImagesConfig: joinTables([['', moduleImagesWords]]),
  ModuleBuildSignConfig: joinTables([['', moduleBuildSignWords]]),
}

/**
 * The words for a field of one of KMM's kinds, with an empty path for the kind itself; `undefined` for fields without
 * words. Kinds that the operator writes have words for themselves and for what every object has, and no others.
 */
export function wordsAt(kind: string, path: Path): FieldWords | undefined {
  const own = Object.hasOwn(ownWords, kind) ? ownWords[kind] : undefined
  const found = own && find(own, path)
  if (found !== undefined) return found
  const isSent = kind === 'ManagedClusterModule' && path[0] === 'spec' && path[1] === 'moduleSpec'
  return isSent ? find(moduleWords, ['spec', ...path.slice(2)]) : find(everyKind, path)
}

/** Every pattern that has words of its own in a kind, for the proof that each leads to a field. */
export function wordPatterns(kind: string): readonly string[] {
  return [...everyKind.keys(), ...(ownWords[kind]?.keys() ?? [])]
}

/** Looks for the path itself, then for one with `*` in place of a free key: the last key, or the one around it. */
function find(words: ReadonlyMap<string, FieldWords>, path: Path): FieldWords | undefined {
  for (const free of [path.length, path.length - 1, path.length - 2]) {
    if (free < path.length && typeof path[free] !== 'string') continue
    const found = words.get(pattern(path.map((step, at) => (at === free ? '*' : step))))
    if (found !== undefined) return found
  }
  return undefined
}

function pattern(path: Path): string {
  return path.map((step, at) => (typeof step === 'number' ? '[]' : at === 0 ? step : `.${step}`)).join('')
}

function podTables(prefix: string, words: WordTable): readonly (readonly [string, WordTable])[] {
  const containers = ['container', 'initContainer'].flatMap((name): readonly (readonly [string, WordTable])[] => [
    [`${prefix}.${name}`, containerWords],
    [`${prefix}.${name}.env[]`, envWords],
    [`${prefix}.${name}.volumeMounts[]`, volumeMountWords],
    [`${prefix}.${name}.resources`, resourceWords],
  ])
  return [...containers, [`${prefix}.volumes[]`, volumeWords], [prefix, words]]
}

function joinTables(tables: typeof moduleTables): ReadonlyMap<string, FieldWords> {
  return new Map(
    tables.flatMap(([prefix, words]) =>
      Object.entries(words).map(([key, value]) => [joinPattern(prefix, key), value] as const),
    ),
  )
}

function joinPattern(prefix: string, key: string): string {
  if (prefix === '' || key === '') return prefix + key
  return key.startsWith('[]') ? prefix + key : `${prefix}.${key}`
}
