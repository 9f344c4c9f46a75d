import type { Cluster, KubeObject } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { resources } from '../cluster/resources.ts'
import { nearestKey } from '../core/schema/nearestKey.ts'
import { textAt } from './json.ts'
import { entriesOf } from './operator/nodeModules.ts'
import { nodeObject, type PracticeNode, upgradedStatus } from './practiceNodes.ts'
import { parseScenario, type ScenarioBoard, type ScenarioName, scenarioNames } from './scenario.ts'

/** What can be changed while a practice cluster runs. */
export interface PracticeControl {
  /** Throws when there is such a node already, or the name is none. */
  addNode(node: PracticeNode): Promise<void>
  /** The node boots into another kernel. Throws when there is no such node, with those that there are. */
  upgradeNode(node: PracticeNode): Promise<void>
  /**
   * For one node. Without one, `loads` goes for all nodes, and any other scenario for one of them. Throws when there is
   * no such node, with those that there are.
   */
  setScenario(scenario: ScenarioName, node?: string): Promise<void>
  scenarios(): Readonly<Record<string, ScenarioName>>
  /** Nodes with kernel modules that are loaded already, which no scenario takes away. */
  loadedOn(): Promise<readonly string[]>
}

export function createControl(cluster: Cluster, board: ScenarioBoard, kubeletPort: number): PracticeControl {
  let boots = 1
  return {
    async addNode(node) {
      try {
        await cluster.create(resources.nodes, nodeObject(node, kubeletPort))
      } catch (error) {
        if (!(error instanceof ClusterError) || error.reason !== 'AlreadyExists') throw error
        throw new Error(`there is a node \`${node.name}\` already; \`upgrade-node\` gives it another kernel`)
      }
    },
    async upgradeNode({ name, kernel }) {
      const node = await nodeNamed(cluster, name)
      boots += 1
      await cluster.patchStatus(resources.nodes, name, { status: upgradedStatus(node, kernel, boots) })
    },
    async setScenario(scenario, node) {
      if (node !== undefined) await nodeNamed(cluster, node)
      board.set(scenario, node ?? (scenario === 'loads' ? undefined : await oneNode(cluster)))
    },
    scenarios: () => board.all(),
    async loadedOn() {
      const { items } = await cluster.list(resources.nodeModulesConfigs)
      return items.filter((config) => entriesOf(config, 'status').length > 0).map(({ metadata }) => metadata.name)
    },
  }
}

/**
 * Runs a control command that came over HTTP: `add-node`, `upgrade-node` and `scenario` with their arguments, and
 * `status`. Answers which scenario holds on which node, and to `scenario` also where modules are loaded. Throws when the
 * command or an argument is wrong.
 */
export async function runControl(control: PracticeControl, command: string, body: unknown): Promise<object> {
  const name = textAt(body, 'name') ?? ''
  switch (command) {
    case 'add-node':
      await control.addNode({ name, kernel: textAt(body, 'kernel') ?? '' })
      break
    case 'upgrade-node':
      await control.upgradeNode({ name, kernel: textAt(body, 'kernel') ?? '' })
      break
    case 'scenario': {
      const scenario = parseScenario(name)
      if (scenario === undefined) throw new Error(noSuch('scenario', name, scenarioNames))
      await control.setScenario(scenario, textAt(body, 'node'))
      return { scenarios: control.scenarios(), loadedOn: await control.loadedOn() }
    }
    case 'status':
      break
    default:
      throw new Error(`the practice cluster knows no command ${command}`)
  }
  return { scenarios: control.scenarios() }
}

async function nodeNamed(cluster: Cluster, name: string): Promise<KubeObject> {
  const { items } = await cluster.list(resources.nodes)
  const found = items.find((node) => node.metadata.name === name)
  if (found !== undefined) return found
  throw new Error(noSuch('node', name, items.map((node) => node.metadata.name).sort()))
}

/** Names all that there are, as long as a person reads so many. */
function noSuch(what: string, name: string, names: readonly string[]): string {
  const near = nearestKey(name, names)
  const meant = near === undefined ? '' : ` (did you mean ${near}?)`
  const more = names.length > 20 ? ` and ${names.length - 20} more` : ''
  return `there is no ${what} \`${name}\`${meant}; there are ${names.slice(0, 20).join(', ')}${more}`
}

/** The second node by name, so that the first one shows how it should be. */
async function oneNode(cluster: Cluster): Promise<string | undefined> {
  const { items } = await cluster.list(resources.nodes)
  const names = items.map((node) => node.metadata.name).sort()
  return names[1] ?? names[0]
}
