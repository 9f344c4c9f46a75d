import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { shared } from '../support/shared.ts'
import { type Contender, type Running, startContender } from './contender.ts'
import { medianOf, percentileOf } from './median.ts'
import { manyAliases, manyDocuments, manyMappings, recipe, smallDocuments } from './texts.ts'

const keystrokes = 20
const completions = 20

interface Figures {
  readonly keystrokeMs: number
  readonly completionP95Ms: number
  readonly rssMiB: number
}

/**
 * Our server beside yaml-language-server with the CRD's schema, closed, on the same Node: each text is opened in both,
 * and keystrokes and completions take turns. Prints ratios, ours to theirs: below 1 is faster or smaller.
 */
export async function contest(dist: string): Promise<void> {
  if (!shared.present) return console.log("skipped: no ../shared, so there is no schema for the other server's run")
  const folder = mkdtempSync(join(tmpdir(), 'kmm-contest-'))
  try {
    const contenders = [ourServer(dist), incumbent(folder)] as const
    const cold = await Promise.all(contenders.map(coldStartMs))
    tell('cold start to first diagnostics', cold, 'ms')
    for (const [name, text] of texts()) await round(name, text, contenders)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function texts(): readonly (readonly [string, string])[] {
  return [
    ['recipe Module', recipe()],
    ['many documents, 2,500 lines', manyDocuments(2_500)],
    ['many documents, 25,000 lines', manyDocuments(25_000)],
    ['100 mappings', manyMappings(100)],
    ['1,000 mappings', manyMappings(1_000)],
    ['200 mappings that share anchors', manyAliases(200)],
    ['3,000 small documents', smallDocuments(3_000)],
  ]
}

async function round(name: string, text: string, contenders: readonly [Contender, Contender]): Promise<void> {
  const running = [await startContender(contenders[0]), await startContender(contenders[1])] as const
  const uri = 'file:///contest/module.yaml'
  for (const one of running) await one.open(uri, text)
  const lines = text.split('\n')
  const line = lines.findIndex((one, at) => at >= lines.length / 2 && /^\s+(- )?\w+: \S/.test(one))
  const character = lines[line]?.length ?? 0
  const times = running.map(() => ({ edits: [] as number[], completions: [] as number[] }))
  for (let count = 0; count < keystrokes + completions; count += 1) {
    for (const [at, one] of running.entries()) {
      const typed = count % 2 === 0
      times[at]?.edits.push(await one.edit(uri, line, character, typed))
      if (count >= keystrokes) times[at]?.completions.push(await one.complete(uri, line, character))
    }
  }
  const figures = running.map((one, at) => figuresOf(one, times[at]?.edits ?? [], times[at]?.completions ?? []))
  console.log(`${name} (${lines.length} lines)`)
  tell(
    '  keystroke to diagnostics',
    figures.map(({ keystrokeMs }) => keystrokeMs),
    'ms',
  )
  tell(
    '  completion while typing, p95',
    figures.map(({ completionP95Ms }) => completionP95Ms),
    'ms',
  )
  tell(
    '  resident memory',
    figures.map(({ rssMiB }) => rssMiB),
    'MiB',
  )
  for (const one of running) await one.stop()
}

function figuresOf(one: Running, edits: readonly number[], completed: readonly number[]): Figures {
  return { keystrokeMs: medianOf(edits), completionP95Ms: percentileOf(completed, 95), rssMiB: one.rssMiB() }
}

async function coldStartMs(contender: Contender): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < 5; count += 1) {
    const one = await startContender(contender)
    await one.open('file:///contest/module.yaml', recipe())
    times.push(performance.now() - one.startMs)
    await one.stop()
  }
  return medianOf(times)
}

function tell(what: string, [mine = 0, theirs = 0]: readonly number[], unit: string): void {
  console.log(
    `${what}: ${mine.toFixed(1)} ${unit}, yaml-language-server ${theirs.toFixed(1)} ${unit}, ratio ${(mine / theirs).toFixed(3)}`,
  )
}

/** Our server, built in a folder. */
export function ourServer(dist: string): Contender {
  return { name: 'kmm', argv: [process.execPath, join(dist, 'server.cjs'), '--stdio'], diagnostics: 'pulled' }
}

function incumbent(folder: string): Contender {
  const schema = join(folder, 'module.json')
  writeFileSync(schema, JSON.stringify(closed(moduleSchema())))
  const settings: Record<string, unknown> = {
    yaml: {
      schemas: { [pathToFileURL(schema).href]: '*.yaml' },
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
    },
  }
  const program = join(import.meta.dirname, '../../node_modules/yaml-language-server/bin/yaml-language-server')
  return {
    name: 'yaml-language-server',
    argv: [process.execPath, program, '--stdio'],
    diagnostics: 'pushed',
    settings: (section) => settings[section],
  }
}

function moduleSchema(): unknown {
  const folder = 'kmm/crds/kubernetes-sigs-main'
  const crds = shared
    .files(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(shared.text(`${folder}/${name}`)))
  return crds.find((crd) => crd?.spec?.names?.kind === 'Module' && crd?.spec?.group === 'kmm.sigs.x-k8s.io')?.spec
    .versions[0].schema.openAPIV3Schema
}

/** Unknown keys are errors, as the published CRD catalogues have it. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in copy && copy['x-kubernetes-preserve-unknown-fields'] !== true
    ? { ...copy, additionalProperties: false }
    : copy
}
