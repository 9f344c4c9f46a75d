import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface CertificateAuthority extends Certificate {
  /** A certificate for servers on 127.0.0.1 and `localhost` (unless other names are given), or for a client. */
  issue(commonName: string, options?: { readonly dnsNames?: readonly string[] }): Certificate
}

/**
 * A certificate authority made on the spot, so that no test needs openssl or a committed key (X.509, RFC 5280; ECDSA on
 * P-256). Good for a day.
 */
export function createAuthority(commonName = 'test authority'): CertificateAuthority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = nameOf(commonName)
  const cert = certificate(issuer, issuer, publicKey, privateKey, [
    extension('2.5.29.19', true, sequence(Buffer.from([0x01, 0x01, 0xff]))),
  ])
  return {
    cert,
    key: pemKey(privateKey),
    issue: (name, { dnsNames = ['localhost'] } = {}) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = [...dnsNames.map((it) => der(0x82, Buffer.from(it))), der(0x87, Buffer.from([127, 0, 0, 1]))]
      const altNames = extension('2.5.29.17', false, sequence(...names))
      return {
        cert: certificate(issuer, nameOf(name), pair.publicKey, privateKey, [altNames]),
        key: pemKey(pair.privateKey),
      }
    },
  }
}

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'

function certificate(issuer: Buffer, subject: Buffer, key: KeyObject, signer: KeyObject, extensions: Buffer[]): string {
  const algorithm = sequence(objectId(ecdsaWithSha256))
  const now = Date.now()
  const validity = sequence(time(now - 3_600_000), time(now + 86_400_000))
  const toSign = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    issuer,
    validity,
    subject,
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', toSign, signer)]))
  const body = sequence(toSign, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [Buffer.from([0x01, 0x01, 0xff])] : []
  return sequence(objectId(id), ...critical, der(0x04, value))
}

/** DER (X.690): tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
}

function objectId(id: string): Buffer {
  const [first = 0, second = 0, ...rest] = id.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const digits = [part & 0x7f]
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
    bytes.push(...digits)
  }
  return der(0x06, Buffer.from(bytes))
}
