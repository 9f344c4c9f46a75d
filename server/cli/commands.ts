import { scenarioNames, scenarioTexts } from '../practice/scenario.ts'

/** An option as `parseArguments` reads it and help prints it. */
export interface OptionHelp {
  /** long name without dashes */
  readonly name: string
  readonly short?: string
  /** what the value is called; an option without one is a switch */
  readonly value?: string
  readonly text: string
}

/** Something to type or to see, and what it means. */
export type HelpRow = readonly [what: string, meaning: string]

/** Everything there is to know about a command but what it does: arguments are parsed and help is printed by it. */
export interface CommandHelp {
  readonly name: string
  /** what follows `kmm NAME`, once per way to use it */
  readonly usage: readonly string[]
  /** one line for the list of commands */
  readonly summary: string
  /** paragraphs (one that begins with white space is kept as it is), and lists of words with what they mean */
  readonly text: readonly (string | readonly HelpRow[])[]
  readonly options: readonly OptionHelp[]
  readonly exits: readonly HelpRow[]
  readonly examples: readonly HelpRow[]
  /** arguments are handed on as they are */
  readonly raw?: boolean
}

const check: CommandHelp = {
  name: 'check',
  usage: ['FILE… [--format text|json] [--max-warnings N]'],
  summary: 'Report the problems of every KMM document in YAML files',
  text: [
    "Judges each KMM document as the newest KMM would, without a cluster. An error is something that an apply would be refused for; a warning is accepted, but fails on the node or surprises. Documents that are not KMM's are passed over, and so are `{{ … }}` templates, as far as they hide what is meant.",
    'A FILE named `-` is read from stdin.',
    'With --format json, stdout holds one object, whose shape stays as it is while `version` is 1:',
    [
      '  { "version": 1,',
      '    "files": [ { "file", "documents", "error", "problems": [',
      '      { "id", "severity", "message", "path",',
      '        "start": { "line", "column" }, "end": { "line", "column" },',
      '        "fixes": [ TITLE ],',
      '        "related": [ { "message", "start", "end" } ] } ] } ],',
      '    "summary": { "error", "warning", "information", "hint" } }',
    ].join('\n'),
    '`documents` counts the KMM documents of a file; `error` is there only when the file could not be read. Lines and columns count from 1, columns in UTF-16 code units, and `end` is the first place behind. `severity` is error, warning, information or hint; `path` is the field as the API server writes it.',
  ],
  options: [
    { name: 'format', value: 'text|json', text: 'How to report (default: text)' },
    { name: 'max-warnings', value: 'N', text: 'Exit with 1 when there are more than N warnings (default: any number)' },
  ],
  exits: [
    ['0', 'no errors'],
    ['1', 'errors, or more warnings than --max-warnings'],
    ['2', 'a file could not be read (the others were checked), or wrong usage'],
  ],
  examples: [
    ['kmm check module.yaml', 'one file'],
    ['kmm check --max-warnings 0 deploy/*.yaml', 'in CI: warnings fail, too'],
    ['helm template . | kmm check -', 'what a chart renders'],
  ],
}

const apply: CommandHelp = {
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

const practice: CommandHelp = {
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
  raw: true,
}

/** The commands, in the order in which help lists them. */
export const commands: readonly CommandHelp[] = [check, apply, practice]

/** Options of kmm itself; `--help` counts for every command. */
export const ownOptions: readonly OptionHelp[] = [
  { name: 'help', short: 'h', text: 'Show help, of a command when one is named' },
  { name: 'version', short: 'V', text: 'Print the version' },
]
