import type { Fix, Problem, Refusal, Stage } from '../features/problem.ts'
import { quoted, quoteEdit, removePairEdit } from '../yaml/yamlEdit.ts'
import type { YamlScalar } from '../yaml/yamlNode.ts'
import type { FieldType } from './fieldSchema.ts'
import { formFixes } from './formFixes.ts'
import { nearestKey } from './nearestKey.ts'
import { hasOddExponent, isWhole } from './numberForm.ts'
import { type Place, pathOf, placeRange, type ShapeCheck } from './shapePlace.ts'

const typeWords: Readonly<Record<FieldType, string>> = {
  object: 'a mapping (`key: value` lines)',
  array: 'a list (`- item` lines)',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  intOrString: 'a whole number or text',
  any: 'any value',
}

/** A mapping or list where something else belongs, or the other way round. True when there is nothing more to check. */
export function wrongType(place: Place, check: ShapeCheck): boolean {
  const { node, schema } = place
  const fits = node.type === 'map' ? schema.type === 'object' : node.type === 'list' ? schema.type === 'array' : true
  if (fits) return false
  const has = node.type === 'map' ? 'a mapping' : node.type === 'list' ? 'a list' : 'a single value'
  const stage = schema.type === 'intOrString' ? 'schema' : 'typedPatch'
  check.report({
    id: 'kmm/wrong-type',
    severity: 'error',
    message: `${subject(place)} takes ${typeWords[schema.type]}, this is ${has}`,
    range: placeRange(place, check.document),
    path: pathOf(place.path),
    refusal: { stage, reason: 'FieldValueTypeInvalid' },
    fixes: formFixes(place, check),
  })
  return true
}

/** Null on a field that takes none: apply refuses it (create drops it). */
export function checkNull(place: Place, check: ShapeCheck): void {
  const { schema, node } = place
  if (place.associative !== true && (schema.nullable === true || schema.type === 'any' || 'default' in schema)) return
  const absent = node.range.start === node.range.end
  const what = absent ? 'has no value' : 'is null'
  check.report({
    id: 'kmm/null-value',
    severity: 'error',
    message: `${subject(place)} ${what}, which apply refuses: give it ${typeWords[schema.type]} or remove the key`,
    range: absent || place.pair === undefined ? placeRange(place, check.document) : (node.alias ?? node.range),
    path: pathOf(place.path),
    refusal: nullRefusal(place),
    fixes: removalFixes(place, check),
  })
}

/** An item that nothing tells from others stops the patch; without metadata there is no name; else the schema refuses. */
function nullRefusal({ associative, path }: Place): Refusal {
  if (associative === true) return { stage: 'typedPatch' }
  if (path?.parent === undefined && path?.step === 'metadata')
    return { stage: 'text', reason: 'BadRequest', late: true }
  return { stage: 'schema', reason: 'FieldValueTypeInvalid' }
}

/** Taking a null out is the same as what create makes of it; a required key needs a value instead. */
function removalFixes({ owner, pair }: Place, check: ShapeCheck): readonly Fix[] {
  if (owner === undefined || pair === undefined || owner.required.includes(pair.key.text)) return []
  const edit = removePairEdit(check.document, owner.map, pair)
  return edit === undefined ? [] : [{ title: `Remove ${pair.key.text}`, edits: [edit] }]
}

/** A scalar of another type than its field wants, or of a form that the field does not take. */
export function checkScalar(place: Place, scalar: YamlScalar, check: ShapeCheck): void {
  const { schema } = place
  const { value } = scalar
  if (schema.type === 'any') return
  if (schema.type === 'string') {
    if (typeof value === 'string') checkText(place, value, check)
    else reportTrap(place, scalar, check)
  } else if (schema.type === 'boolean') {
    if (typeof value !== 'boolean') reportBoolean(place, scalar, check)
  } else if (schema.type === 'integer' || schema.type === 'number') {
    if (typeof value === 'number') checkNumber(place, scalar, value, check)
    else reportNoNumber(place, scalar, check)
  } else if (schema.type === 'intOrString') {
    if (typeof value === 'string') checkText(place, value, check)
    else if (typeof value !== 'number' || !isWhole(scalar, value)) {
      reportScalar(place, check, `${subject(place)} takes a whole number or text: put it in quotes`, 'schema')
    }
  } else {
    const message = `${subject(place)} takes ${typeWords[schema.type]}, this is a single value`
    reportScalar(place, check, message, 'typedPatch', listOf(place, scalar), formFixes(place, check))
  }
}

/** A single text where a list of texts is wanted, as that list. */
function listOf({ schema }: Place, scalar: YamlScalar): string | undefined {
  if (schema.type !== 'array' || schema.items?.type !== 'string' || typeof scalar.value !== 'string') return undefined
  return scalar.text === '' ? undefined : `[${quoted(scalar.text)}]`
}

