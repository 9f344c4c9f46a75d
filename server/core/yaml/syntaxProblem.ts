import type { ErrorCode } from 'yaml'
import type { ParseError } from './composeText.ts'
import type { Range, YamlProblem } from './yamlNode.ts'

export interface SyntaxWords {
  readonly id: YamlProblem['id']
  readonly message: string
}

const syntax: SyntaxWords = {
  id: 'kmm/yaml-syntax',
  message: 'This is not YAML: the text does not fit what stands before it',
}

/** What is wrong, by the parser's name for it. */
export const syntaxWords = {
  TAB_AS_INDENT: { id: 'kmm/yaml-tab', message: 'Tabs cannot indent YAML: use spaces' },
  BAD_INDENT: {
    id: 'kmm/yaml-indent',
    message: 'This line is indented differently from the lines it belongs to: align it',
  },
  BAD_SCALAR_START: {
    id: 'kmm/yaml-needs-quotes',
    message: 'Plain text cannot begin with this character: put the value in quotes',
  },
  BAD_DQ_ESCAPE: {
    id: 'kmm/yaml-escape',
    message: 'This escape does not exist in double quotes: use single quotes, or write the backslash twice',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    id: 'kmm/yaml-nested',
    message:
      'A key or list item cannot begin on the line of another value: start a new line, or put the value in quotes',
  },
  MULTILINE_IMPLICIT_KEY: { id: 'kmm/yaml-missing-colon', message: 'A key must stand on one line: is a `:` missing?' },
  MISSING_CHAR: {
    id: 'kmm/yaml-missing-character',
    message: 'Something is missing here: a `:`, comma, quote or bracket',
  },
  BAD_PROP_ORDER: { id: 'kmm/yaml-syntax', message: 'Anchors and tags belong before their value' },
  BAD_DIRECTIVE: { id: 'kmm/yaml-directive', message: 'The API server does not know this directive: remove the line' },
  MULTIPLE_ANCHORS: { id: 'kmm/yaml-anchor', message: 'A value can have one anchor only' },
  MULTIPLE_TAGS: { id: 'kmm/yaml-tag', message: 'A value can have one tag only' },
  BAD_ALIAS: { id: 'kmm/yaml-alias', message: 'An anchor or alias needs a name' },
  ALIAS_PROPS: { id: 'kmm/yaml-alias', message: 'An alias can have neither anchor nor tag' },
  RESOURCE_EXHAUSTION: { id: 'kmm/yaml-depth', message: 'This is nested too deeply to be read' },
} as const satisfies Partial<Record<ErrorCode, SyntaxWords>>

const words: Readonly<Partial<Record<ErrorCode, SyntaxWords>>> = syntaxWords

/** What the parser stumbled over, in our words; `undefined` for what go-yaml does not mind. */
export function syntaxProblem(
  error: ParseError,
  text: string,
  offsetOf: (offset: number) => number,
): YamlProblem | undefined {
  if (error.code === 'KEY_OVER_1024_CHARS' || error.code === 'DUPLICATE_KEY') return undefined
  const { id, message } = wordsOf(error)
  // The parser notices it at the next line's beginning; a person wants the line that lacks the bracket.
  if (id === 'kmm/yaml-open-bracket') {
    const end = text.slice(0, offsetOf(error.pos[0])).trimEnd().length
    return { id, message, range: visible({ start: Math.max(0, end - 1), end }, text) }
  }
  const range = visible({ start: offsetOf(error.pos[0]), end: offsetOf(error.pos[1]) }, text)
  if (id === 'kmm/yaml-missing-colon' && text[range.end] === ':') {
    // With a blank behind it the key is whole, and what stands before it is the fault.
    if (/^\s?$/.test(text.slice(range.end + 1, range.end + 2))) return { ...syntax, range }
    return { id, message: 'A `:` ends a key only with a blank behind it: put one there', range }
  }
  return { id, message, range: id === 'kmm/yaml-needs-quotes' ? wordAt(range.start, text) : range }
}

function wordsOf(error: ParseError): SyntaxWords {
  if (error.code === 'MISSING_CHAR' && error.message.startsWith('Implicit map keys')) {
    return { id: 'kmm/yaml-missing-colon', message: 'This is a key without a value: put `:` and the value behind it' }
  }
  const bracket = /must .*end with a ([\]}])/.exec(error.message)?.[1]
  if (bracket !== undefined) {
    return { id: 'kmm/yaml-open-bracket', message: `A bracket is still open here: close it with \`${bracket}\`` }
  }
  return words[error.code] ?? syntax
}

/** The text up to the end of its line, without a comment. */
function wordAt(start: number, text: string): Range {
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 1000))?.[0] ?? ''
  return { start, end: start + Math.max(1, line.replace(/\s+#.*$/, '').trimEnd().length) }
}

/** A range that a person can see: within the text, on one line, at least one character where there is one. */
export function visible(range: Range, text: string): Range {
  const start = Math.max(0, Math.min(range.start, text.length))
  const newline = text.indexOf('\n', start)
  const lineEnd = newline === -1 ? text.length : newline
  const end = Math.min(Math.max(range.end, start), lineEnd)
  if (end > start) return { start, end }
  return start < lineEnd
    ? { start, end: start + 1 }
    : { start: Math.max(0, start - (text[start - 1] === '\n' ? 0 : 1)), end: start }
}
