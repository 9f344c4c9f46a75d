import { createHash } from 'node:crypto'
import { fieldText } from '../core/yaml/yamlPath.ts'
import type { CheckedFile } from './textReport.ts'

/**
 * One fingerprint for each problem of a file, in order: made of the rule, the field without places in lists, and the
 * text of the line, so that lines and list items put before it do not make it another; equal ones are numbered.
 */
export function fingerprints({ source, problems }: CheckedFile): readonly string[] {
  const seen = new Map<string, number>()
  return problems.map(({ id, path, range }) => {
    const field = fieldText(path.map((step) => (typeof step === 'number' ? '*' : step)))
    const line = source.lineText(source.positionAt(range.start).line).trim()
    const hash = createHash('sha256').update([id, field, line].join('\0')).digest('hex').slice(0, 32)
    const count = (seen.get(hash) ?? 0) + 1
    seen.set(hash, count)
    return `${hash}:${count}`
  })
}
