import { type ComposedDocument, composeText } from './composeText.ts'
import { type Insertion, type MendedText, mendText } from './mendText.ts'
import type { YamlProblem } from './yamlNode.ts'

/** A text as a person meant it, the parser's nodes of that, and a problem for each place that had to be mended. */
export interface MendedDocument {
  readonly text: MendedText
  readonly insertions: readonly Insertion[]
  readonly document: ComposedDocument
  readonly problems: readonly YamlProblem[]
}

/**
 * Parses a text and, as long as it has errors that a mend takes away, mends it and parses it again, so often at the
 * most. `source` is the text before anything was masked in it.
 */
export function mendDocument(masked: string, source: string, rounds: number): MendedDocument {
  const problems: YamlProblem[] = []
  let insertions: readonly Insertion[] = []
  let text = mendText(masked, insertions)
  let document = composeText(text.text)
  for (let round = 0; round < rounds; round += 1) {
    const mend = text.next(document, source)
    if (mend === undefined) break
    problems.push(mend.problem)
    insertions = mend.insertions
    text = mendText(masked, insertions)
    document = composeText(text.text)
  }
  return { text, insertions, document, problems }
}
