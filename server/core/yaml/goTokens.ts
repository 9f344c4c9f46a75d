import { blockScalar, type GoScalar, plainScalar, quotedScalar } from './goScalars.ts'
import { type GoTag, goTag, tagDirective } from './goTags.ts'
import { GoRefusal, type GoText, type Mark } from './goText.ts'

export type GoToken = { readonly start: Mark; readonly end: number } & (
  | { readonly kind: Sign }
  | { readonly kind: 'scalar'; readonly scalar: GoScalar }
  | { readonly kind: 'anchor' | 'alias'; readonly name: string }
  | { readonly kind: 'tag'; readonly tag: GoTag }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tagDirective'; readonly handle: string; readonly prefix: string }
)

type Sign =
  | 'end'
  | 'documentStart'
  | 'documentEnd'
  | 'blockList'
  | 'blockMap'
  | 'blockEnd'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':'

/** A place where a key may have begun without `?`; the colon that makes it one must follow on its line. */
interface PossibleKey {
  readonly token: number
  readonly mark: Mark
  /** nothing else can stand there */
  readonly required: boolean
}

/** Longest key without `?`, in characters. */
const keyLimit = 1024

/**
 * The tokens of a text, one at a time, as go-yaml's scanner sees them (YAML 1.1): block collections begin and end with
 * their indentation, and a `?` is put before every key that turns out to be one. Throws `GoRefusal`.
 */
export class GoTokens {
  readonly #source: GoText
  readonly #queue: GoToken[] = []
  #taken = 0
  /** columns of the open block collections, the innermost last */
  readonly #indents: number[] = []
  /** one for the block, and one for each open bracket */
  readonly #keys: (PossibleKey | undefined)[] = [undefined]
  #keyAllowed = true
  #ended = false

  constructor(source: GoText) {
    this.#source = source
  }

  peek(): GoToken {
    while (this.#needsMore()) this.#fetch()
    const [first] = this.#queue
    if (first === undefined) throw new RangeError('nothing follows the end')
    return first
  }

  take(): GoToken {
    const token = this.peek()
    this.#queue.shift()
    this.#taken += 1
    return token
  }

  #needsMore(): boolean {
    if (this.#queue.length === 0) return !this.#ended
    return this.#keys.some((key, level) => key?.token === this.#taken && this.#isPossible(level))
  }

  get #indent(): number {
    return this.#indents.at(-1) ?? -1
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1
  }

  #isPossible(level: number): boolean {
    const key = this.#keys[level]
    if (key === undefined) return false
    if (key.mark.line === this.#source.line && key.mark.index + keyLimit >= this.#source.index) return true
    if (key.required) throw new GoRefusal(key.mark.at, 'colon')
    this.#keys[level] = undefined
    return false
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return
    this.#dropKey()
    const required = !this.#inFlow && this.#indent === this.#source.column
    const token = this.#taken + this.#queue.length
    this.#keys[this.#keys.length - 1] = { token, mark: this.#source.mark(), required }
  }

