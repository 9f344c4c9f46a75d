import { type HoverSurroundings, hover } from '../../server/core/features/hover.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'
import { cursorIn } from './cursor.ts'

/** The hover at `$0` as a person sees it: the hovered text, a rule, the markdown; `undefined` when there is none. */
export function hoverText(marked: string, surroundings: HoverSurroundings = {}): string | undefined {
  const { text, offset } = cursorIn(marked)
  const document = parseYaml(text).documents.findLast((one) => one.start <= offset)
  if (document === undefined) return undefined
  const answer = hover(document, offset - document.start, surroundings)
  return answer && `${document.text.slice(answer.range.start, answer.range.end)}\n=====\n${answer.markdown}`
}
