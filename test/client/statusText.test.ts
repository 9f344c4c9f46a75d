import { expect, it } from 'vitest'
import { statusText } from '../../client/statusText.ts'
import type { ConnectionStatus } from '../../server/lsp/protocol.ts'

const at = { context: 'practice', namespace: 'default', server: 'http://127.0.0.1:8001' }
const detail = 'Why it is so.'

it.each<[ConnectionStatus, string, string]>([
  [{ state: 'disconnected' }, 'KMM: not connected', 'information'],
  [{ state: 'connecting', context: 'practice' }, 'KMM: connecting to practice…', 'information'],
  [{ state: 'connected', ...at }, 'KMM: practice/default', 'information'],
  [{ state: 'stale', ...at }, 'KMM: practice/default (stale)', 'warning'],
  [{ state: 'failed', context: 'practice' }, 'KMM: cannot reach practice', 'error'],
  [{ state: 'failed' }, 'KMM: not connected', 'error'],
  [{ state: 'untrusted' }, 'KMM: not connected', 'information'],
])('%o', (status, label, severity) => {
  const text = statusText({ ...status, detail })
  expect(text).toMatchObject({ label, severity })
  expect(text.detail).toMatch(/^[A-Z].*\.\n\nWhy it is so\.$/)
})
