import type { CommandHelp } from './commandHelp.ts'

/** What there is to know about `kmm kernels`. */
export const kernelsHelp: CommandHelp = {
  name: 'kernels',
  usage: ['FILE --kernel KERNEL… [--kernels-from FILE] [--format text|json]'],
  summary: 'Show which mapping and image each kernel gets from a Module',
  text: [
    "Tries kernels on the mappings of every Module of FILE as KMM does: the first that matches wins, by Go's regular expressions, after a `+` at the kernel's end is cut off. Templates in the image are filled in. Nothing is asked of a cluster. A Module that apply would refuse is tried all the same, as what it would do once it is mended: stderr says so, and the exit code is about the kernels.",
    'FILE named `-` is read from stdin, and so is `--kernels-from -`: lines of `uname -r`, the table of `kubectl get nodes -o wide`, or nodes as YAML or JSON.',
    'With --format json, stdout holds one object, whose shape stays as it is while `version` is 1:',
    [
      '  { "version": 1, "file",',
      '    "modules": [ { "name", "namespace", "line", "kernels": [',
      '      { "kernel", "mapping": { "index", "line", "literal", "regexp" },',
      '        "image" } ] } ] }',
    ].join('\n'),
    '`mapping` and `image` are null where there is none, `index` counts from 0 and `line` from 1; `literal` or `regexp` is there as the mapping has it.',
  ],
  options: [
    {
      name: 'kernel',
      short: 'k',
      value: 'KERNEL',
      text: 'A kernel to try, as `uname -r` says; may be given several times',
    },
    { name: 'kernels-from', value: 'FILE', text: 'Read kernels from a file' },
    { name: 'format', value: 'text|json', text: 'How to report (default: text)' },
  ],
  exits: [
    ['0', 'every Module serves every kernel with an image, refused by apply or not'],
    ['1', 'some kernel is not served'],
    ['2', 'it could not be tried: no Module, no kernels, a file could not be read, or wrong usage'],
  ],
  examples: [
    ['kmm kernels module.yaml -k 5.14.0-570.12.1.el9_6.x86_64', 'one kernel'],
    ['kubectl get nodes -o wide | kmm kernels module.yaml --kernels-from -', 'those of a cluster'],
  ],
}
