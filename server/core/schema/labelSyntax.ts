const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** Why a text is no qualified name (`[prefix/]name`: keys of labels, annotations, tolerations), or `undefined`. */
export function qualifiedNameFault(text: string): string | undefined {
  const parts = text.split('/')
  if (parts.length > 2) return 'it holds more than one `/`'
  const name = parts.at(-1) ?? ''
  if (parts.length === 2) {
    const fault = subdomainFault(parts[0] ?? '')
    if (fault !== undefined) return `the part before \`/\` is no DNS name: ${fault}`
  }
  if (name === '') return 'the name is empty'
  if (name.length > 63) return 'the name is longer than 63 characters'
  if (!namePart.test(name))
    return 'names hold letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit'
  return undefined
}

/** Why a text is no label value, or `undefined`; the empty text is one. */
export function labelValueFault(text: string): string | undefined {
  if (text.length > 63) return 'it is longer than 63 characters'
  if (text === '' || namePart.test(text)) return undefined
  return 'label values hold letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit'
}

/** Why a text is no DNS subdomain (RFC 1123), the form of most objects' names, or `undefined`. */
export function subdomainFault(text: string): string | undefined {
  if (text === '') return 'it is empty'
  if (text.length > 253) return 'it is longer than 253 characters'
  if (subdomain.test(text)) return undefined
  return 'use lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit'
}
