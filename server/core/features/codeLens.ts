import type { ModuleRunFact, NodePhase } from '../kmm/clusterFacts.ts'
import type { KmmModule } from '../kmm/kmmModule.ts'
import { plural } from './inlayHints.ts'
import type { Surroundings } from './surroundings.ts'

export interface CodeLens {
  /** offset in the document of the line it stands above */
  readonly offset: number
  readonly title: string
  /** a lens without a command is a label */
  readonly command?: string
}

/** Above a Module: apply it, what its last run came to, and the log of that run. */
export function codeLens(module: KmmModule, surroundings: Surroundings): readonly CodeLens[] {
  const icon = (name: string) => (surroundings.client.icons ? `$(${name}) ` : '')
  if (module.kind !== 'Module') return []
  const offset = module.root.range.start
  const { target, modules } = surroundings.cluster
  const { commands } = surroundings.client
  if (target === undefined) {
    return [
      { offset, title: `${icon('plug')}Connect to a cluster`, command: commands.connect },
      { offset, title: `${icon('play')}Apply and Load Module`, command: commands.applyAndLoad },
    ]
  }
  const namespace = module.namespace?.value ?? target.namespace
  const run = module.name && modules.get(`${namespace}/${module.name.value}`)
  const apply = {
    offset,
    title: `${icon('play')}Apply and Load to ${target.context}/${namespace}`,
    command: commands.applyAndLoad,
  }
  if (!run) return [apply]
  const stop =
    run.state === 'running' ? [{ offset, title: `${icon('debug-stop')}Stop following`, command: commands.stopRun }] : []
  return [
    apply,
    ...stop,
    { offset, title: runTitle(run), command: commands.showLog },
    { offset, title: 'Show log', command: commands.showLog },
  ]
}

const phases: readonly (readonly [NodePhase, string])[] = [
  ['loaded', 'loaded'],
  ['failing', 'failing'],
  ['loading', 'loading'],
  ['unloading', 'unloading'],
  ['pending', 'waiting for a pod'],
  ['image', 'waiting for the image'],
  ['waiting', 'waiting'],
]

/** `3 nodes: 2 loaded, 1 failing`; of a run that was stopped, what was true then. */
export function runTitle(run: ModuleRunFact): string {
  const count = run.nodes.length
  if (count === 0) return run.state === 'running' ? 'waiting for nodes' : run.state
  const parts = phases.flatMap(([phase, words]) => {
    const of = run.nodes.filter((node) => node.phase === phase).length
    return of === 0 ? [] : [`${of} ${words}`]
  })
  const seen = run.state === 'stopped' ? 'last seen: ' : ''
  return `${seen}${count} ${plural(count, 'node')}: ${parts.join(', ')}`
}
