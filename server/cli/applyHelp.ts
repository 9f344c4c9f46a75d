import type { CommandHelp } from './commandHelp.ts'

/** What there is to know about `kmm apply`. */
export const applyHelp: CommandHelp = {
  name: 'apply',
  usage: ['FILE [--context NAME] [--yes] [--dry-run] [options]'],
  summary: "Apply a Module and follow it, with the driver pods' logs, until it is loaded",
  text: [
    "Checks the Module, asks the server what an apply would change (a dry run, which KMM's webhook sees), shows the difference and the nodes, asks, applies, and follows: images, worker pods node by node, their logs, and a verdict. Where loading fails, the line of FILE that caused it is shown with advice.",
    'A FILE named `-` is read from stdin; it needs --yes, since nobody can answer then. Without --yes and without a terminal nothing is done.',
    'Contexts and servers with `prod`, `prd` or `live` as a word of their name are protected: the name of the context must be typed, and --yes counts only together with --context.',
    'Ctrl-C stops following; the Module stays applied. Before the apply, it leaves the cluster as it was.',
  ],
  options: [
    {
      name: 'context',
      value: 'NAME',
      text: "Context of the kubeconfig to use (default: the kubeconfig's current one)",
    },
    { name: 'kubeconfig', value: 'FILE', text: 'Kubeconfig to read instead of $KUBECONFIG or ~/.kube/config' },
    {
      name: 'namespace',
      short: 'n',
      value: 'NAME',
      text: "Namespace for a Module that names none (default: the context's); one that names another is not applied",
    },
    { name: 'name', value: 'NAME', text: 'Module to apply when FILE holds several' },
    { name: 'document', value: 'N', text: 'The same by its place among the Modules of FILE, from 1' },
    { name: 'yes', short: 'y', text: 'Apply without asking' },
    { name: 'dry-run', text: 'Show what the server would do, and change nothing' },
    { name: 'no-follow', text: 'End once the Module is applied' },
    {
      name: 'kmm-version',
      value: 'X.Y',
      text: 'KMM release to judge for, such as `2.4.1` (default: the newest)',
    },
    { name: 'kmm-edition', value: 'upstream|openshift', text: 'Whose KMM (default: upstream)' },
    {
      name: 'fail-after',
      value: 'SECONDS',
      text: 'Give up when failing nodes, or a run in which nothing moves, did not recover for so long (default: 120)',
    },
  ],
  exits: [
    ['0', 'loaded on every node (with --no-follow: applied; with --dry-run: the server would take it)'],
    ['1', 'the Module has errors, was refused, or failed to load'],
    ['2', 'it could not be tried: wrong usage, no such context, no connection, KMM not installed, answered no'],
    ['130', 'stopped by Ctrl-C'],
  ],
  examples: [
    ['kmm apply module.yaml', "to the kubeconfig's current context, after a question"],
    ['kmm apply module.yaml --dry-run', 'see what it would change'],
    ['kmm apply module.yaml --context kind-dev --yes', 'in a script'],
  ],
}
