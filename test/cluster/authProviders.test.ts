import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createAuthority } from '../support/certificates.ts'
import { sendJson, startLocalServer } from '../support/localServer.ts'

/** Renews twice, in a process of its own: only a new process takes an authority from NODE_EXTRA_CA_CERTS. */
const program = `
import { createAuthProvider } from ${JSON.stringify(new URL('../../server/cluster/authProviders.ts', import.meta.url).href)}
const provider = createAuthProvider({ name: 'oidc', config: JSON.parse(process.argv[1]) })
console.log(await provider.authorize(), await provider.authorize())
`

test('a token is renewed at its issuer, with the refresh token that the last renewal gave', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kmm-oidc-'))
  const authority = createAuthority()
  const nowSeconds = Math.floor(Date.now() / 1000)
  let renewals = 0
  const idp = await startLocalServer((request, response) => {
    const issuer = `https://127.0.0.1:${idp.port}`
    if (request.path.includes('.well-known')) {
      return sendJson(response, { issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` })
    }
    renewals += 1
    const claims = { iss: issuer, aud: 'c', sub: 'ann', iat: nowSeconds, exp: nowSeconds + 3600, renewals }
    const tokens = { access_token: 'a', token_type: 'bearer', id_token: jwt(claims), refresh_token: `r${renewals}` }
    sendJson(response, { ...tokens, expires_in: 3600 })
  }, authority.issue('idp'))
  try {
    await writeFile(join(folder, 'ca.pem'), authority.cert)
    const config = {
      'id-token': jwt({ exp: 1 }),
      'refresh-token': 'r0',
      'client-id': 'c',
      'idp-issuer-url': idp.url,
      'idp-certificate-authority': join(folder, 'ca.pem'),
    }
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), NODE_NO_WARNINGS: '1' }
    const args = ['--input-type=module-typescript', '--eval', program, JSON.stringify(config)]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    expect(stdout).toMatch(/^Bearer \S+\.c2ln Bearer \S+\.c2ln\n$/)
    const asked = idp.requests.flatMap(({ body }) => /refresh_token=(r\d)/.exec(body)?.[1] ?? [])
    expect(asked).toEqual(['r0', 'r1'])
  } finally {
    await idp.close()
    await rm(folder, { recursive: true })
  }
})

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`
}
