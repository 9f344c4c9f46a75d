import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The recipe's Module, mended. */
export function recipe(): string {
  return readFileSync(join(import.meta.dirname, '../../examples/pt-char-dev/module.yaml'), 'utf8')
}

/** Modules of their own names, one YAML document each, at least this many lines. */
export function manyDocuments(lines: number): string {
  const documents: string[] = []
  for (let count = 0; count < lines; count += recipe().split('\n').length) {
    documents.push(recipe().replace('name: pt-char-dev', `name: pt-char-${documents.length}`))
  }
  return documents.join('---\n')
}
