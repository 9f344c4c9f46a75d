import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { parse } from 'yaml'
import { jsonValue } from '../../../server/core/yaml/jsonValue.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import type { TestbedPeer } from '../testbedRequest.ts'
import type { CrdSchema } from './crdValue.ts'
import type { Answer } from './verdict.ts'

/** One kind as its CRD serves it. */
export interface JuryKind {
  readonly kind: string
  readonly apiVersion: string
  readonly schema: CrdSchema
  /** where its objects are, in namespace `default` if they are in one */
  readonly path: string
}

/** Reads a CRD's newest version. */
export async function readKind(file: string): Promise<JuryKind> {
  const { spec } = parse(await readFile(file, 'utf8'))
  const { name, schema } = spec.versions.at(-1)
  const apiVersion = `${spec.group}/${name}`
  const namespace = spec.scope === 'Namespaced' ? '/namespaces/default' : ''
  const path = `/apis/${apiVersion}${namespace}/${spec.names.plural}`
  return { kind: spec.names.kind, apiVersion, schema: schema.openAPIV3Schema, path }
}

/** An API server that judges documents and keeps none of them. */
export interface Jury {
  /** server-side apply */
  apply(kind: JuryKind, text: string): Promise<Answer>
  create(kind: JuryKind, text: string): Promise<Answer>
  close(): void
}

const query = 'dryRun=All&fieldValidation=Strict&fieldManager=jury'

/** Sends documents as they are, several at a time over connections that are kept. */
export function summonJury(peer: TestbedPeer): Jury {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: peer.ca })
  const ask = (method: string, path: string, body: string, contentType: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${peer.token ?? ''}`,
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
      }
      const outgoing = request(`${peer.server}${path}?${query}`, { method, agent, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => {
          const status = JSON.parse(text)
          resolve({ code: response.statusCode ?? 0, message: status.message, causes: status.details?.causes ?? [] })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return {
    apply: (kind, text) =>
      ask('PATCH', `${kind.path}/${encodeURIComponent(nameOf(text))}`, text, 'application/apply-patch+yaml'),
    create: (kind, text) => ask('POST', kind.path, text, 'application/yaml'),
    close: () => agent.destroy(),
  }
}

/** The request's name is the document's, `drv` where that has none. */
function nameOf(text: string): string {
  const [document] = parseYaml(text).documents
  const value: { metadata?: { name?: unknown } | null } = Object(document && jsonValue(document))
  const name = value.metadata?.name
  return typeof name === 'string' && name !== '' && !/[/%]|^\.\.?$/.test(name) ? name : 'drv'
}
