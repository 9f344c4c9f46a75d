import type { OutgoingHttpHeaders } from 'node:http'
import type { Impersonation } from './kubeconfig.ts'

/** Headers that ask the server to act as someone else; lists become repeated headers (client-go, transport). */
export function impersonationHeaders(impersonate: Impersonation | undefined): OutgoingHttpHeaders {
  if (impersonate === undefined) return {}
  const headers: OutgoingHttpHeaders = {}
  if (impersonate.user !== '') headers['Impersonate-User'] = impersonate.user
  if (impersonate.uid !== undefined) headers['Impersonate-Uid'] = impersonate.uid
  if (impersonate.groups.length > 0) headers['Impersonate-Group'] = [...impersonate.groups]
  for (const [key, values] of Object.entries(impersonate.extra)) {
    headers[`Impersonate-Extra-${escapeHeaderKey(key)}`] = [...values]
  }
  return headers
}

/** Bytes that may not stand in a header's name are percent-encoded; the server decodes them. */
function escapeHeaderKey(key: string): string {
  return [...Buffer.from(key.toLowerCase())]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[!#$&'*+.^_`|~0-9a-z-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}
