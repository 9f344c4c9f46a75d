import { oldKeyAt } from '../schema/oldKeys.ts'
import { schemaAt } from '../schema/schemaAt.ts'
import { kmmReleases } from '../schema/schemaColumn.ts'
import type { Path, Range, YamlDocument } from '../yaml/yamlNode.ts'
import { type DocumentKind, documentKind, kindIn } from './documentKind.ts'
import { fieldMarkdown } from './hoverField.ts'
import { regexpHover } from './hoverRegexp.ts'
import { expansionMarkdown, templateHover } from './hoverTemplate.ts'
import { type Place, placeAt } from './placeAt.ts'
import type { TargetKmm } from './targetKmm.ts'

export interface Hover {
  readonly range: Range
  /** markdown; its first line stands for itself */
  readonly markdown: string
}

export interface HoverSurroundings {
  /** what the cluster says about the field at a path, as markdown; stands before everything else */
  readonly liveHover?: (path: Path) => string | undefined
  /** kernels that matter to the field at a path: of the nodes its mapping serves, of all selected nodes elsewhere */
  readonly kernels?: (path: Path) => readonly string[]
  /** the KMM whose fields are explained; the newest when absent */
  readonly target?: TargetKmm | undefined
}

/**
 * Explains the key or value at an offset of the document's text: what the cluster says, what a template variable
 * means, what the field does. Never throws; `undefined` where there is nothing to say.
 */
export function hover(document: YamlDocument, offset: number, surroundings: HoverSurroundings): Hover | undefined {
  const kind = documentKind(document, surroundings.target)
  const place = placeAt(document, offset)
  if (kind === undefined || place === undefined) return undefined
  const live = surroundings.liveHover?.(place.path)
  const kernels = surroundings.kernels?.(place.path) ?? []
  const template = templateHover(document, place, offset, kernels)
  if (template !== undefined) return { range: template.range, markdown: joined(template.markdown, live) }
  const regexp = regexpHover(document, place, offset, kernels)
  if (regexp !== undefined) return { range: regexp.range, markdown: joined(regexp.markdown, live) }
  const field = fieldMarkdown(kind, place.path) ?? missingField(kind, place.path) ?? oldField(kind, place.path)
  const wanted = schemaAt(kind.schema, place.path)?.schema.type
  const expanded = expansionMarkdown(document, place, kernels)
  const markdown = joined(live, reading(place, wanted), expanded, field)
  return markdown === '' ? undefined : { range: place.range, markdown }
}

/** A field that the target lacks and another KMM has: the newest one, or one from which it went. */
function missingField(kind: DocumentKind, path: Path): string | undefined {
  const { edition: own } = kind.release
  const releases = [undefined, ...kmmReleases.toReversed().map((version) => ({ version, edition: own }))]
  const other = releases
    .map((release) => kindIn(kind, release))
    .find((one) => one !== undefined && schemaAt(one.schema, path) !== undefined)
  const field = other && fieldMarkdown(other, path)
  const { version, edition } = kind.release
  return (
    field &&
    `**${edition === 'openshift' ? "OpenShift's KMM" : 'KMM'} ${version} does not have this field.**\n\n${field}`
  )
}

/** A key that KMM had before 1.0. */
function oldField(kind: DocumentKind, path: Path): string | undefined {
  const key = path.at(-1)
  const parent = schemaAt(kind.schema, path.slice(0, -1))?.schema
  const old = parent !== undefined && typeof key === 'string' ? oldKeyAt(parent, key) : undefined
  return old && `**${key}** — A key of KMM before 1.0\n\n${old.message}.`
}

/** What the server makes of a value that looks like text and is none. */
function reading({ part, scalar, range }: Place, wanted: string | undefined): string | undefined {
  if (part === 'key' || wanted !== 'string' || scalar.style !== 'plain' || range !== scalar.range) return undefined
  if (typeof scalar.value === 'string' || scalar.value === null) return undefined
  const type = typeof scalar.value
  return `The API server reads \`${scalar.text}\` as the ${type} \`${scalar.value}\`: put it in quotes.`
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n---\n\n')
}
