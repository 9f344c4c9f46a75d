import type { Palette } from './palette.ts'

/**
 * Our own markdown for a terminal: paragraphs are wrapped to a width in columns and indented, code and bold are painted,
 * links show their address, and fenced blocks and lists keep their lines.
 */
export function markdownText(markdown: string, width: number, indent: string, palette: Palette): string {
  const lines = markdown.split(/(^```[\s\S]*?^```$)/m).flatMap((part) =>
    part.startsWith('```')
      ? part
          .split('\n')
          .slice(1, -1)
          .map((line) => palette.faint(`  ${line}`.trimEnd()))
      : part.split('\n').flatMap((line) => (line.trim() === '' ? [''] : wrapped(line, width - indent.length, palette))),
  )
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
  if (text === '') return ''
  return text
    .split('\n')
    .map((line) => `${line === '' ? '' : indent + line}\n`)
    .join('')
}

function wrapped(line: string, width: number, palette: Palette): readonly string[] {
  const bullet = /^- /.test(line) ? '  ' : ''
  const shown = line.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2')
  const lines: string[] = []
  let current = ''
  for (const word of words(shown)) {
    if (current !== '' && visible(current) + 1 + visible(word) > width) {
      lines.push(current)
      current = bullet + word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current].map((text) => painted(text, palette))
}

/** Words, of which a piece of code or of bold text is one. */
function words(line: string): readonly string[] {
  return line.match(/(?:`[^`]*`|\*\*[^*]+\*\*|\S)+/g) ?? []
}

function visible(text: string): number {
  return text.replace(/`|\*\*/g, '').length
}

function painted(text: string, palette: Palette): string {
  return text
    .split(/(`[^`]*`|\*\*[^*]+\*\*)/)
    .map((part) => {
      if (part.startsWith('`')) return palette.place(part.slice(1, -1))
      return part.startsWith('**') ? palette.strong(part.slice(2, -2)) : part
    })
    .join('')
}
