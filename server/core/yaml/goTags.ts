import { GoRefusal, type GoText } from './goText.ts'

/** A tag as it is written: `!!str` has the handle `!!`; a whole tag, `!<…>`, has none. */
export interface GoTag {
  readonly handle: string
  readonly suffix: string
}

const word = /^[0-9A-Za-z_-]*/
const uriPart = /^(?:[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]]|%[0-9A-Fa-f]{2})*/

/** A tag at its `!`. */
export function goTag(source: GoText): GoTag {
  const start = source.at
  const refuse = (): never => {
    throw new GoRefusal(start, 'tag')
  }
  let tag: GoTag
  if (source.ahead(1) === '<') {
    skip(source, 2)
    tag = { handle: '', suffix: uri(source, refuse) || refuse() }
    if (source.ahead() !== '>') refuse()
    source.skip()
  } else {
    const handle = tagHandle(source)
    if (handle.length > 1 && handle.endsWith('!')) tag = { handle, suffix: uri(source, refuse) || refuse() }
    else {
      const suffix = handle.slice(1) + uri(source, refuse)
      tag = suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix }
    }
  }
  if (!source.isGap()) refuse()
  return tag
}

/** `%TAG handle prefix`, behind the name of the directive. */
export function tagDirective(source: GoText): readonly [handle: string, prefix: string] {
  const start = source.at
  const refuse = (): never => {
    throw new GoRefusal(start, 'directive')
  }
  source.skipBlanks()
  const handle = source.ahead() === '!' ? tagHandle(source) : refuse()
  if (handle !== '!' && !handle.endsWith('!')) refuse()
  if (!source.isBlank()) refuse()
  source.skipBlanks()
  const prefix = uri(source, refuse) || refuse()
  if (!source.isGap()) refuse()
  return [handle, prefix]
}

function tagHandle(source: GoText): string {
  const rest = source.text.slice(source.at + 1)
  const name = word.exec(rest)?.[0] ?? ''
  const handle = `!${name}${rest[name.length] === '!' ? '!' : ''}`
  skip(source, handle.length)
  return handle
}

function uri(source: GoText, refuse: () => never): string {
  const written = uriPart.exec(source.text.slice(source.at))?.[0] ?? ''
  skip(source, written.length)
  if (source.ahead() === '%') refuse()
  try {
    return decodeURIComponent(written)
  } catch {
    return refuse()
  }
}

function skip(source: GoText, count: number): void {
  for (let at = 0; at < count; at += 1) source.skip()
}
