import type { Dice } from './dice.ts'
import type { Value } from './oddText.ts'

/** The part of an OpenAPI schema that says what a value looks like. */
export interface CrdSchema {
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, CrdSchema>>
  readonly additionalProperties?: CrdSchema
  readonly items?: CrdSchema
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minItems?: number
  readonly 'x-kubernetes-int-or-string'?: boolean
}

/** A value that the schema takes, with as many of the optional fields as chance wants. */
export function crdValue(schema: CrdSchema, dice: Dice, name = '', depth = 0): Value {
  if (schema['x-kubernetes-int-or-string'] === true)
    return schema.pattern === undefined ? dice.one(['80%', 1, 'http']) : dice.one(['100m', 1, '2Gi', '1e3'])
  if (schema.enum !== undefined) return dice.one(schema.enum)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, dice, depth)
    case 'array': {
      const count = Math.max(schema.minItems ?? 0, dice.below(3))
      return Array.from({ length: count }, (_, at) => named(crdValue(schema.items ?? {}, dice, name, depth + 1), at))
    }
    case 'integer':
      return dice.one([0, 1, 5, 420, 2147483647])
    case 'number':
      return dice.one([0, 1.5, 1e3])
    case 'boolean':
      return dice.chance(0.5)
    default:
      return textOf(schema, dice, name)
  }
}

function objectOf(schema: CrdSchema, dice: Dice, depth: number): Value {
  if (schema.additionalProperties !== undefined) {
    const keys = ['a', 'b/c', 'cpu', 'example.com/x'].slice(0, dice.below(3))
    return Object.fromEntries(
      keys.map((key) => [key, crdValue(schema.additionalProperties ?? {}, dice, key, depth + 1)]),
    )
  }
  const wanted = new Set(schema.required)
  const names = Object.keys(schema.properties ?? {})
  const share = depth === 0 ? 1 : Math.min(0.7, 2.5 / Math.max(1, names.length))
  return Object.fromEntries(
    names.flatMap((name) => {
      const child = schema.properties?.[name]
      if (child === undefined || !(wanted.has(name) || dice.chance(share))) return []
      return [[name, crdValue(child, dice, name, depth + 1)] as const]
    }),
  )
}

/** Items of one list are told apart by their names. */
function named(item: Value, at: number): Value {
  if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return item
  return { ...item, name: `${item.name}${at}` }
}

function textOf(schema: CrdSchema, dice: Dice, name: string): Value {
  if (schema.format === 'date-time') return '2026-11-23T10:00:00Z'
  if (schema.pattern !== undefined) return 'a.example.com'
  return /[nN]ame|key|Key/.test(name)
    ? dice.one(['drv', 'abc', 'a-b'])
    : dice.one(['x', 'quay.io/a/b:1', 'some words', '', '/dev/x', '5.14', 'true'])
}
