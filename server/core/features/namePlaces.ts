import { readPlain } from '../yaml/readScalar.ts'
import { quoted } from '../yaml/yamlEdit.ts'
import type { Range, YamlFile } from '../yaml/yamlNode.ts'
import { isSameObject, type NamedKind, type NameUse, objectNames } from './objectNames.ts'
import type { TextEdit } from './problem.ts'

/** A file in which names are looked for. */
export interface NamedFile {
  readonly uri: string
  readonly file: YamlFile
}

/** A name in one of the files; its range is in the file. */
export interface NamePlace {
  readonly uri: string
  readonly text: string
  readonly use: NameUse
}

/** The edits of one file. */
export interface FileEdits {
  readonly uri: string
  readonly text: string
  readonly edits: readonly TextEdit[]
}

export type Refused = { readonly refusal: string }

/** The name at an offset of a file; `undefined` when none of an object's stands there. */
export function nameAt(file: YamlFile, offset: number, namespace: string): NameUse | undefined {
  const document = file.documents.findLast((one) => one.start <= offset)
  if (document === undefined) return undefined
  return objectNames(document, namespace)
    .map((use) => inFile(use, document.start))
    .find(({ range }) => range.start <= offset && offset <= range.end)
}

/** Every place that names the same object, file by file. Files of which none mentions the name cost a text search. */
export function placesOf(use: NameUse, files: readonly NamedFile[], namespace: string): readonly NamePlace[] {
  return files.flatMap(({ uri, file }) => {
    if (!file.text.includes(use.name)) return []
    const seen = new Set<number>()
    return file.documents
      .filter((document) => document.text.includes(use.name))
      .flatMap((document) =>
        objectNames(document, namespace)
          .filter((one) => isSameObject(use, one))
          .map((one) => ({ uri, text: file.text, use: inFile(one, document.start) })),
      )
      .filter((place) => !seen.has(place.use.range.start) && seen.add(place.use.range.start))
  })
}

/** What is to be renamed at an offset, or why nothing can be. */
export function renameTarget(use: NameUse | undefined): NameUse | Refused {
  if (use === undefined) {
    return { refusal: 'Only names of Modules, ConfigMaps, Secrets, ServiceAccounts and Namespaces can be renamed' }
  }
  return use.shared ? { refusal: `${use.name} is written once for several places (an anchor): rename it by hand` } : use
}

/** Edits that give an object another name wherever it is named, or why that name cannot be. */
export function renameEdits(use: NameUse, name: string, places: readonly NamePlace[]): readonly FileEdits[] | Refused {
  const refusal = invalidName(use.kind, name)
  if (refusal !== undefined) return { refusal }
  if (places.some((place) => place.use.shared)) {
    return { refusal: `${use.name} is written once for several places (an anchor): rename it by hand` }
  }
  const byFile = Map.groupBy(places, (place) => place.uri)
  return [...byFile].map(([uri, of]) => ({
    uri,
    text: of[0]?.text ?? '',
    edits: of.map((place) => ({ range: place.use.range, newText: written(name, place.use) })),
  }))
}

/** Why the API server takes no object of this name (RFC 1123, as Kubernetes checks names); `undefined` when it does. */
function invalidName(kind: NamedKind, name: string): string | undefined {
  const limit = kind === 'Namespace' ? 63 : 253
  if (name.length > limit) return `A ${kind}'s name has at most ${limit} characters, this one has ${name.length}`
  const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
  if (kind === 'Namespace') {
    return label.test(name)
      ? undefined
      : "A Namespace's name takes lower-case letters, digits and `-`, beginning and ending with a letter or digit"
  }
  return name.split('.').every((part) => label.test(part))
    ? undefined
    : `A ${kind}'s name takes lower-case letters, digits, \`-\` and \`.\`, each part beginning and ending with a letter or digit`
}

function written(name: string, { style }: NameUse): string {
  if (style === 'single') return `'${name}'`
  return style === 'plain' && readPlain(name) === name ? name : quoted(name)
}

function inFile(use: NameUse, by: number): NameUse {
  return { ...use, range: moved(use.range, by) }
}

function moved({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by }
}
