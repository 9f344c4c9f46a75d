/** How far the document indents children: what its first indented line does, else two. */
export function indentStep(text: string): number {
  const found = /^[^\s#-][^\n]*:[ \t]*\r?\n( +)[^\s#-]/m.exec(text)
  return found?.[1]?.length ?? 2
}

/** Whether the document puts the dashes of a list under its key (`a:` over `- b`) rather than indented. */
export function listsAreFlush(text: string): boolean {
  const found = /^( *)(?:- )?[^\s#-][^\n]*:[ \t]*\r?\n( *)- /m.exec(text)
  return found !== null && found[1]?.length === found[2]?.length
}
