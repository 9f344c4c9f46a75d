import type { Problem } from '../core/features/problem.ts'
import { ruleTable } from '../core/features/rules/ruleTable.ts'
import { bareSurroundings } from '../core/features/surroundings.ts'
import { createLanguageService } from '../core/languageService.ts'
import { jsonValue } from '../core/yaml/jsonValue.ts'
import { parseYaml } from '../core/yaml/parseYaml.ts'
import { fieldText } from '../core/yaml/yamlPath.ts'
import type { Judge, RefusedField } from './verdict.ts'

const webhookOrders = new Map(ruleTable.map(({ id, webhookOrder }) => [id, webhookOrder ?? Number.POSITIVE_INFINITY]))
const uri = 'practice:document'

/**
 * The verdict of the language service, for the first document of a text: the server ignores the others. Here error
 * means refused, so what the editor shows and what the practice cluster answers cannot differ.
 */
export const judgeDocument: Judge = (text, namespace) => {
  const document = parseYaml(text).documents[0]
  if (document === undefined) return { value: null, refused: [] }
  const unreadable = document.problems.map(({ message, range }) => {
    const line = document.text.slice(0, range.start).split('\n').length
    return { stage: 'text', field: '', path: [], message: `yaml: line ${line}: ${message}` } as const
  })
  if (unreadable.length > 0) return { value: undefined, refused: unreadable }
  const service = createLanguageService()
  const cluster = {
    ...bareSurroundings.cluster,
    target: { context: 'practice', server: '', user: '', namespace: namespace === '' ? 'default' : namespace },
  }
  const problems = service.problems({ uri, text: document.text }, { ...bareSurroundings, cluster })
  return { value: jsonValue(document), refused: inWebhookOrder(problems).flatMap(refusedField) }
}

/** Problems come in the order of the text; the webhook stops at the first of its own order. */
function inWebhookOrder(problems: readonly Problem[]): readonly Problem[] {
  const orderOf = ({ id }: Problem) => webhookOrders.get(id) ?? -1
  return [...problems].sort((a, b) => orderOf(a) - orderOf(b))
}

/** What the API server refuses; a name or a field that belongs to the server is asked about elsewhere. */
function refusedField({ id, refusal, path, message }: Problem): readonly RefusedField[] {
  if (refusal === undefined || refusal.stage === 'text') return []
  return [{ stage: refusal.stage, field: fieldText(path), path, message, id, reason: refusal.reason }]
}
