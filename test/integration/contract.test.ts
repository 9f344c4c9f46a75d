import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isJsonObject, listAt, mapAt, textAt, valueAt } from '../../server/practice/json.ts'
import { type Practice, startPractice } from '../../server/practice/practice.ts'
import { type ApiAnswer, type ApiPeer, askApi, readFirstLines } from '../support/askApi.ts'
import { shared } from '../support/shared.ts'
import { startTestbed, type Testbed } from '../support/testbed.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { startTestbedSimulators, type TestbedSimulators } from '../support/testbedSimulators.ts'
import { type ContractRequest, contractRequests } from './contractRequests.ts'

const { binary, crdFolder, skipped } = await findTestbedParts()

/** The practice cluster and a real API server with the same simulators and our webhook: the same questions, the same answers. */
describe.skipIf(skipped !== undefined)(skipped ?? 'the practice cluster answers like a real API server', () => {
  let dir: string
  let practice: Practice
  let bed: Testbed
  let behind: TestbedSimulators

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kmm-contract-'))
    practice = await startPractice({ dir })
    bed = await startTestbed({ binary })
    behind = await startTestbedSimulators(bed, { crdFolder })
  })
  afterAll(async () => {
    behind?.stop()
    await Promise.all([bed?.stop(), practice?.stop()])
    await rm(dir, { recursive: true, force: true })
  })

  const practiceAs = (who: ContractRequest['as'] = 'admin'): ApiPeer => {
    const tokens = { ...practice.tokens, anonymous: undefined, stranger: 'unknown' }
    return { server: practice.url, token: tokens[who] }
  }
  const bedAs = (who: ContractRequest['as'] = 'admin'): ApiPeer => {
    const tokens = {
      admin: bed.tokenOf('admin'),
      viewer: bed.tokenOf('viewer'),
      anonymous: undefined,
      stranger: 'unknown',
    }
    return { server: bed.server, ca: bed.ca, token: tokens[who] }
  }

  test.each(contractRequests)('$name', async ({ name: _name, as, ...request }) => {
    const [ours, theirs] = await Promise.all([askApi(practiceAs(as), request), askApi(bedAs(as), request)])
    expect(viewOf(ours)).toEqual(viewOf(theirs))
  })

  test.runIf(shared.present)('judges documents of the oracle alike', async () => {
    const lines = shared.text('kmm/oracle/verdicts.jsonl').trimEnd().split('\n')
    const sample = lines.filter((_, at) => at % 25 === 0)
    const differing: unknown[] = []
    for (const line of sample) {
      const body = textAt(JSON.parse(line), 'yaml') ?? ''
      const name = /^ {2}name: *"?([\w.-]+)"? *$/m.exec(body)?.[1] ?? 'drv'
      const path = `/apis/kmm.sigs.x-k8s.io/v1beta1/namespaces/default/modules/${name}?fieldManager=a&fieldValidation=Strict&dryRun=All`
      const request = { method: 'PATCH', path, body, contentType: 'application/apply-patch+yaml' }
      const [ours, theirs] = await Promise.all([askApi(practiceAs(), request), askApi(bedAs(), request)])
      const [left, right] = [verdictOf(ours), verdictOf(theirs)]
      if (JSON.stringify(left) !== JSON.stringify(right)) differing.push({ body, left, right })
    }
    expect(sample.length).toBeGreaterThan(50)
    expect(differing).toEqual([])
  })

  test('shows nodes as the same Table, and the same first events of its watch', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io, application/json'
    const path = '/api/v1/nodes?includeObject=None'
    const watch = { path: `${path}&watch=1&allowWatchBookmarks=true`, accept }
    const [ours, theirs] = await Promise.all(
      [practiceAs(), bedAs()].map(async (peer) => ({
        table: tableOf((await askApi(peer, { path, accept })).json),
        events: (await readFirstLines(peer, watch, 4)).map((line): unknown => {
          const event: unknown = JSON.parse(line)
          return { type: textAt(event, 'type'), ...tableOf(valueAt(event, 'object')) }
        }),
      })),
    )
    expect(ours).toEqual(theirs)
  })
})

