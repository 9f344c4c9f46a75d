import { listAt, textsAt } from './json.ts'
import { parseScenario, scenarioTexts } from './scenario.ts'

/** Says of the answer to `scenario` what holds now, by node, and what to do where it does not show by itself. */
export function scenarioText(answer: unknown): string {
  const entries = Object.entries(textsAt(answer, 'scenarios')).filter(([, scenario]) => scenario !== 'loads')
  if (entries.length === 0) return `On every node ${scenarioTexts.loads}`
  const loadedOn = listAt(answer, 'loadedOn')
  const [quiet] = entries.filter(([node]) => loadedOn.includes(node)).map(([node]) => node)
  return [
    ...entries.map(([node, scenario]) => `On ${node}: ${scenarioTexts[parseScenario(scenario) ?? 'loads']}`),
    ...(quiet === undefined
      ? []
      : [
          `What ${quiet} has loaded stays loaded. To see a difference, change a parameter of the Module and apply it, or let the node boot into another kernel: \`kmm practice upgrade-node ${quiet} 6.12.0-55.el10.x86_64\``,
        ]),
  ].join('\n')
}
