import { describe, expect, test } from 'vitest'
import { bareSurroundings } from '../../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { checkFix, checkProblems, problemsIn } from '../../support/check.ts'

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

describe('a key under the dash of an item', () => {
  const text = (spec: string): string => `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: drv}
spec:
  selector: {role: worker}
  moduleLoader:
    container:
      modprobe: {moduleName: drv}
      kernelMappings:
${spec}`

  test('is the one problem, whatever follows', () => {
    checkProblems(
      text(`        - literal: 6.6.2-201.fc39.x86_64
        containerImage: q/x:1
      # ^^^^^^^^^^^^^^ kmm/yaml-indent: \`containerImage\` stands too far left to be part of the list item above: indent it by 2 blanks
        - literal: 6.6.3-201.fc39.x86_64
          containerImage: q/x:2
`),
    )
  })

  test('is put into it with what is below', () => {
    const before = `        - literal: 6.6.2-201.fc39.x86_64
        build:
          dockerfileConfigMap: {name: d}
        containerImage: q/x:1
        - literal: 6.6.3-201.fc39.x86_64
          containerImage: q/x:2
`
    const after = `        - literal: 6.6.2-201.fc39.x86_64
          build:
            dockerfileConfigMap: {name: d}
          containerImage: q/x:1
        - literal: 6.6.3-201.fc39.x86_64
          containerImage: q/x:2
`
    checkFix('kmm/yaml-indent', text(before), text(after), 'Indent it as part of the list item above')
  })

  test('that the item has already is not', () => {
    const twice = '        - literal: 6.6.2\n          containerImage: q/x:1\n        containerImage: q/x:1\n'
    const found = problemsIn(text(twice)).filter(({ id }) => id === 'kmm/yaml-indent')
    expect(found.map(({ fixes }) => fixes)).toEqual([[]])
  })
})
