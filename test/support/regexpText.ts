import fc from 'fast-check'

/** Pieces that people write into a kernel regexp, well and badly. */
const pieces = [
  ['^', '$', '.', '.+', '.*', '\\.', '5', '14', 'el9', 'x86_64', '_', '-', '~', 'fc\\d{2}', 'amd64', '427.13.1'],
  ['\\d+', '\\w', '\\W', '\\s', '\\S', '\\D', '\\b', '\\B', '[0-9]', '[^.]', '[a-f_-]', '[]a]', '[^]a]', '[[:alpha:]]'],
  ['(', ')', '(?:', '(?i)', '(?s-i:', '(?U)', '(?m)', '(?P<n>', '(?<n>', '(?=', '(?!', '(?<=', '[', ']', '{', '}'],
  ['{2}', '{2,1}', '{2,}', '{,3}', '{1001}', '{3,5}?', '*', '+', '?', '*?', '+?', '|', '||'],
  ['\\Q', '\\E', '\\A', '\\z', '\\Z', '\\1', '\\12', '\\0', '\\y', '\\e', '\\h', '\\K', '\\R', '\\C', '\\G', '\\X'],
  ['\\pL', '\\PL', '\\p{Greek}', '\\p{^Lu}', '\\p{', '\\pZ', '\\p{Latin}', '[[:word:]]', '[[:nope:]]', '[:alpha:]'],
  ['\\x{41}', '\\x41', '\\x4', '\\x{110000}', '\\u0041', '\\cA', '\\', '\\f', '\\n', '\\t', '\\v', '\\a', '\\r', '\\-'],
  ['[b-a]', '[a-\\d]', '[\\d-z]', '[^\\S]', '[\\Q]', '[a&&b]', '(?P=n)', '(?#x)', '(?>a)', ' ', '/', 'é', '\u{1f600}'],
].flat()

/** Patterns for kernels, many of which Go refuses. */
export const regexpText = textOf(pieces, 9)

/** Patterns for kernels that Go mostly takes. */
export const likelyRegexpText = textOf(
  [...pieces.slice(0, 16), '\\d+', '[0-9]', '[^.]', '(427|5)', '(?:a|)', '\\w', '(?i)'],
  7,
)

function textOf(some: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...some), { minLength: 1, maxLength }).map((chosen) => chosen.join(''))
}
