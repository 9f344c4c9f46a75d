import { parseAllDocuments } from 'yaml'
import { type Contender, startContender } from './contender.ts'
import { medianOf, percentileOf } from './median.ts'
import { manyAliases, manyDocuments, manyMappings, recipe, smallDocuments } from './texts.ts'

/** A text, and what typing in its middle may cost: milliseconds, or so many parses of the whole text by `yaml`. */
interface Workload {
  readonly name: string
  readonly text: string
  readonly budgetMs?: number
  readonly budgetParses?: number
}

export interface KeystrokeFigures {
  readonly name: string
  readonly lines: number
  /** median from a keystroke to the diagnostics of the new text */
  readonly keystrokeMs: number
  /** what it may be */
  readonly budgetMs: number
  readonly completionP95Ms: number
  /** one parse of the whole text by `yaml`, in this process, in the same minute */
  readonly parseMs: number
  readonly rssMiB: number
}

const workloads: readonly Workload[] = [
  { name: 'recipe Module', text: recipe(), budgetMs: 5 },
  { name: 'one Module, 83 lines', text: manyMappings(6), budgetMs: 5 },
  { name: 'many documents', text: manyDocuments(2_500), budgetMs: 10 },
  { name: 'many documents', text: manyDocuments(25_000), budgetMs: 30 },
  { name: '3,000 small documents', text: smallDocuments(3_000), budgetMs: 30 },
  { name: '100 mappings', text: manyMappings(100), budgetParses: 1.5 },
  { name: '1,000 mappings', text: manyMappings(1_000), budgetParses: 1.5 },
  { name: '280 mappings that share anchors', text: manyAliases(280), budgetMs: 20 },
  { name: '1,150 mappings that share anchors', text: manyAliases(1_150), budgetMs: 20 },
]

/** The first keystrokes run code that is not compiled yet; a person's thousandth does not. */
const warmUp = 40
const keystrokes = 100
const completions = 40

/** Types and takes back a character in the middle of each text, on a server of its own. */
export async function* keystrokeFigures(server: Contender): AsyncGenerator<KeystrokeFigures> {
  for (const { name, text, budgetMs, budgetParses = 0 } of workloads) {
    const uri = 'file:///module.yaml'
    const one = await startContender(server)
    await one.open(uri, text)
    const lines = text.split('\n')
    const line = lines.findIndex((content, at) => at >= lines.length / 2 && /^\s+(- )?\w+: \S/.test(content))
    const character = lines[line]?.length ?? 0
    const edits: number[] = []
    const completed: number[] = []
    for (let count = 0; count < warmUp + keystrokes; count += 1) {
      edits.push(await one.edit(uri, line, character, count % 2 === 0))
      if (count >= warmUp + keystrokes - completions) completed.push(await one.complete(uri, line, character))
    }
    const rssMiB = one.rssMiB()
    await one.stop()
    const parseMs = medianOf(Array.from({ length: 15 }, () => parseTime(text)))
    yield {
      name,
      lines: lines.length,
      keystrokeMs: medianOf(edits.slice(warmUp)),
      budgetMs: budgetMs ?? budgetParses * parseMs,
      completionP95Ms: percentileOf(completed, 95),
      parseMs,
      rssMiB,
    }
  }
}

function parseTime(text: string): number {
  const startMs = performance.now()
  parseAllDocuments(text)
  return performance.now() - startMs
}
