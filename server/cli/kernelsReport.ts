import type { KernelRow } from '../core/kmm/kernelTable.ts'
import type { KmmModule } from '../core/kmm/kmmModule.ts'
import type { Palette } from './palette.ts'
import { cellsOf, printable } from './printable.ts'
import type { SourceText } from './sourceText.ts'

/** A Module of a file and what it does for the kernels asked about. */
export interface ServedModule {
  readonly module: KmmModule
  readonly namespace: string
  /** offsets of its document in the file */
  readonly start: number
  readonly end: number
  /** from 1 */
  readonly line: number
  readonly rows: readonly KernelRow[]
}

/** A table for each Module, under its name when there are several, and a last line on what is not served. */
export function kernelsText(source: SourceText, modules: readonly ServedModule[], palette: Palette): string {
  const tables = modules.map((served) => {
    const { module, line } = served
    const title = `${printable(module.name?.value ?? 'without name')} (${printable(source.file)}:${line})\n`
    return (modules.length === 1 ? '' : palette.strong(title)) + table(source, served, palette)
  })
  const unserved = new Set(
    modules.flatMap(({ rows }) => rows.filter(({ image }) => image === undefined).map(({ kernel }) => kernel)),
  )
  const total = modules[0]?.rows.length ?? 0
  const kernels = `${total} kernel${total === 1 ? '' : 's'}`
  const last =
    unserved.size === 0
      ? `${palette.good('Served')}: ${total === 1 ? 'the kernel' : `all ${kernels}`}\n`
      : `${palette.error('Not served')}: ${unserved.size} of ${kernels}\n`
  return `${tables.join('\n')}\n${last}`
}

/** Version 1 of what `kmm help kernels` describes. */
export function kernelsJson(source: SourceText, modules: readonly ServedModule[]): string {
  const report = {
    version: 1,
    file: source.file,
    modules: modules.map((served) => ({
      name: served.module.name?.value ?? null,
      namespace: served.namespace,
      line: served.line,
      kernels: served.rows.map((row) => ({
        kernel: row.kernel,
        mapping: jsonMapping(source, served, row),
        image: row.image ?? null,
      })),
    })),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

function jsonMapping(source: SourceText, served: ServedModule, row: KernelRow) {
  const mapping = mappingOf(served, row)
  if (mapping === undefined) return null
  const { index, literal, regexp } = mapping
  return { index, line: lineOf(source, served, row), literal: literal?.value, regexp: regexp?.value }
}

function table(source: SourceText, served: ServedModule, palette: Palette): string {
  const header = ['KERNEL', 'MAPPING', 'IMAGE'] as const
  const rows = served.rows.map(
    (row) => [printable(row.kernel), mappingText(source, served, row), imageText(row)] as const,
  )
  const widths = [0, 1].map((at) => Math.max(...[header, ...rows].map((row) => cellsOf(row[at] ?? ''))))
  const line = (row: readonly string[], paint: (text: string) => string) =>
    `${paint(
      row
        .map((cell, at) => cell + ' '.repeat(Math.max((widths[at] ?? 0) - cellsOf(cell), 0)))
        .join('  ')
        .trimEnd(),
    )}\n`
  const body = rows.map((row, at) => line(row, served.rows[at]?.image === undefined ? palette.error : (text) => text))
  return line(header, palette.faint) + body.join('')
}

function mappingText(source: SourceText, served: ServedModule, row: KernelRow): string {
  const mapping = mappingOf(served, row)
  if (mapping === undefined) return '✘ none matches'
  const { literal, regexp } = mapping
  const how = literal !== undefined && literal.value !== '' ? `literal ${literal.value}` : `regexp ${regexp?.value}`
  return `line ${lineOf(source, served, row)}: ${printable(how)}`
}

function imageText({ mapping, image }: KernelRow): string {
  if (image !== undefined) return printable(image)
  return mapping === undefined ? '' : '✘ no image, or one that cannot be expanded'
}

function mappingOf({ module }: ServedModule, { mapping }: KernelRow) {
  return mapping === undefined ? undefined : module.kernelMappings[mapping]
}

function lineOf(source: SourceText, { start }: ServedModule, { offset = 0 }: KernelRow): number {
  return source.positionAt(start + offset).line
}
