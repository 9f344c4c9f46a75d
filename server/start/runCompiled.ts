import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** A file of CommonJS to run, which imports nothing by `import()`. */
export interface Compiled {
  readonly file: string
  /** where the compiled code of this very content is kept; `undefined` when nothing is to be kept */
  readonly kept: string | undefined
  /** the user, where there are users */
  readonly uid: number | undefined
}

/**
 * Runs a file with the code that V8 compiled of it in an earlier run, which is a quarter of a server's start: Node's own
 * cache holds what is compiled before the file runs, and most functions are compiled when they are first called. `keep`
 * writes what is compiled by now, once, for the next run; what cannot be written or read costs time and nothing else.
 * Throws what the file throws. `reused` tells whether the code of an earlier run was taken.
 */
export function runCompiled({ file, kept, uid }: Compiled): { readonly reused: boolean; keep(): void } {
  const require = createRequire(file)
  // Older Node has no check sum; the program says that it needs more.
  if (kept === undefined || crc32 === undefined) {
    require(file)
    return { reused: false, keep: () => {} }
  }
  const cachedData = readOwn(kept, uid)
  const script = new Script(`${before}${readFileSync(file, 'utf8')}${behind}`, {
    filename: file,
    ...(cachedData && { cachedData }),
  })
  const reused = cachedData !== undefined && script.cachedDataRejected === false
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, file, dirname(file))
  let isKept = reused
  return {
    reused,
    keep() {
      if (isKept) return
      isKept = true
      write(kept, script.createCachedData())
    },
  }
}

/** What Node puts around a CommonJS file, on the same line so that stack traces tell the file's own. */
const before = '(function(exports,require,module,__filename,__dirname){'
const behind = '\n})'

/** V8 runs what it gets as it is, or crashes: only what is whole and the user alone can have written is taken. */
function readOwn(file: string, uid: number | undefined): Buffer | undefined {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const stat = fstatSync(descriptor)
      const isOwn = uid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0)
      return isOwn ? unsealed(readFileSync(descriptor)) : undefined
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

/** The check sum of the data stands before it. */
function sealed(data: Buffer): Buffer {
  const sum = Buffer.alloc(sumLength)
  sum.writeUInt32LE(crc32(data))
  return Buffer.concat([sum, data])
}

function unsealed(file: Buffer): Buffer | undefined {
  if (file.length <= sumLength) return undefined
  const data = file.subarray(sumLength)
  return crc32(data) === file.readUInt32LE(0) ? data : undefined
}

/** bytes; eight, since V8 reads its data in words */
const sumLength = 8

/** A reader sees the whole file or none. */
function write(file: string, data: Buffer): void {
  try {
    const unfinished = `${file}.${data.length}.${performance.timeOrigin}`
    writeFileSync(unfinished, sealed(data), { mode: 0o600, flag: 'wx' })
    renameSync(unfinished, file)
  } catch {
    // A full or read-only disk: the next start compiles again.
  }
}
