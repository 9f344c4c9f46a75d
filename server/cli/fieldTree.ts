import type { FieldSchema } from '../core/schema/fieldSchema.ts'
import type { Palette } from './palette.ts'

/** Every field below a schema, one a line, indented by two spaces for each level; lists count as what they hold. */
export function fieldTree(schema: FieldSchema, palette: Palette, indent = '  '): string {
  const held = itemsOf(schema)
  return Object.entries(held.properties ?? {})
    .map(([key, child]) => {
      const required = held.required?.includes(key) ? ` ${palette.warning('-required-')}` : ''
      const line = `${indent}${palette.good(key)} ${palette.faint(`<${typeName(child)}>`)}${required}\n`
      return line + fieldTree(child, palette, `${indent}  `)
    })
    .join('')
}

/** A type as kubectl writes it: `[]object`, `map[string]string`. */
export function typeName(schema: FieldSchema): string {
  if (schema.type === 'array') return `[]${schema.items === undefined ? 'any' : typeName(schema.items)}`
  if (schema.type === 'object' && schema.values !== undefined) return `map[string]${typeName(schema.values)}`
  return schema.type
}

function itemsOf(schema: FieldSchema): FieldSchema {
  return schema.type === 'array' && schema.items !== undefined ? itemsOf(schema.items) : schema
}
