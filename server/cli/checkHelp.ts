import type { CommandHelp } from './commandHelp.ts'

/** What there is to know about `kmm check`. */
export const checkHelp: CommandHelp = {
  name: 'check',
  usage: ['FILE|FOLDER… [--fix] [--format text|json|sarif|github] [options]'],
  summary: 'Report the problems of every KMM document in YAML files',
  text: [
    "Judges each KMM document as the newest KMM would, without a cluster. An error is something that an apply would be refused for; a warning is accepted, but fails on the node or surprises. Documents that are not KMM's are passed over, and so are `{{ … }}` templates, as far as they hide what is meant.",
    'Of a FOLDER, all `*.yaml` and `*.yml` below it are checked; where it is in a git work tree, those that git ignores are left out. A FILE named `-` is read from stdin. Files that are checked together see each other: what a Module names may stand in another one.',
    'With --fix, the fix that an editor prefers is taken for each problem that has one, until none is left; each is told on a line, and a file is replaced in one step. What remains is reported.',
    'With --format github, each problem is an annotation of GitHub Actions; with sarif, stdout holds SARIF 2.1.0 for code scanning, of more than 25000 problems the most severe, since GitHub takes no more (and shows 5000). Both name files from the root of the job (GITHUB_WORKSPACE), else from the working folder.',
    'With --format json, stdout holds one object, whose shape stays as it is while `version` is 1:',
    [
      '  { "version": 1,',
      '    "files": [ { "file", "documents", "error", "problems": [',
      '      { "id", "severity", "message", "path",',
      '        "start": { "line", "column" }, "end": { "line", "column" },',
      '        "fixes": [ TITLE ],',
      '        "related": [ { "message", "file", "start", "end" } ] } ] } ],',
      '    "summary": { "error", "warning", "information", "hint" } }',
    ].join('\n'),
    '`documents` counts the KMM documents of a file; `error` is there only when the file could not be read. Lines and columns count from 1, columns in UTF-16 code units, and `end` is the first place behind. `severity` is error, warning, information or hint; `path` is the field as the API server writes it; what is related to a problem has a `file` when it stands in another one.',
  ],
  options: [
    { name: 'format', value: 'text|json|sarif|github', text: 'How to report (default: text)' },
    { name: 'fix', text: 'Take preferred fixes, and write the files' },
    { name: 'max-warnings', value: 'N', text: 'Exit with 1 when there are more than N warnings (default: any number)' },
    {
      name: 'suppress',
      value: 'ID',
      text: 'Do not report a problem, such as `image-no-tag`; may be given several times',
    },
    {
      name: 'kmm-version',
      value: 'X.Y',
      text: 'KMM release to judge for, such as `2.4.1` (default: the newest)',
    },
    { name: 'kmm-edition', value: 'upstream|openshift', text: 'Whose KMM (default: upstream)' },
  ],
  exits: [
    ['0', 'no errors'],
    ['1', 'errors, or more warnings than --max-warnings'],
    ['2', 'a file could not be read or written (the others were checked), or wrong usage'],
  ],
  examples: [
    ['kmm check module.yaml', 'one file'],
    ['kmm check --max-warnings 0 deploy/', 'in CI: warnings fail, too'],
    ['kmm check --fix deploy/', 'mend what can be mended'],
    ['kmm check --format sarif . > kmm.sarif', 'for code scanning'],
    ['helm template . | kmm check -', 'what a chart renders'],
  ],
}
