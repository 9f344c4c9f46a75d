import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem, TextEdit } from '../../server/core/features/problem.ts'
import { problemDocs } from '../../server/core/features/rules/problemDocs.ts'
import { bareSurroundings } from '../../server/core/features/surroundings.ts'
import { createLanguageService, type LanguageService, type TextFile } from '../../server/core/languageService.ts'
import type { Range } from '../../server/core/yaml/yamlNode.ts'
import { manyAliases, manyMappings } from '../bench/texts.ts'
import { exampleModule } from '../support/exampleModule.ts'
import { moduleText } from '../support/moduleText.ts'
import { richModule } from '../support/mutatedModule.ts'
import { yamlPieces } from '../support/yamlPieces.ts'

/**
 * A few hundred texts, always the same ones; `KMM_FUZZ_SECONDS=600` for a long run of new ones, or of those of an earlier
 * run's `KMM_FUZZ_SEED`. Both laws get half.
 */
const seconds = Number(process.env.KMM_FUZZ_SECONDS ?? 0)
const limits =
  seconds === 0
    ? { numRuns: 300, seed: 1 }
    : {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 500,
        seed: Number(process.env.KMM_FUZZ_SEED ?? Date.now()),
      }
const timeoutMs = seconds * 2_000 + 60_000

const uri = 'file:///module.yaml'

/** Keys in the wrong mapping, and under a dash. */
const withStrays = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
namespace: drivers
metadata:
  name: drv
spec:
  # which nodes
  moduleLoader:
    selector:
      role: worker
    # not here
    kernelMappings:
      - literal: 6.6.2-201.fc39.x86_64
      containerImage: q/x:1
      build:
        dockerfileConfigMap: {name: d}
        # beside
        registryTLS:
          insecure: true
      - regexp: '^5\\.14'
        containerImage: q/x:2
        sign:
          keySecret: {name: k}
          certSecret: {name: c}
          filesToSign:
            - /opt/a.ko
          modprobe:
            dirName: /opt
    container:
      modprobe:
      moduleName: drv
      parameters:
      - a=1
  serviceAccountName: loader
  devicePlugin:
    tolerations: [{key: a, operator: Exists}]
    container:
      image: q/plugin:1
`

/** Every wrong example of the documentation, and sound Modules. */
const beginnings: readonly string[] = [
  richModule,
  withStrays,
  moduleText(),
  `${moduleText()}---\n${moduleText((text) => text.replace('name: pt', 'name: other'))}`,
  ...problemDocs.flatMap(({ bad, good }) => (bad === undefined ? [] : [exampleModule(bad, good ?? bad)])),
]

/** Long lists, of which the part that was edited is read and judged alone. */
const longOnes: readonly string[] = [manyAliases(36), manyMappings(26)]

interface Typed {
  /** share of the text that stands before it */
  readonly at: number
  readonly length: number
  readonly insert: string
}

const typed: fc.Arbitrary<Typed> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  insert: fc.oneof(
    fc.constantFrom('', '\n  ', ...yamlPieces),
    fc.constantFrom(
      ...['&a ', '*a', '<<: *a', '---\n', '...\n', '{{ .x }}', '\t', '${', '$', '\u0000', '😀', '? ', '!!str '],
    ),
    fc.constantFrom(
      'spec:',
      'metadata:',
      '  name: a',
      'regexp: (',
      'yes',
      '1_0',
      '0x1',
      '~',
      '\r\n',
      '\uFEFF',
      '\u2028',
    ),
    fc.constantFrom('# kmm-ignore: kmm/unknown-key\n', 'kind: Module', 'apiVersion: kmm.sigs.k8s.io/v1alpha1\n'),
    fc.string({ maxLength: 4 }),
  ),
})

function after(text: string, { at, length, insert }: Typed): string {
  const start = Math.round(at * text.length)
  return text.slice(0, start) + insert + text.slice(start + length)
}

/** Every offset range that any feature answers with. */
function rangesOf(service: LanguageService, file: TextFile, offset: number): readonly Range[] {
  const whole = { start: 0, end: file.text.length }
  const found = service.problems(file, bareSurroundings)
  const hovered = service.hover(file, offset, bareSurroundings)
  const point = (at: number) => ({ start: at, end: at })
  return [
    ...found.flatMap(({ range, related = [] }) => [range, ...related.map((one) => one.range)]),
    ...service.fixes(file, whole, bareSurroundings).flatMap(({ fix }) => fix.edits.map(({ range }) => range)),
    ...service.completion(file, offset, bareSurroundings).map(({ range }) => range),
    ...(hovered === undefined ? [] : [hovered.range]),
    ...service.codeLens(file, bareSurroundings).map((lens) => point(lens.offset)),
    ...service.inlayHints(file, whole, bareSurroundings).map((hint) => point(hint.offset)),
    ...service.semanticTokens(file).map(({ range }) => range),
    ...service.symbols(file).flatMap(({ range, selection }) => [range, selection]),
    ...service.links(file).map(({ range }) => range),
    ...service.highlights(file, offset, bareSurroundings).map(({ range }) => range),
    ...service.references(file, offset, bareSurroundings).map(({ use }) => use.range),
  ]
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((old, { range, newText }) => old.slice(0, range.start) + newText + old.slice(range.end), text)
}

function like(problem: Problem, others: readonly Problem[]): number {
  return others.filter(({ id, message }) => id === problem.id && message === problem.message).length
}

describe('whatever is typed', () => {
  test(
    'nothing throws, every range is in the text, and what is remembered changes no answer',
    () => {
      const beginning = fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...beginnings) },
        { weight: 1, arbitrary: fc.constantFrom(...longOnes) },
      )
      const session = fc.tuple(beginning, fc.array(typed, { maxLength: 6 }), fc.nat(2_000))
      fc.assert(
        fc.property(session, ([beginning, edits, at]) => {
          const service = createLanguageService()
          let text = beginning
          for (const edit of [undefined, ...edits]) {
            if (edit !== undefined) text = after(text, edit)
            const file = { uri, text }
            const outside = rangesOf(service, file, Math.min(at, text.length)).filter(
              ({ start, end }) => !(start >= 0 && start <= end && end <= text.length),
            )
            expect(outside, text).toEqual([])
          }
          const file = { uri, text }
          const anew = createLanguageService().problems(file, bareSurroundings)
          expect(service.problems(file, bareSurroundings), text).toEqual(anew)
        }),
        limits,
      )
    },
    timeoutMs,
  )

  test(
    'a fix removes its problem',
    () => {
      const session = fc.tuple(fc.constantFrom(...beginnings), fc.array(typed, { maxLength: 3 }))
      fc.assert(
        fc.property(session, ([beginning, edits]) => {
          const service = createLanguageService()
          const text = edits.reduce(after, beginning)
          const file = { uri, text }
          const found = service.problems(file, bareSurroundings)
          for (const { problem, fix } of service.fixes(file, { start: 0, end: text.length }, bareSurroundings)) {
            const mended = applied(text, fix.edits)
            const left = like(problem, service.problems({ uri, text: mended }, bareSurroundings))
            const story = `${fix.title} of ${problem.id}: ${problem.message}\n${text}\n-----\n${mended}`
            expect(left, story).toBeLessThan(like(problem, found))
          }
        }),
        limits,
      )
    },
    timeoutMs,
  )
})
