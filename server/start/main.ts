import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runCompiled } from './runCompiled.ts'

/** Filled in by `scripts/build.ts`, of the program that this one starts. */
declare const program: {
  readonly file: string
  readonly digest: string
  readonly heap: string
  readonly lives: boolean
}

if (program.heap !== '') setFlagsFromString(program.heap)
// Node before 22.1 has none; the program says that it needs more.
const { directory } = enableCompileCache?.() ?? {}
const { keep } = runCompiled({
  file: join(__dirname, program.file),
  kept: directory === undefined ? undefined : join(directory, `${program.file}-${program.digest}`),
  uid: process.getuid?.(),
})
process.once('exit', keep)
// By then all that a start needs has run, and V8 has not yet dropped what it compiled of it.
if (program.lives) setTimeout(keep, 5_000).unref()
