/** Offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  // `lastIndexOf` takes an index before the text for the first character, which may be a line's end.
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}
