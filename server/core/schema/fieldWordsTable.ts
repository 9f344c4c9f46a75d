import type { DocumentationPage } from './documentationPage.ts'

/** What a person should know of a field. Facts (type, required, since) are the schema's; every word here is ours. */
export interface FieldWords {
  /** one line without a period, shown beside a completion */
  readonly title: string
  /** what it does, in markdown */
  readonly text: string
  /** what holds when it is left out, where the schema has no default to show */
  readonly absent?: string
  /** what goes wrong, one sentence each */
  readonly wrong?: readonly string[]
  /** YAML that shows the field in its parent */
  readonly example?: string
  /** page of the documentation that says more */
  readonly page?: DocumentationPage
  /** what to use instead */
  readonly deprecated?: string
}

/** Words by path pattern below some field; `''` is the field itself, `[]` an item, `*` a free key. */
export type WordTable = Readonly<Record<string, FieldWords>>
