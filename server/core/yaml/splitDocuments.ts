/** One document's part of a file: half-open offsets. The parts of a file touch each other and cover all of it. */
export interface DocumentSlice {
  readonly start: number
  readonly end: number
}

/**
 * Splits a file into its YAML documents. A line that begins with `---` or `...` followed by white space always ends a
 * document, also inside quoted and block scalars (YAML 1.1 §9.1.2), so no parsing is needed. Lines end where YAML 1.1
 * ends them: also at a lone CR, NEL, LS and PS. Comments and directives
 * above a `---` belong to the document it opens; what trails a final `...` stays with the document before it.
 */
export function splitDocuments(text: string): readonly DocumentSlice[] {
  const slices: DocumentSlice[] = []
  let start = 0
  let opened = false
  for (const marker of markers(text)) {
    if (marker.ends) {
      slices.push({ start, end: marker.lineEnd })
      start = marker.lineEnd
      opened = false
      continue
    }
    if (opened || hasContent(text, start, marker.at)) {
      slices.push({ start, end: marker.at })
      start = marker.at
    }
    opened = true
  }
  const last = slices.at(-1)
  if (last !== undefined && !opened && !hasContent(text, start, text.length)) {
    slices[slices.length - 1] = { start: last.start, end: text.length }
  } else {
    slices.push({ start, end: text.length })
  }
  return slices
}

interface Marker {
  readonly at: number
  readonly ends: boolean
  readonly lineEnd: number
}

function* markers(text: string): Iterable<Marker> {
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (isMarker(text, at)) yield markerAt(text, at)
  for (let line = nextMarker(text, 0); line !== -1; line = nextMarker(text, line)) {
    if (isMarker(text, line)) yield markerAt(text, line)
  }
}

/** Offset of the next line, after `from`, that begins like a marker. */
function nextMarker(text: string, from: number): number {
  markerLine.lastIndex = from
  const found = markerLine.exec(text)
  return found === null ? -1 : found.index + 1
}

const markerLine = /[\n\r\u0085\u2028\u2029](?:---|\.\.\.)/g
const lineBreak = /\r\n|[\n\r\u0085\u2028\u2029]/
const nextBreak = new RegExp(lineBreak, 'g')

function isMarker(text: string, at: number): boolean {
  const three = text.slice(at, at + 3)
  const next = text[at + 3]
  return (three === '---' || three === '...') && (next === undefined || ' \t\r\n\u0085\u2028\u2029'.includes(next))
}

function markerAt(text: string, at: number): Marker {
  nextBreak.lastIndex = at
  const found = nextBreak.exec(text)
  return { at, ends: text[at] === '.', lineEnd: found === null ? text.length : found.index + found[0].length }
}

/** Whether something other than blank lines, comments and directives stands there. */
function hasContent(text: string, start: number, end: number): boolean {
  for (const line of text.slice(start, end).split(lineBreak)) {
    const first = line.replace(/^\uFEFF/, '').trimStart()
    if (first !== '' && !first.startsWith('#') && !line.startsWith('%')) return true
  }
  return false
}
