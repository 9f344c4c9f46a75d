/** Where the API server refuses: reading the text, typing the patch, schema, KMM's webhook. */
export type RefusalStage = 'text' | 'typedPatch' | 'schema' | 'webhook'

/** One thing that the real API server would refuse. */
export interface RefusedField {
  readonly stage: RefusalStage
  /** dotted, as the server writes it: `spec.moduleLoader.container.kernelMappings[0].regexp` */
  readonly field: string
  readonly path: readonly (string | number)[]
  readonly message: string
  /** the rule that says so; absent for a text that cannot be read */
  readonly id?: string | undefined
  /** cause reason of a 422, such as FieldValueRequired */
  readonly reason?: string | undefined
}

/** A document as go-yaml reads it, and what stands in its way. */
export interface Judgement {
  /** the first document as a plain JSON value; `undefined` when the text cannot be read */
  readonly value: unknown
  readonly refused: readonly RefusedField[]
}

/**
 * Reads a text and judges it as the API server with KMM's webhook would, for a Module that goes to this namespace.
 * Within a stage the order is the server's: the webhook tells only its first.
 */
export type Judge = (text: string, namespace: string) => Judgement
