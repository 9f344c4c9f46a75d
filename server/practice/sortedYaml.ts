import { stringify } from 'yaml'

/** Block YAML with sorted keys and lists that are not indented, as Go programs of Kubernetes write it. */
export function writeSortedYaml(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    lineWidth: 0,
    indentSeq: false,
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  })
}
