/**
 * What one field may hold: facts only, of our table (`schemaTable.json`, extracted from KMM's CRDs) or of a cluster's own
 * CRD; words are in `fieldWords`.
 */
export interface FieldSchema {
  readonly type: FieldType
  readonly properties?: Readonly<Record<string, FieldSchema>>
  /** KMM release that brought a property, where that was later than this object itself: `{dra: '2.7'}` */
  readonly since?: Readonly<Record<string, string>>
  /** properties that other releases or the other edition have at this place, and this one lacks */
  readonly elsewhere?: Readonly<Record<string, OtherRelease>>
  /** schema of every value of a free map (labels, selectors) */
  readonly values?: FieldSchema
  readonly items?: FieldSchema
  readonly required?: readonly string[]
  readonly default?: unknown
  readonly nullable?: boolean
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly format?: string
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  /** `x-kubernetes-preserve-unknown-fields`: unknown keys are kept, so none is wrong */
  readonly open?: boolean
  /** keys that identify an item (`x-kubernetes-list-type: map`); none where the item itself does (`set`) */
  readonly listKeys?: readonly string[]
  /** what a cluster's own CRD says of a field that our table lacks, `''` where it says nothing */
  readonly description?: string
  /** CEL rules with the server's message */
  readonly rules?: readonly { readonly rule: string; readonly message: string }[]
}

export type FieldType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'intOrString' | 'any'

/** Where a field is that a release lacks: it came later, it went, or only the other edition has it. */
export interface OtherRelease {
  readonly since?: string
  readonly until?: string
  readonly edition?: 'upstream' | 'openshift'
}
