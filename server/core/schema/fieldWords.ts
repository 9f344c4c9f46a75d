import type { Path } from '../yaml/yamlNode.ts'
import { buildWords, mappingBuildWords } from './fieldWordsBuild.ts'
import {
  containerWords,
  envWords,
  resourceWords,
  tolerationWords,
  volumeMountWords,
  volumeWords,
} from './fieldWordsCore.ts'
import { documentWords, hubWords, statusWords } from './fieldWordsDocument.ts'
import { loaderWords } from './fieldWordsLoader.ts'
import { mappingWords, registryTlsWords } from './fieldWordsMapping.ts'
import { modprobeWords } from './fieldWordsModprobe.ts'
import { devicePluginWords, draWords } from './fieldWordsPods.ts'
import { mappingSignWords, signWords } from './fieldWordsSign.ts'
import type { FieldWords, WordTable } from './fieldWordsTable.ts'

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
const managedWords: ReadonlyMap<string, FieldWords> = joinTables([['', hubWords]])

/** The words for a field of a Module or ManagedClusterModule; `undefined` for other kinds and for fields without words. */
export function wordsAt(kind: string, path: Path): FieldWords | undefined {
  if (kind === 'Module') return find(moduleWords, path)
  if (kind !== 'ManagedClusterModule') return undefined
  const own = find(managedWords, path)
  if (own !== undefined) return own
  if (path[0] === 'spec') return path[1] === 'moduleSpec' ? find(moduleWords, ['spec', ...path.slice(2)]) : undefined
  return path[0] === 'status' ? undefined : find(moduleWords, path)
}

/** Every pattern that has words, for the proof that each leads to a field. */
export function wordPatterns(kind: 'Module' | 'ManagedClusterModule'): readonly string[] {
  return [...(kind === 'Module' ? moduleWords : managedWords).keys()]
}

function find(words: ReadonlyMap<string, FieldWords>, path: Path): FieldWords | undefined {
  const exact = words.get(pattern(path))
  return exact ?? (typeof path.at(-1) === 'string' ? words.get(`${pattern(path.slice(0, -1))}.*`) : undefined)
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
