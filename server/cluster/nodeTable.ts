import type { KubeObject, NodeRow } from './cluster.ts'
import { isRecord, listOf, recordOf, textOf } from './json.ts'

/** Where in a row the cells are that we read; found by column name, for servers differ in what they show. */
export interface NodeColumns {
  readonly name: number
  readonly status: number
  readonly kernel: number
}

/** Whether the server answered in the Table form that was asked for. */
export function isTable(value: unknown): boolean {
  return isRecord(value) && value.kind === 'Table'
}

/**
 * The columns of a Table; undefined when it carries no definitions (events after a watch's first do not) or lacks a
 * column that we need.
 */
export function parseNodeColumns(table: unknown): NodeColumns | undefined {
  const names = listOf(recordOf(table).columnDefinitions).map((column) => textOf(recordOf(column).name))
  const columns = {
    name: names.indexOf('Name'),
    status: names.indexOf('Status'),
    kernel: names.indexOf('Kernel-Version'),
  }
  return columns.name < 0 || columns.status < 0 || columns.kernel < 0 ? undefined : columns
}

/** The nodes of a Table. A bookmark's row has no name and is left out. */
export function parseNodeRows(table: unknown, columns: NodeColumns): NodeRow[] {
  const rows: NodeRow[] = []
  for (const row of listOf(recordOf(table).rows)) {
    const cells = listOf(recordOf(row).cells)
    const name = textOf(cells[columns.name])
    if (name === undefined || name === '') continue
    rows.push({
      name,
      kernel: readKernelCell(textOf(cells[columns.kernel]) ?? ''),
      ready: (textOf(cells[columns.status]) ?? '').split(',')[0] === 'Ready',
    })
  }
  return rows
}

/** A whole Node as a row, for servers that do not answer in Table form. */
export function nodeRowOf(node: KubeObject): NodeRow {
  const status = recordOf(node.status)
  const ready = listOf(status.conditions)
    .map(recordOf)
    .find((condition) => condition.type === 'Ready')
  return {
    name: node.metadata.name,
    kernel: textOf(recordOf(status.nodeInfo).kernelVersion) ?? '',
    ready: ready?.status === 'True',
  }
}

/** Newer servers append the architecture, as in `6.6.2-201.fc39.x86_64 (amd64)`. */
function readKernelCell(cell: string): string {
  const kernel = cell.split(' ')[0] ?? ''
  return kernel === '<unknown>' || kernel === '<none>' ? '' : kernel
}
