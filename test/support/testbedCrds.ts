import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { askTestbed, type TestbedPeer } from './testbedRequest.ts'

/** The folder with the CRDs of KMM's newest source, or why there is none here (begins with `skipped: `). */
export type KmmCrds = { path: string; skipped?: never } | { path?: never; skipped: string }

/** Looks for the CRDs in the folder `shared` beside the checkout, or where `KMM_SHARED` says that folder is. */
export async function findKmmCrds(env: NodeJS.ProcessEnv = process.env): Promise<KmmCrds> {
  const shared = env.KMM_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url))
  const path = join(shared, 'kmm/crds/kubernetes-sigs-main')
  return access(path).then(
    () => ({ path }),
    () => ({ skipped: `skipped: no ../shared (no KMM CRDs in ${path})` }),
  )
}

interface Crd {
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly group: string
    readonly names: { readonly plural: string }
    readonly versions: readonly { readonly name: string; readonly served: boolean }[]
  }
}

const CRDS_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/**
 * Creates the CRDs of all YAML files of a folder, as `admin`, and returns their names once the API server has
 * established each one and answers a list of its objects. CRDs that are there already are left as they are.
 */
export async function applyTestbedCrds(admin: TestbedPeer, folder: string, deadlineMs = 30_000): Promise<string[]> {
  const crds: Crd[] = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const body = await readFile(join(folder, file), 'utf8')
    const answer = await askTestbed(admin, { method: 'POST', path: CRDS_PATH, body, contentType: 'application/yaml' })
    if (answer.status !== 201 && answer.status !== 409) throw new Error(`${file} was refused: ${answer.text}`)
    crds.push(parse(body))
  }
  const giveUpAt = Date.now() + deadlineMs
  for (const crd of crds) {
    for (const path of listPaths(crd)) await waitUntilListed(admin, path, giveUpAt)
  }
  return crds.map((crd) => crd.metadata.name)
}

/** Until a CRD is established its paths answer 404; just after, 429 while its storage starts. */
async function waitUntilListed(admin: TestbedPeer, path: string, giveUpAt: number): Promise<void> {
  for (;;) {
    const answer = await askTestbed(admin, { path })
    if (answer.status === 200) return
    if (Date.now() > giveUpAt) throw new Error(`${path} still answers ${answer.status}: ${answer.text}`)
    await delay(20)
  }
}

function listPaths(crd: Crd): string[] {
  const { group, names, versions } = crd.spec
  return versions.filter(({ served }) => served).map(({ name }) => `/apis/${group}/${name}/${names.plural}?limit=1`)
}
