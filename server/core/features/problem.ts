import type { Path, Range } from '../yaml/yamlNode.ts'

export type Severity = 'error' | 'warning' | 'information' | 'hint'

/**
 * Where the API server would refuse: while reading the text (400), while typing the patch (500), by schema and CEL
 * (422), by KMM's webhook (403). The practice cluster answers by it; an editor only needs the severity.
 */
export type Stage = 'text' | 'typedPatch' | 'schema' | 'webhook'

export interface TextEdit {
  readonly range: Range
  readonly newText: string
}

export interface Fix {
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** the one fix a person would nearly always take */
  readonly preferred?: boolean
  /** it writes an example that a person must replace: nothing takes it unasked */
  readonly example?: boolean
  /** a Module (`namespace/name`) of whose last run nothing more is to be told; such a fix edits nothing */
  readonly dismissesRun?: string
}

export interface Problem {
  readonly id: `kmm/${string}`
  readonly severity: Severity
  readonly message: string
  /** offsets in the document's text; the door moves them to the file */
  readonly range: Range
  /** the field it is about, for matching against the server's `causes[].field` */
  readonly path: Path
  readonly refusal?: Refusal
  readonly fixes?: readonly Fix[]
  readonly related?: readonly Related[]
  /** the line of a run's log that tells of it; `module` is `namespace/name` */
  readonly logLine?: { readonly module: string; readonly printed: string }
  readonly tags?: readonly ('unnecessary' | 'deprecated')[]
}

/** Whether another KMM might take what this problem is about: its fields, kinds and rules differ, YAML does not. */
export function dependsOnKmm({ id }: Problem): boolean {
  return !id.startsWith('kmm/yaml-')
}

/** Another place that a problem is about: in the same document, or in the file `uri`, offsets from its beginning. */
export interface Related {
  readonly range: Range
  readonly message: string
  readonly uri?: string
}

/** What the API server would say to it. */
export interface Refusal {
  readonly stage: Stage
  /** a `text` refusal that the server comes to only when the patch could be typed: equal keys, the object's identity */
  readonly late?: true
  /** cause reason for `schema`: FieldValueRequired, FieldValueTypeInvalid, FieldValueInvalid, FieldValueTooMany … */
  readonly reason?: string
}
