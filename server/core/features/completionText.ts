import { readPlain } from '../yaml/readScalar.ts'

/** A value that a field may have. */
export interface KnownValue {
  readonly text: string
  readonly detail?: string
  readonly sortText: string
  readonly preselect?: true
  readonly filterText?: string
  /** single quotes even where YAML needs none, as people write regexps */
  readonly quoted?: true
}

/** The text of a value as it must be written in these quotes (`''`: none yet) to be read as that string. */
export function writtenValue(text: string, quote: '' | '"' | "'", closed: boolean, quoted: boolean): string {
  const end = closed ? '' : quote
  if (quote === '"') return text.replace(/[\\"]/g, '\\$&') + end
  if (quote === "'") return text.replaceAll("'", "''") + end
  if (text === '') return '""'
  if (!quoted && /^[\w./][\w./@+~-]*$/.test(text)) return typeof readPlain(text) === 'string' ? text : `"${text}"`
  return `'${text.replaceAll("'", "''")}'`
}
