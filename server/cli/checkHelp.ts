import type { CommandHelp } from './commandHelp.ts'

/** What there is to know about `kmm check`. */
export const checkHelp: CommandHelp = {
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
