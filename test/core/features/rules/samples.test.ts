import { describe, expect, test } from 'vitest'
import { problemsIn } from '../../../support/check.ts'
import { shared } from '../../../support/shared.ts'

/** Errors and warnings that the documents which others publish must get, as their index or the rules give reason for. */
const due: Readonly<Record<string, readonly string[]>> = {
  '01-upstream-sample.yaml': ['error kmm/too-few-items'],
  '04-upstream-lab-aws.yaml': ['warning kmm/image-malformed', 'warning kmm/image-built-once'],
  '06-upstream-lab-gke.yaml': ['warning kmm/image-malformed', 'warning kmm/image-built-once'],
  '07-upstream-lab-ubuntu.yaml': ['warning kmm/image-built-once'],
  '15-upstream-doc-build-sign.yaml': [
    'error kmm/image-no-tag',
    'warning kmm/image-malformed',
    'warning kmm/files-to-sign-kernel',
  ],
  '19-fork-sample-preflightocp.yaml': ['error kmm/missing-key'],
}

/** Those that they may get besides; no other. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  '17-upstream-ci-mcm.yaml': ['warning kmm/hub-mod-namespace'],
  '19-fork-sample-preflightocp.yaml': ['error kmm/field-newer', 'error kmm/unknown-key'],
}

const samples = shared.present ? shared.files('kmm/samples').filter((file) => file.endsWith('.yaml')) : []

describe('published documents', () => {
  test('get the problems that they deserve', () => {
    const found = Object.fromEntries(
      samples.map((file) => [
        file,
        problemsIn(shared.text(`kmm/samples/${file}`)).map((one) => `${one.severity} ${one.id}`),
      ]),
    )
    for (const [file, said] of Object.entries(found)) console.log(`${file}: ${said.join(', ') || 'nothing'}`)
    for (const [file, said] of Object.entries(found)) {
      const grave = said.filter((one) => /^(error|warning)/.test(one))
      expect(grave, file).toEqual(expect.arrayContaining([...(due[file] ?? [])]))
      expect([...(due[file] ?? []), ...(allowed[file] ?? [])], file).toEqual(expect.arrayContaining(grave))
    }
  })

  test('are all there', () => {
    expect(samples.length).toBe(shared.present ? 15 : 0)
  })
})