  #dropKey(): void {
    const key = this.#keys.at(-1)
    if (key?.required) throw new GoRefusal(key.mark.at, 'colon')
    this.#keys[this.#keys.length - 1] = undefined
  }

  #push(token: GoToken, at = this.#queue.length): void {
    this.#queue.splice(at, 0, token)
  }

  /** A sign of so many characters. */
  #sign(kind: Sign, length = 1): void {
    const start = this.#source.mark()
    for (let count = 0; count < length; count += 1) this.#source.skip()
    this.#push({ kind, start, end: this.#source.at })
  }

  #open(kind: 'blockList' | 'blockMap', mark: Mark, at?: number): void {
    if (this.#inFlow || this.#indent >= mark.column) return
    this.#indents.push(mark.column)
    this.#push({ kind, start: mark, end: mark.at }, at)
  }

  #closeTo(column: number): void {
    if (this.#inFlow) return
    while (this.#indent > column) {
      const start = this.#source.mark()
      this.#indents.pop()
      this.#push({ kind: 'blockEnd', start, end: start.at })
    }
  }

  #toNextToken(): void {
    const source = this.#source
    for (;;) {
      while (source.ahead() === ' ' || ((this.#inFlow || !this.#keyAllowed) && source.ahead() === '\t')) source.skip()
      source.skipComment()
      if (!source.isBreak()) return
      source.takeBreak()
      if (!this.#inFlow) this.#keyAllowed = true
    }
  }

  #fetch(): void {
    this.#toNextToken()
    const source = this.#source
    this.#closeTo(source.column)
    const unit = source.ahead()
    if (unit === '') this.#fetchEnd()
    else if (source.column === 0 && unit === '%') this.#fetchDirective()
    else if (source.isDocumentMark()) {
      this.#endBlocks()
      this.#sign(unit === '-' ? 'documentStart' : 'documentEnd', 3)
    } else if (unit === '[' || unit === '{') {
      this.#saveKey()
      this.#keys.push(undefined)
      this.#keyAllowed = true
      this.#sign(unit)
    } else if (unit === ']' || unit === '}') {
      this.#dropKey()
      if (this.#inFlow) this.#keys.pop()
      this.#keyAllowed = false
      this.#sign(unit)
    } else if (unit === ',') {
      this.#dropKey()
      this.#keyAllowed = true
      this.#sign(',')
    } else if (unit === '-' && source.isGap(1)) this.#fetchEntry('-', 'blockList', 'entry')
    else if (unit === '?' && (this.#inFlow || source.isGap(1))) this.#fetchEntry('?', 'blockMap', 'key')
    else if (unit === ':' && (this.#inFlow || source.isGap(1))) this.#fetchColon()
    else this.#fetchContent(unit)
  }

  #fetchContent(unit: string): void {
    const source = this.#source
    if ((unit === '|' || unit === '>') && !this.#inFlow) {
      this.#dropKey()
      this.#keyAllowed = true
      this.#pushScalar(blockScalar(source, this.#indent))
      return
    }
    if (!'*&!\'"'.includes(unit) && !this.#beginsPlain(unit))
      throw new GoRefusal(source.at, unit === '\t' ? 'tab' : 'start')
    this.#saveKey()
    this.#keyAllowed = false
    const start = source.mark()
    if (unit === '*' || unit === '&') {
      const name = this.#anchorName()
      this.#push({ kind: unit === '*' ? 'alias' : 'anchor', name, start, end: source.at })
    } else if (unit === '!') {
      const tag = goTag(source)
      this.#push({ kind: 'tag', tag, start, end: source.at })
    } else if (unit === "'" || unit === '"') this.#pushScalar(quotedScalar(source))
    else {
      const scalar = plainScalar(source, this.#indent, this.#inFlow)
      this.#pushScalar(scalar)
      if (scalar.folded) this.#keyAllowed = true
    }
  }

  #beginsPlain(unit: string): boolean {
    if (this.#source.isGap()) return false
    if (unit === '-') return !this.#source.isBlank(1)
    if ((unit === '?' || unit === ':') && !this.#inFlow) return !this.#source.isGap(1)
    return !',?:[]{}#&*!|>\'"%@`'.includes(unit)
  }

  #pushScalar(scalar: GoScalar): void {
    this.#push({ kind: 'scalar', scalar, start: scalar.start, end: scalar.end })
  }

  #anchorName(): string {
    const source = this.#source
    const start = source.at
    source.skip()
    let name = ''
    while (/^[0-9A-Za-z_-]$/.test(source.ahead())) name += source.take()
    if (name === '' || !(source.isGap() || '?:,]}%@`'.includes(source.ahead()))) throw new GoRefusal(start, 'anchor')
    return name
  }

  #fetchEntry(sign: '-' | '?', kind: 'blockList' | 'blockMap', reason: 'entry' | 'key'): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw new GoRefusal(this.#source.at, reason)
      this.#open(kind, this.#source.mark())
    }
    this.#dropKey()
    this.#keyAllowed = sign === '-' || !this.#inFlow
    this.#sign(sign)
  }

  #fetchColon(): void {
    const level = this.#keys.length - 1
    const key = this.#keys[level]
    if (key !== undefined && this.#isPossible(level)) {
      const at = key.token - this.#taken
      this.#push({ kind: '?', start: key.mark, end: key.mark.at }, at)
      this.#open('blockMap', key.mark, at)
      this.#keys[level] = undefined
      this.#keyAllowed = false
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw new GoRefusal(this.#source.at, 'value')
        this.#open('blockMap', this.#source.mark())
      }
      this.#keyAllowed = !this.#inFlow
    }
    this.#sign(':')
  }

  #endBlocks(): void {
    this.#closeTo(-1)
    this.#dropKey()
    this.#keyAllowed = false
  }

  #fetchEnd(): void {
    // The end ends its line too, and with it whatever may have been a key.
    if (this.#source.column !== 0) this.#source.endLine()
    this.#endBlocks()
    this.#ended = true
    this.#sign('end', 0)
  }

  #fetchDirective(): void {
    this.#endBlocks()
    const source = this.#source
    const start = source.mark()
    const rest = source.text.slice(source.at)
    const version = /^%YAML[ \t]*([0-9]{1,2}\.[0-9]{1,2})/.exec(rest)
    const name = /^%(YAML|TAG)(?=[ \t\r\n\u0085\u2028\u2029]|$)/.exec(rest)?.[1]
    if (name === undefined || (name === 'YAML' && version === null)) throw new GoRefusal(start.at, 'directive')
    for (let count = name === 'TAG' ? 4 : (version?.[0].length ?? 0); count > 0; count -= 1) source.skip()
    const [handle, prefix] = name === 'TAG' ? tagDirective(source) : ['', '']
    const end = source.at
    source.skipBlanks()
    source.skipComment()
    if (!source.isEnd()) {
      if (!source.isBreak()) throw new GoRefusal(start.at, 'directive')
      source.takeBreak()
    }
    if (name === 'TAG') this.#push({ kind: 'tagDirective', handle, prefix, start, end })
    else this.#push({ kind: 'version', version: version?.[1] ?? '', start, end })
  }
}
