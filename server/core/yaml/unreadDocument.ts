import type { Unread } from './sizeRefusal.ts'
import type { YamlDocument, YamlPair, YamlScalar } from './yamlNode.ts'

/**
 * A document that is too large to be read: no more than its apiVersion and kind, which tell whose it is, and one
 * problem that says so. It counts as templated, since what is not in the tree may well be in the text.
 */
export function unreadDocument(text: string, start: number, { what, range }: Unread): YamlDocument {
  const pairs = [...text.slice(0, headLength).matchAll(headLine)].map((found): YamlPair => {
    const [line, before = '', key = '', between = '', value = ''] = found
    const at = found.index + before.length
    const valueAt = at + key.length + between.length
    const end = found.index + line.length
    return { key: plain(key, at), value: plain(value, valueAt), range: { start: at, end } }
  })
  const message = `Nothing in this document is checked: ${what} is more than any Module has`
  return {
    start,
    text,
    root: { type: 'map', range: { start: 0, end: text.length }, flow: false, pairs },
    problems: [{ id: 'kmm/too-large', range, message }],
    templated: true,
    unread: true,
  }
}

/** Where kind and apiVersion are looked for. */
const headLength = 10_000
const headLine = /^([{ ]{0,2}["']?)(apiVersion|kind)(["']?:[ \t]+["']?)([\w./-]+)/gm

function plain(text: string, start: number): YamlScalar {
  return { type: 'scalar', range: { start, end: start + text.length }, style: 'plain', text, value: text }
}
