import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../server/core/features/problem.ts'
import { applyEdits, checkFix, checkProblems, problemsAdded, problemsIn } from '../../support/check.ts'
import { mutatedModule } from '../../support/mutatedModule.ts'

/** Fixes that let the document, or what hangs on a key, be looked at for the first time. */
const revealing = (id: Problem['id']): boolean =>
  id.startsWith('kmm/yaml-') ||
  [
    'kmm/kind',
    'kmm/api-version',
    'kmm/unknown-key',
    'kmm/missing-key',
    'kmm/null-value',
    'kmm/wrong-type',
    'kmm/yaml11-number',
    'kmm/yaml11-boolean',
    'kmm/literal-regexp',
    // An image that can be pulled is judged further: one tag for many kernels.
    'kmm/image-no-tag',
  ].includes(id)

/** How often the same is said. */
const count = (problems: readonly Problem[], { id, message }: Problem): number =>
  problems.filter((one) => one.id === id && one.message === message).length

describe('a document', () => {
  test('shows what every stage of the API server would refuse, at once', () => {
    checkProblems(`apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: Drv
  #     ^^^ kmm/name-invalid: lower-case
spec:
  moduleLoader:
    container:
      modprobe:
    # ^^^^^^^^ kmm/module-name-missing: what to load
        moduleNam: drv
      # ^^^^^^^^^ kmm/unknown-key: did you mean \`moduleName\`
      kernelMappings:
        - literal: 5.10
          #        ^^^^ kmm/yaml11-number: as the number \`5.1\`
          containerImage: quay.io/example/drv
          #               ^^^^^^^^^^^^^^^^^^^ kmm/image-no-tag
  selector:
    gpu: yes
    #    ^^^ kmm/yaml11-boolean
`)
  })

  test('that is not KMM’s is nobody’s business here', () => {
    expect(problemsIn('kind: ConfigMap\ndata: {a: 1, a: 2}\n')).toEqual([])
    expect(problemsIn('kind: Module\napiVersion: terraform.example.com/v1\nspec: {x: 1}\n')).toEqual([])
    expect(problemsIn('# nothing\n---\n- a\n---\nhello\n')).toEqual([])
  })

  test('of KMM’s group with another kind or version says so', () => {
    checkProblems(`apiVersion: kmm.sigs.k8s.io/v1beta1
#           ^^^^^^^^^^^^^^^^^^^^^^^ kmm/api-version: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: drv}
spec: {selector: {a: b}}
---
apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: module
#     ^^^^^^ kmm/kind: did you mean \`Module\`
metadata: {name: drv}
`)
  })

  test('is judged in its own namespace', () => {
    const name = 'x'.repeat(35)
    const text = (namespace: string): string =>
      `apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata: {name: ${name}${namespace}}\nspec: {selector: {gpu: present}}\n`
    expect(problemsIn(text('')).map((one) => one.id)).toEqual(['kmm/name-too-long'])
    expect(problemsIn(text(', namespace: short'))).toEqual([])
  })
})

describe('a template', () => {
  test('is told of only what it cannot change', () => {
    checkProblems(`apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: {{ .Release.Name }}
  {{- with .Values.labels }}
  labels: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  moduleLoader:
    container:
      {{- include "modprobe" . | nindent 6 }}
      inTreeModuleToRemov: x
    # ^^^^^^^^^^^^^^^^^^^ kmm/unknown-key: did you mean
      kernelMappings:
      {{- range .Values.kernels }}
        - literal: {{ . }}
          containerImage: {{ $.Values.image }}:{{ . }}
      {{- end }}
  selector:
    {{- toYaml .Values.selector | nindent 4 }}
`)
  })
})

describe('laws', () => {
  test('any text: no exception, ranges of problems and fixes inside', () => {
    fc.assert(
      fc.property(mutatedModule, (text) => {
        const ranges = problemsIn(text).flatMap(({ range, fixes = [], related = [] }) => [
          range,
          ...related.map((one) => one.range),
          ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.range)),
        ])
        expect(ranges.filter(({ start, end }) => start < 0 || end < start || end > text.length)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('a fix removes its problem and adds none', () => {
    fc.assert(
      fc.property(mutatedModule, (mutated) => {
        // What a merge key brings stands in two places, of which a fix mends one.
        const text = mutated.replaceAll('<<: *', 'x: ')
        const found = problemsIn(text)
        if (found.some((one) => one.id.startsWith('kmm/yaml-'))) return
        for (const problem of found) {
          const { id } = problem
          for (const { title, edits } of problem.fixes ?? []) {
            const after = applyEdits(text, edits)
            const story = `${title} of ${id}:\n${text}\n-----\n${after}`
            expect(count(problemsIn(after), problem), story).toBeLessThan(count(found, problem))
            if (!revealing(id)) expect(problemsAdded(text, after), story).toEqual([])
          }
        }
      }),
      { numRuns: 300 },
    )
  }, 20_000)
})

test('a colon without a blank behind it gets one', () => {
  const text = (colon: string): string =>
    `apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\n"metadata"${colon}{"name":"a"}\nspec: {selector: {a: b}}\n`
  checkFix('kmm/yaml-missing-colon', text(':'), text(': '))
  const broken = problemsIn(text(':')).find(({ id }) => id === 'kmm/yaml-missing-colon')
  expect(broken?.message).toBe('A `:` ends a key only with a blank behind it: put one there')
})
