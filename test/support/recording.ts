import type { KubeObject } from '../../server/cluster/cluster.ts'
import { shared } from './shared.ts'

export interface RecordedEvent {
  readonly tMs: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: KubeObject
}

export type RecordedLine = RecordedEvent | { readonly tMs: number; readonly step: string }

/** One scenario of KMM's real operator, in the order seen (../shared/kmm/README.md). */
export function recording(scenario: string): readonly RecordedLine[] {
  const lines = shared.text(`kmm/recordings/${scenario}.jsonl`).trimEnd().split('\n').slice(1)
  return lines.map((line): RecordedLine => JSON.parse(line))
}
