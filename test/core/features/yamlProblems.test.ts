import { describe, expect, test } from 'vitest'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'

const uri = 'file:///module.yaml'

/** Takes the fix with a title and expects a text, in which nothing is told that had that fix. */
function check(text: string, title: string, expected: string): void {
  const service = createLanguageService()
  const fixes = (of: string) => {
    const whole = { start: 0, end: of.length }
    return service.fixes({ uri, text: of }, whole, bareSurroundings).filter(({ fix }) => fix.title === title)
  }
  const [edit] = fixes(text)[0]?.fix.edits ?? []
  if (edit === undefined) throw new Error(`no fix "${title}"`)
  const mended = text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end)
  expect(mended).toBe(expected)
  expect(fixes(mended)).toEqual([])
}

describe('what stands behind the end of a document', () => {
  const title = 'Remove what is not read'
  const old = 'apiVersion: kmm.sigs.k8s.io/v1alpha1'

  test('goes with the blanks before it', () => {
    check(`  ${old}\n v1\nkind: a\n---\na: b\n`, title, `  ${old}\n---\na: b\n`)
  })

  test('leaves the end of the line on which something is kept', () => {
    check(`{${old}} rest\n---\na: b\n`, title, `{${old}}\n---\na: b\n`)
    check(`{${old}} rest`, title, `{${old}}`)
  })
})
