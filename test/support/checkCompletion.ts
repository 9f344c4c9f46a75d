import { expect } from 'vitest'
import { type CompletionItem, type CompletionSurroundings, completion } from '../../server/core/features/completion.ts'
import { noClusterFacts } from '../../server/core/kmm/clusterFacts.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'
import { cursorIn } from './cursor.ts'

const nothing: CompletionSurroundings = { cluster: noClusterFacts }

/** What is proposed at `$0`, best first. */
export function itemsAt(marked: string, surroundings = nothing): readonly CompletionItem[] {
  const { text, offset } = cursorIn(marked)
  return sorted(completionsIn(text, offset, surroundings))
}

/** The labels that are proposed at `$0`, best first. */
export function labelsAt(marked: string, surroundings = nothing): readonly string[] {
  return itemsAt(marked, surroundings).map((item) => item.label)
}

/** Checks the whole text as it is once the item with this label was taken. */
export function checkCompletion(marked: string, label: string, expected: string, surroundings = nothing): void {
  const { text } = cursorIn(marked)
  const items = itemsAt(marked, surroundings)
  const item = items.find((one) => one.label === label)
  if (item === undefined) throw new Error(`No ${label} among: ${items.map((one) => one.label).join(', ')}`)
  expect(applied(text, item)).toBe(expected)
}

/** Proposals at an offset of a file, their ranges in the file. */
export function completionsIn(text: string, offset: number, surroundings = nothing): readonly CompletionItem[] {
  const document = parseYaml(text).documents.findLast((one) => one.start <= offset)
  if (document === undefined) return []
  return completion(document, offset - document.start, surroundings).map((item) => ({
    ...item,
    range: { start: item.range.start + document.start, end: item.range.end + document.start },
  }))
}

/** The text with the item taken. */
export function applied(text: string, { range, insertText }: CompletionItem): string {
  return text.slice(0, range.start) + insertText + text.slice(range.end)
}

function sorted(items: readonly CompletionItem[]): readonly CompletionItem[] {
  return items.toSorted((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0))
}
