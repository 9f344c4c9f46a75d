import { Composer, type Node, type ParsedNode, Parser, type YAMLError } from 'yaml'

const options = {
  version: '1.2',
  schema: 'failsafe',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  strict: true,
  logLevel: 'silent',
  prettyErrors: false,
} as const

/** The parser's nodes of one document, with their offsets in its text, and what it stumbled over. */
export interface ComposedDocument {
  readonly contents: Node | null
  readonly errors: readonly ParseError[]
}

export type ParseError = Pick<YAMLError, 'code' | 'message' | 'pos'>

/** Parses the text of one document. Readings of scalars, merge keys and equal keys are left to us. */
export function composeText(text: string): ComposedDocument {
  try {
    const [document] = new Composer<ParsedNode>(options).compose(new Parser().parse(text), true, text.length)
    return document ?? { contents: null, errors: [] }
  } catch {
    // Only a stack overflow comes here: nesting that no Kubernetes object has.
    return { contents: null, errors: [] }
  }
}
