/**
 * Text that a terminal shows and does not obey: control characters become their pictures (U+2400…), since files and
 * pod logs may hold escape sequences. Tabs and newlines stay.
 */
export function printable(text: string): string {
  return text.replace(controls, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd'
  })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to get rid of
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Cells that a text takes up in a terminal: none for combining marks, two for wide characters and emoji. */
export function cellsOf(text: string): number {
  let cells = 0
  for (const character of text) cells += none.test(character) ? 0 : wide.test(character) ? 2 : 1
  return cells
}

const none = /[\p{M}\u200b-\u200d\ufeff]/u
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u
