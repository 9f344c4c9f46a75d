import { kernelTable } from '../kmm/kernelTable.ts'
import type { KmmModule } from '../kmm/kmmModule.ts'

/**
 * A table for reading: each kernel, the mapping that takes it with its line, and the image that nodes get. `lineOf`
 * tells the line (from 1) of an offset in the document.
 */
export function kernelReport(
  module: KmmModule,
  kernels: readonly string[],
  namespace: string,
  lineOf: (offset: number) => number,
): string {
  const rows = kernelTable(module, kernels, namespace)
  const cells = rows.map(({ kernel, mapping, offset, image }) => {
    const taken = mapping === undefined ? undefined : module.kernelMappings[mapping]
    if (mapping === undefined || taken === undefined || offset === undefined) {
      return [`✗ ${kernel}`, 'none', 'nothing is loaded on nodes with this kernel']
    }
    const matcher = taken.literal?.value === kernel ? 'literal' : (taken.regexp?.value ?? 'literal')
    return [
      `✓ ${kernel}`,
      `${mapping + 1}, line ${lineOf(offset)}: ${oneLine(matcher)}`,
      image ?? 'no image: its template cannot be expanded',
    ]
  })
  const unserved = rows.filter(({ mapping }) => mapping === undefined).length
  const served = `${rows.length - unserved} of ${rows.length} ${rows.length === 1 ? 'kernel' : 'kernels'} served`
  const name = `${module.namespace?.value ?? namespace}/${module.name?.value ?? ''}`
  return [`${module.kind} ${name}: ${served}`, '', ...aligned([['  KERNEL', 'MAPPING', 'IMAGE'], ...cells]), ''].join(
    '\n',
  )
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
