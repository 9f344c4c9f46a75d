import type { Fix } from '../features/problem.ts'
import { lineStart } from '../yaml/lineStart.ts'
import { readPlain } from '../yaml/readScalar.ts'
import { blockText, columnOf, quoted, type Scaffold } from '../yaml/yamlEdit.ts'
import type { YamlNode, YamlPair } from '../yaml/yamlNode.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { labelValueFault, qualifiedNameFault } from './labelSyntax.ts'
import { propertyOf } from './schemaAt.ts'
import type { Place, ShapeCheck } from './shapePlace.ts'

/**
 * Fixes that write a value in the form its field wants, where it holds what is needed in another one: a mapping for a
 * list, a list for a mapping, one value for either. None where a comment or an anchor would be lost, and within brackets.
 */
export function formFixes({ node, schema, pair, owner }: Place, { document: { text } }: ShapeCheck): readonly Fix[] {
  if (pair === undefined || pair.merged === true || node.alias !== undefined || owner?.map.flow === true) return []
  const { start } = pair.key.range
  const line = text.slice(lineStart(text, start), start)
  const end = start + text.slice(start, node.range.end).trimEnd().length
  const colon = pair.key.range.end
  if (!/^(?:- +| )*$/.test(line) || text[colon] !== ':' || /[#&*!]/.test(text.slice(colon, end))) return []
  const value = rewritten(node, schema, pair.key.text, text)
  if (value === undefined) return []
  const written = blockText('', value, columnOf(text, start)).split('\n')
  const newText = typeof value === 'string' ? ` ${value}` : `\n${written.slice(1).join('\n')}`
  const form = schema.type === 'array' ? 'a list' : schema.type === 'object' ? 'a mapping' : 'a single value'
  const edits = [{ range: { start: colon + 1, end }, newText: newText.replaceAll('\n', lineBreak(text)) }]
  return [{ title: `Write ${pair.key.text} as ${form}`, edits, preferred: true }]
}

function rewritten(node: YamlNode, schema: FieldSchema, key: string, text: string): Scaffold | undefined {
  if (schema.type === 'array') return schema.items && asList(node, schema.items, key, text)
  if (schema.type === 'object') return asMapping(node, schema, text)
  const only = node.type === 'list' && node.items.length === 1 ? node.items[0] : undefined
  return only?.type === 'scalar' ? raw(only, text) : undefined
}

function asList(node: YamlNode, items: FieldSchema, key: string, text: string): Scaffold | undefined {
  if (node.type === 'scalar') {
    const name = named(node, items, text)
    return name && [name]
  }
  if (node.type !== 'map' || node.pairs.length === 0 || node.pairs.some((pair) => pair.merged)) return undefined
  if (node.pairs.every((pair) => propertyOf(items, pair.key.text) !== undefined)) {
    const item = raw(node, text)
    return item && [item]
  }
  const pairs = node.pairs.map(textPair)
  if (!pairs.every((pair) => pair !== undefined)) return undefined
  if (propertyOf(items, 'name') !== undefined && propertyOf(items, 'value') !== undefined) {
    return pairs.map(([name, value]) => ({ name: scalar(name), value: scalar(value) }))
  }
  // A kernel module's own parameters are the one list of `key=value` texts.
  return key === 'parameters' && items.type === 'string'
    ? pairs.map(([name, value]) => scalar(`${name}=${value}`))
    : undefined
}

function asMapping(node: YamlNode, schema: FieldSchema, text: string): Scaffold | undefined {
  if (node.type === 'scalar') return schema.values ? labels([node]) : named(node, schema, text)
  if (node.type !== 'list' || node.items.length === 0) return undefined
  const [first] = node.items
  if (first !== undefined && node.items.length === 1 && first.type === 'scalar' && !schema.values)
    return named(first, schema, text)
  if (schema.values !== undefined) return labels(node.items)
  const pairs = node.items.flatMap((item) => (item.type === 'map' && !item.alias ? item.pairs : []))
  const keys = pairs.map(({ key }) => key.text)
  const fits = keys.every((key) => propertyOf(schema, key) !== undefined) && new Set(keys).size === keys.length
  if (!fits || pairs.length === 0 || node.items.some((item) => item.type !== 'map')) return undefined
  return mapOf(pairs, text)
}

/** Labels out of `key: value` items and `key=value` texts; the value of a lone key is empty. */
function labels(items: readonly YamlNode[]): Scaffold | undefined {
  const found = items.flatMap((item) => {
    if (item.type === 'map') return item.pairs.map(textPair)
    if (item.type !== 'scalar' || typeof item.value !== 'string' || item.value === '') return [undefined]
    const [, key = '', value = ''] = /^([^=]+?)(?:=(.*))?$/.exec(item.value) ?? []
    return [[key, value] as const]
  })
  const known = found.filter((pair) => pair !== undefined)
  if (known.length !== found.length || new Set(known.map(([key]) => key)).size !== known.length) return undefined
  if (known.some(([key, value]) => (qualifiedNameFault(key) ?? labelValueFault(value)) !== undefined)) return undefined
  return Object.fromEntries(known.map(([key, value]) => [scalar(key), value === '' ? '""' : scalar(value)]))
}

/** A reference by name, for what holds only the name. */
function named(node: YamlNode, schema: FieldSchema, text: string): Scaffold | undefined {
  if (propertyOf(schema, 'name')?.type !== 'string' || node.type !== 'scalar' || node.templated) return undefined
  if ((schema.required ?? []).some((key) => key !== 'name')) return undefined
  const name = typeof node.value === 'string' && node.value !== '' ? raw(node, text) : undefined
  return name && { name }
}

function textPair({ key, value, merged }: YamlPair): readonly [key: string, value: string] | undefined {
  if (merged || value.type !== 'scalar' || value.templated || key.templated || key.text === '') return undefined
  return [key.text, value.text]
}

/** A node as it is written; `undefined` where that takes several lines, or needs another place of the document. */
function raw(node: YamlNode, text: string): Scaffold | undefined {
  if (node.alias !== undefined) return undefined
  if (node.type === 'map') return mapOf(node.pairs, text)
  if (node.type === 'list') {
    const items = node.items.map((item) => raw(item, text))
    return items.every((item) => item !== undefined) && items.length > 0 ? items : undefined
  }
  const written = text.slice(node.range.start, node.range.end)
  return written === '' || written.includes('\n') ? undefined : written
}

function mapOf(pairs: readonly YamlPair[], text: string): Scaffold | undefined {
  const entries = pairs.map((pair) => [pair.key.text, pair.merged ? undefined : raw(pair.value, text)] as const)
  const known = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  return known.length === entries.length && known.length > 0 ? Object.fromEntries(known) : undefined
}

/** Text as a scalar that the server reads as that text. */
function scalar(value: string): string {
  return /^[\w./=-]+$/.test(value) && !value.startsWith('-') && readPlain(value) === value ? value : quoted(value)
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
