import { lineStart } from './lineStart.ts'
import type { Range } from './yamlNode.ts'

/** A text in which template actions are hidden from the YAML parser, of the same length, and where they were. */
export interface MaskedText {
  readonly text: string
  /** every `{{ … }}`, in order */
  readonly actions: readonly Range[]
}

/**
 * Hides `{{ … }}` (Go templates, as Helm writes them) so that what is around it parses: a line of nothing but actions
 * becomes blank, an action within a line becomes a word. An unfinished action reaches to the end of its line.
 */
export function maskTemplates(text: string): MaskedText {
  if (!text.includes('{{')) return { text, actions: [] }
  const actions = actionsIn(text)
  const parts: string[] = []
  let from = 0
  for (const action of actions) {
    parts.push(text.slice(from, action.start))
    const letter = standsAlone(text, action) ? ' ' : 'x'
    parts.push(text.slice(action.start, action.end).replaceAll(/[^\r\n]/g, letter))
    from = action.end
  }
  parts.push(text.slice(from))
  return { text: parts.join(''), actions }
}

function actionsIn(text: string): Range[] {
  const actions: Range[] = []
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = endOfAction(text, start)
    actions.push({ start, end })
    start = text.indexOf('{{', end)
  }
  return actions
}

function endOfAction(text: string, start: number): number {
  if (/^\{\{-?\s*\/\*/.test(text.slice(start, start + 16))) {
    const comment = text.indexOf('*/', start)
    if (comment !== -1) start = comment
  }
  const close = text.indexOf('}}', start)
  const newline = text.indexOf('\n', start)
  if (close !== -1 && (newline === -1 || close < newline || !text.slice(newline, close).includes('{{'))) {
    return close + 2
  }
  return quoteAround(text, start, newline === -1 ? text.length : newline)
}

/** An unfinished action within quotes ends with them, and what ends with its line where it stands in none. */
function quoteAround(text: string, start: number, lineEnd: number): number {
  const before = text.slice(lineStart(text, start), start)
  const open = ['"', "'"].find((quote) => before.split(quote).length % 2 === 0)
  const close = open === undefined ? -1 : text.indexOf(open, start)
  return close === -1 || close > lineEnd ? lineEnd : close
}

/** Whether its lines hold nothing but actions and white space. */
function standsAlone(text: string, action: Range): boolean {
  const from = lineStart(text, action.start)
  const newline = text.indexOf('\n', action.end)
  const lines = text.slice(from, newline === -1 ? text.length : newline)
  return lines.replaceAll(/\{\{[\s\S]*?(?:\}\}|$)/g, '').trim() === ''
}
