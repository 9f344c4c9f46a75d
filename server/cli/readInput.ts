import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { addAbortSignal } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Io } from './io.ts'

/** A file's text under the name it is reported by, or a sentence on why it cannot be had. */
export type Input =
  | { readonly file: string; readonly text: string }
  | {
      readonly file: string
      readonly unreadable: string
      /** not text, and without the name of KMM's group, so that it holds no document of KMM's */
      readonly foreign?: boolean
    }

/** Reads a file as UTF-8, or all of stdin when it is named `-`. Throws only when stdin was cut off by the signal. */
export async function readInput(io: Io, path: string): Promise<Input> {
  const file = path === '-' ? '<stdin>' : path
  try {
    const bytes =
      path === '-' ? await buffer(addAbortSignal(io.signal, io.stdin)) : await readFile(resolve(io.cwd, path))
    const text = decode(bytes)
    if (text !== undefined) return { file, text }
    const foreign = !bytes.includes('kmm.sigs') && !bytes.includes(Buffer.from('kmm.sigs', 'utf16le'))
    return { file, unreadable: 'is not UTF-8 text; save it as UTF-8', foreign }
  } catch (error) {
    if (io.signal.aborted) throw error
    return { file, unreadable: reasonOf(error, path) }
  }
}

/** A byte order mark stays: offsets count it. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const pattern = /[*?[\]{}]/.test(path)
    return pattern ? 'there is no such file; leave patterns to the shell, or name the folder' : 'there is no such file'
  }
  if (code === 'EISDIR') return 'is a folder; name the files in it'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read; check its permissions'
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
}
