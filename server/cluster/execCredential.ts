import { fullTextOf, isRecord, parseJson, recordOf, textOf } from './json.ts'

/** A credential with an end. */
export interface ExecCredential {
  readonly authorization: string | undefined
  readonly clientCertificate: string | undefined
  readonly clientKey: string | undefined
  /** milliseconds since 1970; undefined when it does not end by itself */
  readonly expiresAtMs: number | undefined
}

/**
 * Reads what an exec plugin printed (client.authentication.k8s.io, `ExecCredential`). A string says what is wrong with
 * it; it never repeats the answer, which may hold secrets.
 */
export function parseExecCredential(output: string, apiVersion: string): ExecCredential | string {
  const value = parseJson(output)
  if (!isRecord(value) || value.kind !== 'ExecCredential') return 'it did not print an ExecCredential'
  if (value.apiVersion !== apiVersion) {
    return `it answered in the version \`${textOf(value.apiVersion) ?? ''}\`, not \`${apiVersion}\``
  }
  const status = recordOf(value.status)
  const token = fullTextOf(status.token)
  const clientCertificate = fullTextOf(status.clientCertificateData)
  const clientKey = fullTextOf(status.clientKeyData)
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    return 'it gave a client certificate without its key, or a key without its certificate'
  }
  if (token === undefined && clientCertificate === undefined) return 'it gave neither a token nor a client certificate'
  const expires = textOf(status.expirationTimestamp)
  const expiresAtMs = expires === undefined ? Number.NaN : Date.parse(expires)
  return {
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    clientCertificate,
    clientKey,
    expiresAtMs: Number.isNaN(expiresAtMs) ? undefined : expiresAtMs,
  }
}
