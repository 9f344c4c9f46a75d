import { type CrdSchema, crdValue } from './crdValue.ts'
import type { Dice } from './dice.ts'
import type { JuryKind } from './jury.ts'
import { metadataPieces } from './metadataPieces.ts'
import { mistake } from './mistakes.ts'
import { oddText, type Value } from './oddText.ts'

/** A document to be judged, and what was done to it. */
export interface Case {
  readonly text: string
  readonly words: string
}

/** A document of a kind with none to three mistakes, `odd` (0 to 1) of it in forms of YAML that few people write. */
export function caseText({ kind, apiVersion, schema }: JuryKind, dice: Dice, odd: number): Case {
  const body = (key: string, share: number) => {
    const part: CrdSchema | undefined = dice.chance(share) ? schema.properties?.[key] : undefined
    return part === undefined ? {} : { [key]: crdValue(part, dice) }
  }
  const labels = dice.chance(0.3) ? { labels: { a: 'b' }, annotations: { x: 'y' } } : {}
  let value: Value = { metadata: { name: 'drv', ...labels }, ...body('spec', 1), ...body('status', 0.15) }
  const words: string[] = []
  for (let count = dice.one([0, 1, 1, 1, 1, 2, 2, 3]); count > 0; count -= 1) {
    const made = mistake(value, dice)
    value = made.value
    words.push(made.words)
  }
  const head = `apiVersion: ${apiVersion}\nkind: ${kind}\n`
  return { text: oddText(value, dice, { odd }, head), words: words.join('; ') }
}

/** Every piece of metadata that we know, each in a document of its own. */
export function metadataCases({ kind, apiVersion }: JuryKind): readonly Case[] {
  return metadataPieces.map(([key, written]) => {
    const name = key === 'name' ? '' : '  name: drv\n'
    const piece = written === undefined ? '' : `  ${key === '' ? '""' : key}: ${written}\n`
    const none = name + piece === '' ? '  labels: {}\n' : ''
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n${name}${piece}${none}spec:\n  selector: {a: b}\n`
    return { text, words: `metadata ${key}: ${written?.slice(0, 100) ?? 'none'}` }
  })
}
