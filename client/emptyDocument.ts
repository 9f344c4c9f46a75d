/** Beginnings of the words by which people look for what we offer. */
const words = ['kmm', 'module', 'managedclustermodule', 'preflightvalidation', 'bootmoduleconfig']

/**
 * The word that is typed at a place where a new YAML document of KMM's may begin: nothing but comments stands in the
 * document around it, and it is empty or begins one of our words. `undefined` everywhere else. Other people's new files
 * are not bothered: a word of theirs is not ours from its second letter on.
 */
export function newDocumentWord(lines: readonly string[], line: number, character: number): string | undefined {
  const typed = (lines[line] ?? '').trimEnd()
  if (!/^\w*$/.test(typed) || character < typed.length) return undefined
  if (typed !== '' && (typed.length < 2 || !words.some((word) => word.startsWith(typed.toLowerCase()))))
    return undefined
  const start = lines.slice(0, line).findLastIndex(isMarker)
  const end = lines.findIndex((one, at) => at > line && isMarker(one))
  const around = [...lines.slice(start + 1, line), ...lines.slice(line + 1, end === -1 ? undefined : end)]
  return around.every((one) => /^\s*(#|$)|^%/.test(one)) ? typed : undefined
}

function isMarker(line: string): boolean {
  return /^(---|\.\.\.)(\s|$)/.test(line)
}