/** Text is wanted, and YAML 1.1 reads a number or a boolean: the server's reading, which editors of YAML 1.2 do not show. */
function reportTrap(place: Place, scalar: YamlScalar, check: ShapeCheck): void {
  // Infinity and its like are told of as no JSON already.
  if (typeof scalar.value === 'number' && !Number.isFinite(scalar.value)) return
  const edit = place.node.alias === undefined ? quoteEdit(check.document, scalar) : undefined
  const kind = typeof scalar.value === 'boolean' ? 'boolean' : 'number'
  const same = String(scalar.value) === scalar.text
  // Text of a form, such as a time, is typed as any scalar: only the schema wants text.
  const stage = place.schema.format === undefined ? 'typedPatch' : 'schema'
  const reading = same ? `a ${kind}` : `the ${kind} \`${scalar.value}\``
  check.report({
    id: kind === 'boolean' ? 'kmm/yaml11-boolean' : 'kmm/yaml11-number',
    severity: 'error',
    message: `The API server reads \`${scalar.text}\` as ${reading}, and ${subject(place, 'the field')} takes text: put it in quotes`,
    range: place.node.alias ?? scalar.range,
    path: pathOf(place.path),
    refusal: { stage, reason: 'FieldValueTypeInvalid' },
    ...(edit && { fixes: [{ title: `Put ${scalar.text} in quotes`, edits: [edit], preferred: true }] }),
  })
}

function reportBoolean(place: Place, scalar: YamlScalar, check: ShapeCheck): void {
  const meant = /^(true|yes|on|1)$/i.test(scalar.text)
    ? 'true'
    : /^(false|no|off|0)$/i.test(scalar.text)
      ? 'false'
      : undefined
  const message = `${subject(place)} takes \`true\` or \`false\`, without quotes`
  reportScalar(place, check, message, 'typedPatch', meant)
}

function reportNoNumber(place: Place, scalar: YamlScalar, check: ShapeCheck): void {
  const meant = /^[+-]?\d+$/.test(scalar.text) ? scalar.text : undefined
  const message = `${subject(place)} takes ${typeWords[place.schema.type]}${meant === undefined ? '' : ', without quotes'}`
  reportScalar(place, check, message, 'typedPatch', meant)
}

function checkNumber(place: Place, scalar: YamlScalar, value: number, check: ShapeCheck): void {
  const { schema } = place
  const { type, minimum, maximum } = schema
  if (type === 'integer' && !isWhole(scalar, value)) {
    reportScalar(place, check, `${subject(place)} takes a whole number, not \`${scalar.text}\``, 'schema')
  } else if (schema.format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) {
    reportValue(place, check, 'kmm/out-of-range', `${subject(place)} takes a number of 32 bits, up to 2147483647`)
  } else if (minimum !== undefined && value < minimum) {
    reportValue(place, check, 'kmm/out-of-range', `${subject(place)} must be at least ${minimum}`)
  } else if (maximum !== undefined && value > maximum) {
    reportValue(place, check, 'kmm/out-of-range', `${subject(place)} must be at most ${maximum}`)
  }
}

function checkText(place: Place, text: string, check: ShapeCheck): void {
  const { schema } = place
  if (schema.type === 'intOrString' && hasOddExponent(text)) {
    const message = `${subject(place)} takes no such exponent: the schema lets it through, and KMM's webhook cannot read it`
    reportValue(place, check, 'kmm/quantity', message, 'webhook')
  }
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(text)) {
    const form = schema.pattern.startsWith('^[a-z0-9]([-a-z0-9]*[a-z0-9])?(')
      ? 'lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit'
      : `text of the form \`${schema.pattern}\``
    reportValue(place, check, 'kmm/pattern', `${subject(place)} takes ${form}`)
  }
  if (schema.enum !== undefined && !schema.enum.includes(text)) {
    const near = nearestKey(text, schema.enum)
    const hint = near === undefined ? '' : `: did you mean \`${near}\`?`
    reportValue(
      place,
      check,
      'kmm/enum',
      `${subject(place)} takes ${schema.enum.map((one) => `\`${one}\``).join(', ')}${hint}`,
    )
  }
  const length = [...text].length
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    reportValue(place, check, 'kmm/out-of-range', `${subject(place)} takes at most ${schema.maxLength} characters`)
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    reportValue(place, check, 'kmm/out-of-range', `${subject(place)} takes at least ${schema.minLength} characters`)
  }
}

function reportValue(
  place: Place,
  check: ShapeCheck,
  id: Problem['id'],
  message: string,
  stage: Stage = 'schema',
): void {
  check.report({
    id,
    severity: 'error',
    message,
    range: place.node.alias ?? place.node.range,
    path: pathOf(place.path),
    refusal: { stage, reason: id === 'kmm/enum' ? 'FieldValueNotSupported' : 'FieldValueInvalid' },
  })
}

function reportScalar(
  place: Place,
  check: ShapeCheck,
  message: string,
  stage: 'typedPatch' | 'schema' = 'typedPatch',
  meant?: string,
  others: readonly Fix[] = [],
): void {
  const fixable = meant !== undefined && place.node.alias === undefined
  check.report({
    id: 'kmm/wrong-type',
    severity: 'error',
    message,
    range: place.node.alias ?? place.node.range,
    path: pathOf(place.path),
    refusal: { stage, reason: 'FieldValueTypeInvalid' },
    fixes: fixable
      ? [{ title: `Replace with ${meant}`, edits: [{ range: place.node.range, newText: meant }], preferred: true }]
      : others,
  })
}

/** The field's name as a sentence may begin with it. */
function subject(place: Place, none = 'This value'): string {
  const { path } = place
  if (path === undefined) return none
  if (typeof path.step === 'string') return `\`${path.step}\``
  return path.parent === undefined ? none : `An item of \`${String(path.parent.step)}\``
}

const patterns = new Map<string, RegExp>()

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern)
  if (known !== undefined) return known
  const made = compiled(pattern)
  patterns.set(pattern, made)
  return made
}

/** A served CRD may hold a pattern that only Go can read: it then takes everything, for no false error. */
function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return /^/
  }
}
