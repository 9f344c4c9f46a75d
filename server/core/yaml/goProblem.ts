import type { GoReason, GoRefusal } from './goText.ts'
import { type SyntaxWords, syntaxWords, visible } from './syntaxProblem.ts'
import type { YamlProblem } from './yamlNode.ts'

const syntax = (message: string): SyntaxWords => ({ id: 'kmm/yaml-syntax', message })

const words: Readonly<Record<GoReason, SyntaxWords>> = {
  control: {
    id: 'kmm/yaml-character',
    message:
      'A character that cannot be printed stands here, which YAML does not allow: remove it, or write it as an escape such as `\\x07` in double quotes',
  },
  tab: { id: 'kmm/yaml-tab', message: 'The API server takes no tab here: use spaces' },
  start: syntax('Plain text cannot begin with this character: put the value in quotes'),
  entry: syntax('A list item cannot begin here: give it a line of its own, below the others'),
  key: syntax('The API server expects a key here, one that begins in the same column as those above it'),
  value: syntax('The API server takes no `:` here: a key stands on one line, and text that holds a colon in quotes'),
  colon: syntax('The API server reads this as a key, and no `:` follows on its line'),
  escape: syntaxWords.BAD_DQ_ESCAPE,
  quote: {
    id: 'kmm/yaml-open-quote',
    message: 'This text begins with a quote and never ends: put the same quote at its end',
  },
  block: syntax('Behind `|` or `>` the API server takes `+` or `-`, a digit from 1 to 9 and a comment, nothing else'),
  anchor: {
    id: 'kmm/yaml-anchor',
    message: 'The API server takes letters, digits, `_` and `-` in the name of an anchor, nothing else: rename it',
  },
  tag: { id: 'kmm/yaml-tag', message: 'The API server cannot read this tag: remove it, Kubernetes objects need none' },
  directive: syntaxWords.BAD_DIRECTIVE,
  version: {
    id: 'kmm/yaml-version',
    message: 'The API server reads YAML 1.1 and refuses other versions; remove this line',
  },
  flow: syntax(
    'The API server misses a comma or the closing bracket before this: a colon needs a space behind it, and text that holds `?` or brackets needs quotes',
  ),
  content: syntax('The API server expects a value here: put text in quotes'),
  depth: syntaxWords.RESOURCE_EXHAUSTION,
}

/** What is at fault, from where go-yaml stumbles on; a word where nothing else is said. */
const extents: Readonly<Partial<Record<GoReason, RegExp>>> = {
  control: /^./s,
  escape: /^\\./s,
  version: /^%YAML[ \t]*\S*/,
}
const word = /^[^\s,\]}]+/

/** What go-yaml stumbled over, for what the mending parser does not mind. */
export function goProblem({ at, reason }: GoRefusal, text: string): YamlProblem {
  const { id, message } = words[reason]
  const extent = (extents[reason] ?? word).exec(text.slice(at, at + 80))?.[0].length ?? 1
  return { id, message, range: visible({ start: at, end: at + extent }, text) }
}
