import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readKubeconfig } from '../../server/cluster/readKubeconfig.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { runKubectl } from '../support/testbedTools.ts'

const { binary, skipped } = await findTestbedParts()

const first = `
apiVersion: v1
kind: Config
current-context: one
contexts:
  - {name: one, context: {cluster: k, user: u, namespace: team}}
clusters:
  - {name: k, cluster: {server: 'https://first:6443', certificate-authority: ca.crt}}
users:
  - {name: u, user: {token: from-first}}
`
const second = `
current-context: two
contexts:
  - {name: one, context: {cluster: other, user: other}}
  - {name: two, context: {cluster: k, user: v}}
clusters:
  - {name: k, cluster: {server: 'https://second:6443'}}
  - {name: l, cluster: {server: 'http://127.0.0.1:8080', proxy-url: 'http://proxy:3128'}}
users:
  - {name: u, user: {token: from-second}}
  - {name: v, user: {client-certificate: certs/me.crt, client-key: certs/me.key}}
`

/** Files in the order of KUBECONFIG; a name without text is a file that does not exist. */
const cases: readonly (readonly [name: string, files: readonly (readonly [string, string | undefined])[]])[] = [
  ['one file', [['a', first]]],
  [
    'the first file wins, entry by entry',
    [
      ['a', first],
      ['b', second],
    ],
  ],
  [
    'the other way round',
    [
      ['b', second],
      ['a', first],
    ],
  ],
  [
    'a missing file is passed over',
    [
      ['nowhere', undefined],
      ['a', first],
    ],
  ],
  [
    'an empty file is passed over',
    [
      ['empty', ''],
      ['b', second],
    ],
  ],
  [
    'the current context of a later file counts when the first has none',
    [
      ['c', first.replace(/^current-context.*$/m, '')],
      ['b', second],
    ],
  ],
  [
    'paths are relative to their own file',
    [
      ['deep/d', second],
      ['a', first],
    ],
  ],
  ['nothing at all', [['nowhere', undefined]]],
]

describe.skipIf(skipped !== undefined)(skipped ?? 'the real kubectl', () => {
  test.each(cases)('reads as we do: %s', async (_, files) => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'deep'))
    for (const [name, text] of files) if (text !== undefined) await writeFile(join(folder, name), text)
    const env = { KUBECONFIG: files.map(([name]) => join(folder, name)).join(delimiter) }
    const { stdout } = await runKubectl(binary, ['config', 'view', '--raw', '-o', 'json'], { env })
    expect(ours(await readKubeconfig({ env, home: folder }))).toEqual(theirs(JSON.parse(stdout)))
  })
})

interface View {
  readonly current: string
  readonly contexts: Readonly<Record<string, unknown>>
  readonly clusters: Readonly<Record<string, unknown>>
  readonly users: Readonly<Record<string, unknown>>
}

/** kubectl prints paths as they were written; ours are absolute, resolved from the file that they stand in. */
function ours(config: Awaited<ReturnType<typeof readKubeconfig>>): View {
  const written = (file: string, path: string | undefined) => path && relative(dirname(file), path)
  return plain({
    current: config.currentContext ?? '',
    contexts: by([...config.contexts.values()], ({ cluster, user, namespace }) => ({ cluster, user, namespace })),
    clusters: by([...config.clusters.values()], ({ file, server, certificateAuthority, proxyUrl }) => ({
      server,
      certificateAuthority: written(file, certificateAuthority),
      proxyUrl,
    })),
    users: by([...config.users.values()], ({ file, token, clientCertificate, clientKey }) => ({
      token,
      clientCertificate: written(file, clientCertificate),
      clientKey: written(file, clientKey),
    })),
  })
}

interface KubectlView {
  readonly 'current-context': string
  readonly contexts: readonly { name: string; context: { cluster: string; user: string; namespace?: string } }[] | null
  readonly clusters:
    | readonly { name: string; cluster: { server: string; 'certificate-authority'?: string; 'proxy-url'?: string } }[]
    | null
  readonly users:
    | readonly { name: string; user: { token?: string; 'client-certificate'?: string; 'client-key'?: string } }[]
    | null
}

function theirs(view: KubectlView): View {
  return plain({
    current: view['current-context'],
    contexts: by(view.contexts ?? [], ({ context: { cluster, user, namespace } }) => ({ cluster, user, namespace })),
    clusters: by(view.clusters ?? [], ({ cluster }) => ({
      server: cluster.server,
      certificateAuthority: cluster['certificate-authority'],
      proxyUrl: cluster['proxy-url'],
    })),
    users: by(view.users ?? [], ({ user }) => ({
      token: user.token,
      clientCertificate: user['client-certificate'],
      clientKey: user['client-key'],
    })),
  })
}

function by<T extends { readonly name: string }>(
  entries: readonly T[],
  what: (entry: T) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries.map((entry) => [entry.name, what(entry)]))
}

/** Absent and undefined are the same here. */
function plain(view: View): View {
  return JSON.parse(JSON.stringify(view))
}
