import { ClusterError, type ClusterErrorKind } from './clusterError.ts'
import type { Connection } from './connection.ts'

/** What went wrong before there was an answer, as a sentence that says where and what to do. */
export function networkError(error: unknown, connection: Connection): ClusterError {
  if (error instanceof ClusterError) return error
  const code = codeOf(error)
  const server = connection.url.host
  const { context } = connection.target
  const [kind, message] = explain(code, error, server, context)
  return new ClusterError(kind, message, { cause: error })
}

function explain(code: string, error: unknown, server: string, context: string): [ClusterErrorKind, string] {
  const said = error instanceof Error ? error.message : String(error)
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'unreachable',
        `nothing listens at ${server}: the API server of context \`${context}\` is down, or its address in the kubeconfig is old`,
      ]
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [
        'unreachable',
        `the name of the API server ${server} (context \`${context}\`) cannot be resolved; check the network, the VPN and the kubeconfig`,
      ]
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return [
        'unreachable',
        `there is no way to the API server ${server} (context \`${context}\`); check the network and the VPN`,
      ]
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return ['unreachable', `the connection to ${server} (context \`${context}\`) was cut; try again`]
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return [
        'unreachable',
        `${server} does not speak TLS as the kubeconfig expects (context \`${context}\`): check its scheme and port`,
      ]
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'unreachable',
        `the certificate of ${server} is for other names: ${said}; correct the server's address or set \`tls-server-name\` in the kubeconfig`,
      ]
    case 'CERT_HAS_EXPIRED':
      return [
        'unreachable',
        `the certificate of ${server} (context \`${context}\`) has expired; renew it, or check this machine's clock`,
      ]
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return [
        'unreachable',
        `the certificate of ${server} is not signed by the authority that context \`${context}\` trusts; correct \`certificate-authority\` in the kubeconfig`,
      ]
    case 'ERR_INVALID_CHAR':
      return [
        'invalid',
        `the credentials of context \`${context}\` hold a character that no HTTP header may hold; log in again`,
      ]
    default:
      if (code.startsWith('HPE_')) {
        return ['unreachable', `${server} does not answer in HTTP (context \`${context}\`): check its scheme and port`]
      }
      if (/^ERR_(SSL|OSSL)_/.test(code)) {
        return ['unreachable', `the TLS connection to ${server} (context \`${context}\`) failed: ${said}`]
      }
      return ['unreachable', `the request to ${server} (context \`${context}\`) failed: ${said}`]
  }
}

/** Node's code of an error, or of the first cause that has one; '' when there is none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
