import { scenarioNames, scenarioTexts } from '../practice/scenario.ts'
import type { CommandHelp, HelpRow } from './commandHelp.ts'

/** What there is to know about `kmm practice`. */
export const practiceHelp: CommandHelp = {
  name: 'practice',
  usage: [
    '[--kubeconfig-dir DIR]',
    'add-node NAME KERNEL',
    'upgrade-node NAME KERNEL',
    'scenario SCENARIO [--node NODE]',
    'stop',
  ],
  summary: 'Run a practice cluster on this machine, or change the one that runs',
  text: [
    'Without a word behind it, starts a practice cluster and prints the path of its kubeconfig on stdout: an API server on 127.0.0.1 with KMM, and three nodes with three kernels, all of it simulated. It stays until Ctrl-C or `kmm practice stop`, and reaches nothing outside this machine.',
    'The other words change the cluster while it runs: of several, the one in --kubeconfig-dir, else in $KUBECONFIG, else the last one started. The scenarios are:',
    scenarioNames.map((name): HelpRow => [name, scenarioTexts[name]]),
  ],
  options: [
    {
      name: 'kubeconfig-dir',
      value: 'DIR',
      text: 'Folder for the kubeconfig (default: a new one that only you can enter)',
    },
    { name: 'node', value: 'NODE', text: 'Node that the scenario is for (default: all for `loads`, else one of them)' },
    { name: 'until-stdin-ends', text: 'Stop when stdin ends, for programs that start a practice cluster' },
  ],
  exits: [
    ['0', 'done'],
    ['2', 'it could not be done: wrong usage, or no practice cluster runs'],
  ],
  examples: [
    ['kmm practice', 'start one; then, in another terminal:'],
    ['kmm practice upgrade-node node-a 6.12.0-1.el10.x86_64', 'a node boots into another kernel'],
    ['kmm practice scenario modprobe-fails --node node-b', 'see how a failure looks'],
  ],
}