/** What both servers must agree on: codes, reasons, fields; not wording, times, ids or versions. */
function viewOf(answer: ApiAnswer): object {
  const { status, json, text } = answer
  if (!isJsonObject(json)) return { status, text: text.trim() }
  if (json.kind === 'Status') return { status, ...statusView(json) }
  if (json.kind === 'APIResourceList') return { status, names: servedNames(json) }
  if (json.kind === 'SelfSubjectAccessReview') return { status, allowed: valueAt(json, 'status', 'allowed') }
  if (Array.isArray(json.items)) return { status, kind: json.kind, names: listAt(json, 'items').map(nameOf).sort() }
  if ('gitVersion' in json) return { status, version: json.gitVersion }
  return {
    status,
    kind: json.kind,
    name: nameOf(json),
    spec: json.spec,
    owners: ownersOf(json),
    labels: valueAt(json, 'metadata', 'labels'),
  }
}

function statusView(json: object): object {
  const { reason, code, status } = mapAt(json)
  const denied = /^admission webhook "([^"]*)" denied the request: ./.exec(textAt(json, 'message') ?? '')?.[1]
  const { name, group, kind } = mapAt(json, 'details')
  return { reason, code, status, denied, details: { name, group, kind }, causes: causesOf(json) }
}

function verdictOf(answer: ApiAnswer): unknown {
  const reason = textAt(answer.json, 'reason')
  return { status: answer.status, reason: answer.status < 300 ? undefined : reason, causes: causesOf(answer.json) }
}

function causesOf(json: unknown): readonly string[] {
  const causes = listAt(json, 'details', 'causes').map(
    (cause) => `${textAt(cause, 'field')} ${textAt(cause, 'reason')}`,
  )
  return [...new Set(causes)].sort()
}

/** Who owns which fields, in any order, less the operator, who comes when he likes; the sets' own `.` members are left out. */
function ownersOf(json: unknown): unknown {
  return listAt(json, 'metadata', 'managedFields')
    .filter((entry) => textAt(entry, 'manager') !== 'kmm')
    .map((entry) => {
      const fields = JSON.stringify(valueAt(entry, 'fieldsV1'), (key, value) => (key === '.' ? undefined : value))
      return [
        textAt(entry, 'manager'),
        textAt(entry, 'operation'),
        textAt(entry, 'subresource') ?? '',
        sortedKeys(JSON.parse(fields)),
      ]
    })
    .sort()
}

function sortedKeys(value: unknown): unknown {
  if (!isJsonObject(value)) return value
  return Object.keys(value)
    .sort()
    .map((key) => [key, sortedKeys(value[key])])
}

function servedNames(json: unknown): readonly unknown[] {
  return listAt(json, 'resources')
    .map((resource) => textAt(resource, 'name'))
    .filter((name) => !name?.includes('preflight'))
    .sort()
}

function nameOf(object: unknown): string | undefined {
  return textAt(object, 'metadata', 'name')
}

/** A Table without ages and versions. */
function tableOf(table: unknown): Readonly<Record<string, unknown>> {
  const columns = valueAt(table, 'columnDefinitions')
  const names = Array.isArray(columns) ? columns.map((column) => textAt(column, 'name')) : columns
  const rows = listAt(table, 'rows').map((row) => {
    const cells = listAt(row, 'cells')
    const object = mapAt(row, 'object')
    const bookmark = valueAt(object, 'metadata', 'annotations')
    return { name: cells[0], status: cells[1], roles: cells[2], kernel: cells[8], kind: object.kind, bookmark }
  })
  const { kind, apiVersion } = mapAt(table)
  return { kind, apiVersion, names, rows }
}
