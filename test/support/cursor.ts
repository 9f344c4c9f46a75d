/** A text without its `$0`, and where that stood. `${0` is no cursor. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('$0')
  if (offset === -1) throw new Error('The text of the test has no $0')
  return { text: marked.slice(0, offset) + marked.slice(offset + 2), offset }
}
