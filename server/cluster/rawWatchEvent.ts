import { statusError } from './answerError.ts'
import { ClusterError } from './clusterError.ts'
import { fullTextOf, parseJson, recordOf } from './json.ts'

/** One line of a watch, before its object is looked at. */
export type RawWatchEvent =
  | {
      readonly type: 'added' | 'modified' | 'deleted' | 'bookmark'
      readonly object: unknown
      readonly resourceVersion: string | undefined
    }
  | { readonly type: 'error'; readonly error: ClusterError }

const types = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted', BOOKMARK: 'bookmark' } as const

/** Reads one line of a watch; a line that is no event becomes an `internal` error. Never throws. */
export function parseWatchEvent(line: string): RawWatchEvent {
  const event = recordOf(parseJson(line))
  const { type, object } = event
  if (type === 'ERROR') return { type: 'error', error: statusError(object, { status: 500, asked: 'a watch' }) }
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED' && type !== 'BOOKMARK') {
    return { type: 'error', error: new ClusterError('internal', 'the server sent a line that is no watch event') }
  }
  const metadata = recordOf(recordOf(object).metadata)
  return { type: types[type], object, resourceVersion: fullTextOf(metadata.resourceVersion) }
}
