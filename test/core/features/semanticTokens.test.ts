import fc from 'fast-check'
import { expect, test } from 'vitest'
import { semanticTokens } from '../../../server/core/features/semanticTokens.ts'
import { createLanguageService } from '../../../server/core/languageService.ts'
import { modulePieces } from '../../support/modulePieces.ts'
import { moduleOf } from '../../support/moduleText.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

/** Each coloured piece with its type. */
function colours(text: string): readonly string[] {
  const { module, document } = moduleOf(text)
  return semanticTokens(module).map(({ range, type }) => `${type} ${document.text.slice(range.start, range.end)}`)
}

const withMapping = (mapping: string): string => modulePieces({ mapping })

test('regexps and templates are coloured, and nothing else', () => {
  expect(
    colours(withMapping("regexp: '^5\\.(14|15)\\..+$'\ncontainerImage: q/$MOD_NAME:${KERNEL_XYZ}-${NOPE}-$$X")),
  ).toEqual([
    ...['keyword ^', 'string 5', 'regexp \\.', 'operator (', 'string 14', 'operator |', 'string 15', 'operator )'],
    ...['regexp \\.', 'class .', 'operator +', 'keyword $'],
    ...['operator $', 'variable MOD_NAME', 'operator ${', 'variable KERNEL_XYZ', 'operator }'],
  ])
  expect(colours(withMapping('literal: 5.14.0\ncontainerImage: q/a:1'))).toEqual([])
})

test('in double quotes an escape is coloured as it is written', () => {
  expect(colours(withMapping('regexp: "^5\\\\.1[0-9]"\ncontainerImage: q/a:1'))).toEqual([
    'keyword ^',
    'string 5',
    'regexp \\\\.',
    'string 1',
    'class [0-9]',
  ])
})

test('fields of signing know no Module variables', () => {
  const sign = 'sign:\n  unsignedImage: q/$MOD_NAME:$KERNEL_X\n  filesToSign: ["/opt/$KERNEL_Y.ko"]'
  expect(colours(modulePieces({ container: sign })).slice(0, 4)).toEqual([
    ...['operator $', 'variable KERNEL_X', 'operator $', 'variable KERNEL_Y'],
  ])
})

test('a regexp that is used twice by an alias is coloured once', () => {
  const text = withMapping("regexp: &r '^5'\ncontainerImage: q/a:1").replace(
    '  selector',
    '        - regexp: *r\n  selector',
  )
  expect(colours(text)).toEqual(['keyword ^', 'string 5'])
})

test('tokens are in order, on one line each, within the text, and do not overlap', () => {
  fc.assert(
    fc.property(mutatedModule, (text) => {
      for (const { module, document } of createLanguageService().modules({ uri: 'file:///a.yaml', text })) {
        let last = 0
        for (const { range } of semanticTokens(module)) {
          expect(range.start).toBeGreaterThanOrEqual(last)
          expect(range.end).toBeGreaterThan(range.start)
          expect(document.text.slice(range.start, range.end)).toMatch(/^.+$/u)
          last = range.end
        }
      }
    }),
    { numRuns: 300 },
  )
})
