import { Alias, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { GoScalar } from './goScalars.ts'
import type { GoTag } from './goTags.ts'
import { forbiddenCharacter, GoRefusal, GoText } from './goText.ts'
import { type GoToken, GoTokens } from './goTokens.ts'
import { depthLimit } from './sizeRefusal.ts'

/**
 * What go-yaml makes of a text: its nodes (null without content) and, where the document ends although there is more
 * that nothing separates from it, where that begins; or the place where it gives up.
 */
export type GoReading = { readonly contents: GoNode | null; readonly unread?: number } | { readonly refusal: GoRefusal }

type GoNode = Scalar | YAMLMap | YAMLSeq | Alias

/**
 * Reads the first document of a text exactly as the API server does: by go-yaml v2, which takes and refuses other texts
 * than parsers of YAML 1.2, and never looks behind the document's end. Whether aliases lead anywhere is left open. The
 * nodes are those of `yaml`, with the same places. Nesting ends much earlier than go-yaml's 10,000 levels, since our
 * stack does.
 */
export function readGoYaml(text: string): GoReading {
  const forbidden = forbiddenCharacter(text)
  if (forbidden !== -1) return { refusal: new GoRefusal(forbidden, 'control') }
  try {
    return new Reader(text).document()
  } catch (error) {
    if (error instanceof GoRefusal) return { refusal: error }
    throw error
  }
}

interface Properties {
  readonly anchor: string | undefined
  readonly tag: string | undefined
  readonly end: number
}

const defaultHandles: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
]

