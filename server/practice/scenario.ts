/** What the simulated nodes do with a kernel module; the first is how they begin. */
export const scenarioNames = ['loads', 'modprobe-fails', 'image-missing', 'stuck-init'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** What each scenario shows, for people. */
export const scenarioTexts: Readonly<Record<ScenarioName, string>> = {
  loads: 'every module loads',
  'modprobe-fails': 'modprobe fails with `Exec format error`, again and again',
  'image-missing': "the image for the node's kernel cannot be pulled",
  'stuck-init': 'the image is found, but the worker pod of the node cannot pull it',
}

/** Which scenario holds where; changed while the cluster runs. */
export interface ScenarioBoard {
  /** Sets one node's scenario, or every node's. `loads` for all nodes clears the board. */
  set(scenario: ScenarioName, node?: string): void
  of(node: string): ScenarioName
  all(): Readonly<Record<string, ScenarioName>>
}

export function createScenarioBoard(): ScenarioBoard {
  let everywhere: ScenarioName = 'loads'
  const byNode = new Map<string, ScenarioName>()
  return {
    set(scenario, node) {
      if (node !== undefined) {
        byNode.set(node, scenario)
        return
      }
      byNode.clear()
      everywhere = scenario
    },
    of: (node) => byNode.get(node) ?? everywhere,
    all: () => ({ ...(everywhere === 'loads' ? {} : { '*': everywhere }), ...Object.fromEntries(byNode) }),
  }
}

export function parseScenario(text: string): ScenarioName | undefined {
  return scenarioNames.find((name) => name === text)
}
