import { describe, expect, test } from 'vitest'
import { resources } from '../../../server/cluster/resources.ts'
import { ApiError } from '../../../server/practice/api/apiError.ts'
import { applyObject } from '../../../server/practice/api/applyObject.ts'
import { createObject } from '../../../server/practice/api/createObject.ts'
import { createObjectStore } from '../../../server/practice/api/objectStore.ts'
import { pruneUnknown } from '../../../server/practice/api/pruneUnknown.ts'
import { withDefaults } from '../../../server/practice/api/withDefaults.ts'
import { listAt, numberAt, textAt } from '../../../server/practice/json.ts'
import { judgeDocument } from '../../../server/practice/judgeDocument.ts'
import { moduleText } from '../../support/moduleText.ts'
import { shared } from '../../support/shared.ts'

function writing() {
  const store = createObjectStore()
  store.create(resources.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  const context = { store, judge: judgeDocument, withDefaults, prune: pruneUnknown, now: () => new Date() }
  const target = {
    resource: resources.modules,
    namespace: 'default',
    subresource: undefined,
    manager: 'test',
    strict: true,
  }
  const apply = (name: string, text: string, dryRun = false) =>
    applyObject(context, { ...target, name, dryRun, force: false }, text)
  const create = (text: string, dryRun = false) => createObject(context, { ...target, dryRun }, text)
  return { store, apply, create }
}

test('defaults are filled in, and a dry run stores nothing', () => {
  const { store, apply } = writing()
  expect(apply('pt-char-dev', moduleText(), true).status).toBe(201)
  expect(store.list(resources.modules, undefined)).toEqual([])
  expect(apply('pt-char-dev', moduleText()).status).toBe(201)
  const again = apply('pt-char-dev', moduleText())
  expect(again.status).toBe(200)
  expect(again.object.metadata.resourceVersion).toBe('102')
  expect(textAt(again.object, 'spec', 'moduleLoader', 'container', 'modprobe', 'dirName')).toBe('/opt')
})

describe.runIf(shared.present)("gives the real server's answers", () => {
  const files = ['kmm/oracle/verdicts.jsonl', 'kmm/oracle/yaml-traps.jsonl']

  test.each(files)('to every fifth document of %s', (file) => {
    const { apply, create } = writing()
    const lines = shared.text(file).trimEnd().split('\n')
    for (const line of lines.filter((_, at) => at % 5 === 0)) {
      const recorded: unknown = JSON.parse(line)
      const text = textAt(recorded, 'yaml') ?? ''
      const name = /^ {2}name: *"?([\w.-]+)"? *$/m.exec(text)?.[1] ?? 'drv'
      const applied = answerOf(() => apply(name, text, true).status)
      expect({ text, ...applied }).toEqual({ text, ...wanted(recorded, 'apply') })
      const created = answerOf(() => create(text, true) && 201)
      expect({ text, code: created.code }).toEqual({ text, code: numberAt(recorded, 'create', 'code') })
    }
  })
})

interface Answer {
  readonly code: number | undefined
  readonly reason: string | undefined
  readonly causes: readonly string[]
}

function answerOf(write: () => number): Answer {
  try {
    return { code: write(), reason: undefined, causes: [] }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { code: error.code, reason: error.reason || undefined, causes: causeTexts(error.details?.causes ?? []) }
  }
}

function wanted(recorded: unknown, how: string): Answer {
  const code = numberAt(recorded, how, 'code')
  return { code, reason: textAt(recorded, how, 'reason'), causes: causeTexts(listAt(recorded, how, 'causes')) }
}

function causeTexts(causes: readonly unknown[]): readonly string[] {
  return [...new Set(causes.map((cause) => `${textAt(cause, 'field')} ${textAt(cause, 'reason')}`))].sort()
}