class Reader {
  readonly #text: string
  readonly #tokens: GoTokens
  readonly #handles = new Map<string, string>()
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = new GoTokens(new GoText(text))
  }

  document(): Extract<GoReading, { contents: unknown }> {
    const first = this.#tokens.peek()
    if (first.kind === 'end') return { contents: null }
    const isBare = !['version', 'tagDirective', 'documentStart'].includes(first.kind)
    this.#directives()
    if (!isBare) {
      if (this.#tokens.peek().kind !== 'documentStart') this.#refuse('content')
      this.#tokens.take()
      if (this.#nextIs('version', 'tagDirective', 'documentStart', 'documentEnd', 'end')) return { contents: null }
    }
    const contents = this.#node(true, false)
    // go-yaml looks at one more token, to see how the document ends.
    const { kind, start } = this.#tokens.peek()
    const ends = ['documentStart', 'documentEnd', 'end'].includes(kind)
    return { contents, ...(!ends && { unread: start.at }) }
  }

  #directives(): void {
    let versions = 0
    for (;;) {
      const token = this.#tokens.peek()
      if (token.kind === 'version') {
        versions += 1
        const [major, minor] = token.version.split('.').map(Number)
        if (versions > 1 || major !== 1 || minor !== 1) this.#refuse('version')
      } else if (token.kind === 'tagDirective') {
        if (this.#handles.has(token.handle)) this.#refuse('directive')
        this.#handles.set(token.handle, token.prefix)
      } else break
      this.#tokens.take()
    }
    for (const [handle, prefix] of defaultHandles) if (!this.#handles.has(handle)) this.#handles.set(handle, prefix)
  }

  #nextIs(...kinds: readonly GoToken['kind'][]): boolean {
    return kinds.includes(this.#tokens.peek().kind)
  }

  #refuse(reason: GoRefusal['reason'], at = this.#tokens.peek().start.at): never {
    throw new GoRefusal(at, reason)
  }

  /** `block` may hold block collections; `bare` a list whose dashes stand no deeper than the key. */
  #node(block: boolean, bare: boolean): GoNode {
    const token = this.#tokens.peek()
    if (token.kind === 'alias') {
      this.#tokens.take()
      return placed(new Alias(token.name), token.start.at, token.end, this.#lineEnd(token.end))
    }
    if (this.#depth > depthLimit) this.#refuse('depth')
    this.#depth += 1
    const properties = this.#properties()
    const node = this.#content(block, bare, properties)
    this.#depth -= 1
    if (properties?.anchor !== undefined) node.anchor = properties.anchor
    if (properties?.tag !== undefined) node.tag = properties.tag
    return node
  }

  #properties(): Properties | undefined {
    const first = this.#tokens.peek()
    if (first.kind !== 'anchor' && first.kind !== 'tag') return undefined
    this.#tokens.take()
    const second = this.#tokens.peek()
    const both = (second.kind === 'anchor' || second.kind === 'tag') && second.kind !== first.kind
    if (both) this.#tokens.take()
    const tokens = both ? [first, second] : [first]
    const anchor = tokens.find((token) => token.kind === 'anchor')
    const tag = tokens.find((token) => token.kind === 'tag')
    return {
      anchor: anchor?.kind === 'anchor' ? anchor.name : undefined,
      tag: tag?.kind === 'tag' ? this.#tagName(tag.tag, tag.start.at) : undefined,
      end: tokens.at(-1)?.end ?? first.end,
    }
  }

  #tagName({ handle, suffix }: GoTag, at: number): string {
    if (handle === '') return suffix
    const prefix = this.#handles.get(handle)
    return prefix === undefined ? this.#refuse('tag', at) : prefix + suffix
  }

  #content(block: boolean, bare: boolean, properties: Properties | undefined): Exclude<GoNode, Alias> {
    const token = this.#tokens.peek()
    if (bare && token.kind === '-') return this.#list(token.start.at, true)
    if (token.kind === 'scalar') {
      this.#tokens.take()
      return this.#scalar(token.scalar)
    }
    if (token.kind === '[') return this.#flowList()
    if (token.kind === '{') return this.#flowMap()
    if (block && token.kind === 'blockList') {
      this.#tokens.take()
      return this.#list(token.start.at, false)
    }
    if (block && token.kind === 'blockMap') return this.#map()
    return properties === undefined ? this.#refuse('content') : empty(properties.end)
  }

  #scalar({ text, style, start, end }: GoScalar): Scalar {
    const scalar = new Scalar(text)
    scalar.source = text
    scalar.type = scalarTypes[style]
    const isBlock = style === 'literal' || style === 'folded'
    return placed(scalar, start.at, end, isBlock ? end : this.#lineEnd(end))
  }

  /** Behind the line that something ends on, when nothing but a comment follows on it. */
  #lineEnd(end: number): number {
    lineRest.lastIndex = end
    return end + (lineRest.exec(this.#text)?.[0].length ?? 0)
  }

  /** An absent value, to which all blank space before the next thing belongs where a comment is in it. */
  #nothing(at: number): Scalar {
    blankLines.lastIndex = at
    const gap = blankLines.exec(this.#text)?.[0] ?? ''
    return empty(at, at + (gap.includes('#') ? gap : (/^[ \t]*/.exec(gap)?.[0] ?? '')).length)
  }

  #list(start: number, bare: boolean): YAMLSeq {
    const list = new YAMLSeq()
    let end = start
    while (this.#nextIs('-')) {
      const dash = this.#tokens.take()
      const isEmpty = bare ? this.#nextIs('-', '?', ':', 'blockEnd') : this.#nextIs('-', 'blockEnd')
      const item = isEmpty ? this.#nothing(dash.end) : this.#node(true, false)
      list.items.push(item)
      end = endOf(item)
    }
    if (!bare && this.#tokens.peek().kind !== 'blockEnd') this.#refuse('entry')
    if (!bare) this.#tokens.take()
    return placed(list, start, end, end)
  }

  #map(): YAMLMap {
    const map = new YAMLMap()
    let start = this.#tokens.take().start.at
    let end = start
    while (this.#nextIs('?')) {
      const sign = this.#tokens.peek()
      const key = this.#blockPart()
      // An anchor or tag before the first key is the key's.
      if (map.items.length === 0 && sign.end === sign.start.at) start = key.range?.[0] ?? start
      const value = this.#nextIs(':') ? this.#blockPart() : null
      map.items.push(new Pair(key, value))
      end = endOf(value ?? key)
    }
    if (this.#tokens.peek().kind !== 'blockEnd') this.#refuse('key')
    this.#tokens.take()
    return placed(map, start, end, end)
  }

  /** What follows a `?` or `:` of a block mapping. */
  #blockPart(): GoNode {
    const { end } = this.#tokens.take()
    return this.#nextIs('?', ':', 'blockEnd') ? this.#nothing(end) : this.#node(true, true)
  }

  #flowList(): YAMLSeq {
    const list = new YAMLSeq()
    list.flow = true
    const open = this.#tokens.take()
    for (let isFirst = true; !this.#nextIs(']'); isFirst = false) {
      if (!isFirst) this.#comma()
      if (this.#nextIs(']')) break
      list.items.push(this.#nextIs('?') ? this.#flowPair() : this.#node(false, false))
    }
    const close = this.#tokens.take()
    return placed(list, open.start.at, close.end, this.#lineEnd(close.end))
  }

  /** `[a: b]` holds a mapping of one pair. */
  #flowPair(): YAMLMap {
    const map = new YAMLMap()
    map.flow = true
    const { start, end } = this.#tokens.take()
    let key: GoNode = empty(end)
    if (this.#nextIs(':', ',', ']')) this.#tokens.take()
    else key = this.#node(false, false)
    const value = this.#flowValue(']')
    map.items.push(new Pair(key, value))
    const last = endOf(value ?? key)
    return placed(map, start.at, last, last)
  }

  #flowMap(): YAMLMap {
    const map = new YAMLMap()
    map.flow = true
    const open = this.#tokens.take()
    for (let isFirst = true; !this.#nextIs('}'); isFirst = false) {
      if (!isFirst) this.#comma()
      if (this.#nextIs('}')) break
      if (!this.#nextIs('?')) {
        map.items.push(new Pair(this.#node(false, false), null))
        continue
      }
      const { end } = this.#tokens.take()
      const key = this.#nextIs(':', ',', '}') ? empty(end) : this.#node(false, false)
      map.items.push(new Pair(key, this.#flowValue('}')))
    }
    const close = this.#tokens.take()
    return placed(map, open.start.at, close.end, this.#lineEnd(close.end))
  }

  #flowValue(close: ']' | '}'): GoNode | null {
    if (!this.#nextIs(':')) return null
    const colon = this.#tokens.take()
    return this.#nextIs(',', close) ? empty(colon.end) : this.#node(false, false)
  }

  #comma(): void {
    if (!this.#nextIs(',')) this.#refuse('flow')
    this.#tokens.take()
  }
}

const scalarTypes = {
  plain: 'PLAIN',
  single: 'QUOTE_SINGLE',
  double: 'QUOTE_DOUBLE',
  literal: 'BLOCK_LITERAL',
  folded: 'BLOCK_FOLDED',
} as const

const comment = /#[^\r\n\u0085\u2028\u2029]*/.source
const lineBreak = /(?:\r\n?|[\n\u0085\u2028\u2029])/.source
const lineRest = new RegExp(`[ \\t]*(?:${comment})?${lineBreak}?`, 'y')
const blankLines = new RegExp(`(?:[ \\t]*(?:${comment})?${lineBreak})*[ \\t]*(?:${comment})?`, 'y')

function empty(at: number, lineEnd = at): Scalar {
  const scalar = new Scalar(null)
  scalar.source = ''
  scalar.type = 'PLAIN'
  return placed(scalar, at, at, lineEnd)
}

function placed<T extends GoNode>(node: T, start: number, end: number, lineEnd: number): T {
  node.range = [start, end, lineEnd]
  return node
}

function endOf(node: GoNode): number {
  return node.range?.[2] ?? 0
}
