import { type ComposedDocument, composeText } from './composeText.ts'
import type { GoRefusal } from './goText.ts'
import { type Insertion, type MendedText, mendText } from './mendText.ts'
import { readGoYaml } from './readGoYaml.ts'
import type { YamlProblem } from './yamlNode.ts'

/** A text as a person meant it, the parser's nodes of that, and a problem for each place that had to be mended. */
export interface MendedDocument {
  readonly text: MendedText
  readonly insertions: readonly Insertion[]
  readonly document: ComposedDocument
  readonly problems: readonly YamlProblem[]
  /** why go-yaml does not take the text as it is written */
  readonly refusal?: GoRefusal
  /** where begins what go-yaml takes for no part of the document, and does not read */
  readonly unread?: number
  /** go-yaml takes the text as it is, or as it was mended */
  readonly sound: boolean
  /** `yaml`, which reads what must be mended, takes it too; absent where nobody asked it */
  readonly agreed?: boolean
}

/** What ends a line in YAML 1.1, and is a character like others in the parser's YAML 1.2. */
const otherBreaks = /\r(?!\n)|[\u0085\u2028\u2029]/g

/**
 * Parses a text as go-yaml does. One that go-yaml refuses is parsed by `yaml` and, as long as it has errors that a mend
 * takes away, mended and parsed again, so often at the most; what is nested too deeply for either is not. `source` is the text before anything was masked in it,
 * `withTabs` the one in which tabs were not.
 */
export function mendDocument(withTabs: string, tabless: string, source: string, rounds: number): MendedDocument {
  const problems: YamlProblem[] = []
  let insertions: readonly Insertion[] = []
  const reading = readGoYaml(withTabs)
  if (!('refusal' in reading)) {
    const document = { contents: reading.contents, errors: [] }
    const { unread } = reading
    const rest = unread === undefined ? {} : { unread }
    return { text: mendText(tabless, insertions), insertions, document, problems, sound: true, ...rest }
  }
  const { refusal } = reading
  if (refusal.reason === 'depth') {
    const document = { contents: null, errors: [] }
    return { text: mendText(tabless, insertions), insertions, document, problems, refusal, sound: false }
  }
  const masked = tabless.replaceAll(otherBreaks, '\n')
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
  const sound = problems.length > 0 && 'contents' in readGoYaml(text.text)
  return { text, insertions, document, problems, refusal, sound, agreed: document.errors.length === 0 }
}
