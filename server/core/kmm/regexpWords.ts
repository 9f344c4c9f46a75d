import type { RegexpPart } from './regexpParts.ts'

const shortClasses: Readonly<Record<string, string>> = {
  '\\d': 'a digit',
  '\\D': 'a character that is no digit',
  '\\w': 'a letter, a digit or `_`',
  '\\W': 'a character that is no letter, no digit and no `_`',
  '\\s': "a blank, which no kernel's name holds",
  '\\S': 'a character that is no blank',
}

const flagWords: Readonly<Record<string, string>> = {
  i: 'capital and small letters alike',
  m: '`^` and `$` also at line breaks',
  s: '`.` also takes a line break',
  U: 'quantifiers as few as possible',
}

/** What a part of a Go regexp means, in a few words of Markdown. */
export function partWords(part: RegexpPart): string {
  const { kind, text } = part
  switch (kind) {
    case 'literal':
      return text.length === 1 ? 'this character' : 'these characters'
    case 'quoted':
      return `\`${part.stands}\` as it stands`
    case 'escape':
      return part.stands === '.' ? 'a dot' : `the character \`${part.stands}\``
    case 'control':
      return "a control character, which no kernel's name holds"
    case 'any':
      return 'any character'
    case 'class':
      return classWords(text)
    case 'shortClass':
      return shortClasses[text] ?? `a character of the Unicode class \`${text}\``
    case 'begin':
      return "the beginning of the kernel's name"
    case 'end':
      return "the end of the kernel's name"
    case 'boundary':
      return text === '\\b' ? 'the edge of a word' : 'no edge of a word'
    case 'open':
      return openWords(text)
    case 'close':
      return 'the end of the group'
    case 'flags':
      return `from here on: ${flagsWords(text.slice(2, -1))}`
    case 'alternation':
      return 'or'
    case 'quantifier':
      return quantifierWords(text)
    default:
      return invalidWords(text)
  }
}

function classWords(text: string): string {
  const isNot = text.startsWith('[^')
  const members = text.slice(isNot ? 2 : 1, -1)
  if (members === '0-9') return isNot ? 'a character that is no digit' : 'a digit'
  return isNot ? `one character that is none of \`${members}\`` : `one of \`${members}\``
}

function openWords(text: string): string {
  const flags = /^\(\?([imsU-]+):$/.exec(text)?.[1]
  if (flags !== undefined) return `a group, in which: ${flagsWords(flags)}`
  const name = /<(\w+)>$/.exec(text)?.[1]
  return name === undefined ? 'a group' : `a group called \`${name}\``
}

function flagsWords(flags: string): string {
  const [on = '', off = ''] = flags.split('-')
  const said = [...[...on].map((flag) => flagWords[flag]), ...[...off].map((flag) => `not ${flagWords[flag]}`)]
  return said.join(', ')
}

function quantifierWords(text: string): string {
  const lazy = text.length > 1 && text.endsWith('?') ? ', as few as possible' : ''
  const bare = lazy === '' ? text : text.slice(0, -1)
  if (bare === '*') return `any number of them, or none${lazy}`
  if (bare === '+') return `one or more of them${lazy}`
  if (bare === '?') return `one of them, or none${lazy}`
  const [, low = '', comma, high] = /^\{(\d+)(,?)(\d*)\}$/.exec(bare) ?? []
  if (comma === '') return `${low} of them`
  return high === '' ? `${low} or more of them${lazy}` : `${low} to ${high} of them${lazy}`
}

function invalidWords(text: string): string {
  if (/^\(\?<?[=!]/.test(text)) return 'a look around, which Go does not have'
  if (/^\\[1-9]/.test(text)) return 'a reference back to a group, which Go does not have'
  if (/^(?:[()]|\(\?[imsU-]*:|\(\?P?<\w+>)$/.test(text)) return 'a parenthesis without its partner'
  if (text.startsWith('[')) return 'a class that does not end'
  return 'nothing that Go can read'
}
