import type { PathStep, Range } from '../yaml/yamlNode.ts'

/** Where a cursor is within a flow collection such as `{a: [b, $0`. */
export interface FlowCursor {
  /** steps below the collection's own path to the map or list that the cursor is in, or to the value it is at */
  readonly steps: readonly PathStep[]
  readonly role: 'member' | 'value'
  /** what is written of the member or value; empty at the cursor when nothing is */
  readonly range: Range
  /** a colon follows, so only the key itself is being written */
  readonly hasColon: boolean
  /** the cursor is right behind a colon, which needs a space before its value */
  readonly afterColon: boolean
  /** what must follow a new member so that the next stays one: a comma, and a space where there is none */
  readonly trail: '' | ',' | ', '
  /** keys of the map that the cursor is in, without the one it is on */
  readonly present: readonly string[]
}

interface Token extends Range {
  readonly type: '{' | '[' | '}' | ']' | ',' | ':' | 'scalar' | 'comment'
  readonly text: string
}

interface Frame {
  readonly map: boolean
  readonly keys: string[]
  key: string | undefined
  index: number
  /** a scalar that may turn out to be a key, or a value that is complete */
  last: string | undefined
  colonEnd: number
}

/** Reads a flow collection from its opening bracket to the cursor; `undefined` when the cursor is not in it, or in a comment. */
export function flowCursor(text: string, start: number, cursor: number): FlowCursor | undefined {
  const frames: Frame[] = []
  let touched: Token | undefined
  const tokens = flowTokens(text, start)
  let rest: Token | undefined
  // Not `for … of`: leaving that would end the generator, and the tokens behind the cursor are needed.
  for (let token = tokens.next().value; token !== undefined; token = tokens.next().value) {
    if (token.start > cursor || (token.start === cursor && token.type !== 'scalar')) {
      rest = token
      break
    }
    if (token.type === 'comment' && token.end >= cursor) return undefined
    if (token.type === 'scalar' && token.end >= cursor) {
      touched = token
      break
    }
    advance(frames, token)
    if (frames.length === 0) return undefined
  }
  const frame = frames.at(-1)
  if (frame === undefined) return undefined
  const role = frame.map && frame.key === undefined ? 'member' : 'value'
  // `{a: b $0` and `{a $0`: the scalar before the blank is done, and nothing can follow but a comma or a colon.
  if (touched === undefined && frame.last !== undefined) return undefined
  const depth = frames.length
  const next = touched === undefined ? rest : tokens.next().value
  const hasColon = role === 'member' && touched !== undefined && next?.type === ':'
  const present = [...frame.keys.filter((key) => key !== frame.key), ...keysAfter(tokens, next, depth, hasColon)]
  const steps = frames.flatMap((one, at) => stepOf(one, at === depth - 1 && role === 'member'))
  const parts = touched === undefined && next?.type === 'scalar'
  const trail = !parts ? '' : next.start === cursor ? ', ' : ','
  const afterColon = role === 'value' && frame.map && frame.colonEnd === cursor
  return { steps, role, range: touched ?? { start: cursor, end: cursor }, hasColon, afterColon, trail, present }
}

function stepOf(frame: Frame, isMember: boolean): readonly PathStep[] {
  if (!frame.map) return [frame.index]
  return isMember || frame.key === undefined ? [] : [frame.key]
}

function advance(frames: Frame[], token: Token): void {
  const frame = frames.at(-1)
  switch (token.type) {
    case '{':
    case '[':
      if (frame) frame.last = ''
      frames.push({ map: token.type === '{', keys: [], key: undefined, index: 0, last: undefined, colonEnd: -1 })
      return
    case '}':
    case ']':
      frames.pop()
      return
    case ',':
      if (frame === undefined) return
      if (frame.map && frame.key === undefined && frame.last) frame.keys.push(frame.last)
      frame.key = undefined
      frame.last = undefined
      frame.index++
      return
    case ':':
      if (frame === undefined) return
      frame.key = frame.last ?? ''
      frame.keys.push(frame.key)
      frame.last = undefined
      frame.colonEnd = token.end
      return
    case 'scalar':
      if (frame) frame.last = token.text
  }
}

/** Goes on from the cursor to the end of its collection. */
function keysAfter(
  tokens: Iterator<Token, undefined>,
  first: Token | undefined,
  depth: number,
  skipColon: boolean,
): readonly string[] {
  const keys: string[] = []
  let level = depth
  let last: string | undefined
  let isOwnColon = skipColon
  for (let token = first; token !== undefined && level >= depth; token = tokens.next().value) {
    if (token.type === '{' || token.type === '[') level++
    else if (token.type === '}' || token.type === ']') level--
    else if (level === depth && token.type === 'scalar') last = token.text
    else if (level === depth && token.type === ':') {
      if (!isOwnColon && last !== undefined) keys.push(last)
      isOwnColon = false
    } else if (token.type === ',') last = undefined
  }
  return keys
}

const quoted = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?/y
const plain = /[^\s,[\]{}:#](?:[^\n\r,[\]{}:#]|:(?=[^\s,[\]{}])|(?<=\S)#)*|#|:(?=[^\s,[\]{}])[^\n\r,[\]{}]*/y

function* flowTokens(text: string, start: number): Generator<Token, undefined> {
  let at = start
  let afterQuoted = false
  while (at < text.length) {
    const character = text[at] ?? ''
    if (/\s/.test(character)) {
      at++
      continue
    }
    const blankBefore = /\s/.test(text[at - 1] ?? ' ')
    if (character === '#' && blankBefore) {
      const newline = text.indexOf('\n', at)
      const end = newline === -1 ? text.length : newline
      yield { type: 'comment', start: at, end, text: '' }
      at = end
      continue
    }
    const mark = markOf(character, text[at + 1], afterQuoted)
    afterQuoted = false
    if (mark !== undefined) {
      yield { type: mark, start: at, end: at + 1, text: character }
      at++
      continue
    }
    afterQuoted = character === '"' || character === "'"
    const pattern = afterQuoted ? quoted : plain
    pattern.lastIndex = at
    const found = (pattern.exec(text)?.[0] ?? character).trimEnd()
    yield { type: 'scalar', start: at, end: at + found.length, text: afterQuoted ? bare(found) : found }
    at += found.length
  }
}

function markOf(character: string, next: string | undefined, afterQuoted: boolean): Token['type'] | undefined {
  switch (character) {
    case '{':
    case '[':
    case '}':
    case ']':
    case ',':
      return character
    case ':':
      return afterQuoted || next === undefined || /[\s,[\]{}]/.test(next) ? ':' : undefined
    default:
      return undefined
  }
}

function bare(token: string): string {
  const end = token.length > 1 && token.endsWith(token[0] ?? '') ? -1 : undefined
  return token.slice(1, end)
}
