import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { KubeObject } from '../../../server/cluster/cluster.ts'
import { resources } from '../../../server/cluster/resources.ts'
import { jsonEqual } from '../../../server/practice/json.ts'
import { type Practice, startPractice } from '../../../server/practice/practice.ts'
import { readyCondition } from '../../../server/practice/practiceNodes.ts'
import type { ScenarioName } from '../../../server/practice/scenario.ts'
import { storyOf } from '../../support/recordedStates.ts'
import { type RecordedLine, recording } from '../../support/recording.ts'
import { shared } from '../../support/shared.ts'

interface Scenario {
  readonly recording: string
  readonly kubelet?: readonly [ScenarioName, string]
  /** a node that nothing may run on */
  readonly tainted?: string
}

/** What the real operator did, and what the simulated kubelet must do for the same to happen. */
const scenarios: readonly Scenario[] = [
  { recording: 'load-prebuilt' },
  { recording: 'no-node' },
  { recording: 'no-kernel' },
  { recording: 'some-kernels' },
  { recording: 'tainted-node', tainted: 'node-b' },
  { recording: 'change-parameters' },
  { recording: 'delete-module' },
  { recording: 'reboot' },
  { recording: 'kernel-upgrade' },
  { recording: 'modprobe-fails', kubelet: ['modprobe-fails', 'node-b'] },
  { recording: 'image-missing', kubelet: ['image-missing', 'node-b'] },
  { recording: 'stuck-init', kubelet: ['stuck-init', 'node-b'] },
]

describe.runIf(shared.present)('acts like the real operator', () => {
  test.each(scenarios)('$recording', async ({ recording: name, kubelet, tainted }) => {
    const lines = recording(name)
    const practice = await quickPractice()
    if (kubelet !== undefined) await practice.control.setScenario(...kubelet)
    const seen: Seen[] = []
    const news = new EventTarget()
    onTestFinished(
      practice.store.onEvent(({ type, object }) => {
        seen.push({ type, object })
        news.dispatchEvent(new Event('seen'))
      }),
    )
    if (tainted !== undefined) {
      const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' }
      await practice.cluster.patch(resources.nodes, tainted, { spec: { taints: [taint] } })
    }
    for (const chapter of chaptersOf(lines)) {
      await takeStep(practice, chapter.step, chapter.module)
      if (chapter.step.startsWith('apply corrected')) await practice.control.setScenario('loads', 'node-b')
      const wanted = lastStates(storyOf(chapter.before))
      await until(
        news,
        () => jsonEqual(lastStates(storyOf(seen)), wanted),
        () => diff(lastStates(storyOf(seen)), wanted),
      )
    }
    expect(asObject(storyOf(seen))).toEqual(asObject(storyOf(lines.filter((line) => 'object' in line))))
  })
})

interface Seen {
  readonly type: string
  readonly object: KubeObject
}

/** A practice cluster in a hurry. A pause of two seconds and more is where the recordings stop waiting: there it stands still. */
async function quickPractice(): Promise<Practice> {
  const dir = await mkdtemp(join(tmpdir(), 'kmm-practice-test-'))
  const practice = await startPractice({
    dir,
    delay: (delayMs, signal) =>
      new Promise((done) => {
        if (signal.aborted) return done()
        const timer = delayMs >= 2_000 ? undefined : setTimeout(done, delayMs / 20)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          done()
        })
      }),
  })
  onTestFinished(async () => {
    await practice.stop()
    await rm(dir, { recursive: true })
  })
  return practice
}

interface Chapter {
  readonly step: string
  /** what the step applies */
  readonly module: KubeObject | undefined
  /** everything up to the next step */
  readonly before: readonly Seen[]
}

function chaptersOf(lines: readonly RecordedLine[]): readonly Chapter[] {
  const starts = lines.flatMap((line, at) => ('step' in line ? [at] : []))
  return starts.map((at, index) => {
    const line = lines[at]
    const rest = lines.slice(at).filter((one) => 'object' in one)
    const before = lines.slice(0, starts[index + 1]).filter((one) => 'object' in one)
    const module = rest.find(({ object }) => object.kind === 'Module')?.object
    return { step: line !== undefined && 'step' in line ? line.step : '', module, before }
  })
}

async function takeStep({ cluster }: Practice, step: string, module: KubeObject | undefined): Promise<void> {
  const now = `${new Date().toISOString().slice(0, 19)}Z`
  if (step.startsWith('apply')) {
    if (step === 'apply Module' && module === undefined) throw new Error('no Module in the recording')
    const { name = '' } = module?.metadata ?? {}
    const text = JSON.stringify({ ...module, metadata: { name }, status: undefined })
    await cluster.apply(resources.modules, name, text, { fieldManager: 'test' })
  } else if (step === 'delete Module') await cluster.delete(resources.modules, module?.metadata.name ?? '')
  else if (step === 'delete the stuck worker pod') await cluster.delete(resources.pods, 'kmm-worker-node-b-pt-char-dev')
  else if (step === 'node-a NotReady') {
    await cluster.patchStatus(resources.nodes, 'node-a', { status: { conditions: [readyCondition(false, now)] } })
  } else if (step === 'node-a Ready with a new bootID') {
    const status = { conditions: [readyCondition(true, now)], nodeInfo: { bootID: 'boot-2-node-a' } }
    await cluster.patchStatus(resources.nodes, 'node-a', { status })
  } else if (step === 'node-a: new kernel and bootID') {
    const nodeInfo = { kernelVersion: '6.7.4-200.fc39.x86_64', bootID: 'boot-2-node-a' }
    await cluster.patchStatus(resources.nodes, 'node-a', { status: { nodeInfo } })
  } else throw new Error(`the test does not know how to: ${step}`)
}

function lastStates(story: Map<string, unknown[]>): Record<string, unknown> {
  const entries = [...story].map(([key, states]) => [key, states.at(-1) ?? null] as const)
  return Object.fromEntries(entries)
}

function asObject(story: Map<string, unknown[]>): Record<string, unknown> {
  return Object.fromEntries([...story].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Waits for the condition, looking again at every event. */
function until(news: EventTarget, isTrue: () => boolean, describeState: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const look = () => {
      if (!isTrue()) return
      clearTimeout(timer)
      news.removeEventListener('seen', look)
      done()
    }
    const timer = setTimeout(() => fail(new Error(`not reached:\n${describeState()}`)), 4_000)
    news.addEventListener('seen', look)
    look()
  })
}

function diff(got: Record<string, unknown>, wanted: Record<string, unknown>): string {
  const keys = [...new Set([...Object.keys(got), ...Object.keys(wanted)])]
  const wrong = keys.filter((key) => !jsonEqual(got[key], wanted[key]))
  return wrong
    .map((key) => `${key}\n  got    ${JSON.stringify(got[key])}\n  wanted ${JSON.stringify(wanted[key])}`)
    .join('\n')
}
