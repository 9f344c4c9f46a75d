import { createInterface } from 'node:readline'
import type { ApplyPlan } from '../session/planApply.ts'
import type { Io } from './io.ts'

/** What the question is about. */
export type Asked = Pick<ApplyPlan, 'namespace' | 'name' | 'target'>

/** Asks whether to apply; a protected context wants its name typed. False for anything else, and when stopped. */
export async function confirmApply(io: Io, asked: Asked, isProtected: boolean): Promise<boolean> {
  const { namespace, name, target } = asked
  const question = `Apply ${namespace}/${name} to \`${target.context}\` (${target.server})?`
  if (isProtected) {
    io.stderr.write(`${question}\nThis context is protected. Type its name to apply: `)
    return (await readLine(io)) === target.context
  }
  io.stderr.write(`${question} [y/N] `)
  return /^y(es)?$/i.test((await readLine(io)) ?? '')
}

async function readLine({ stdin, stderr, signal }: Io): Promise<string | undefined> {
  if (signal.aborted) return undefined
  const lines = createInterface({ input: stdin, signal })
  try {
    for await (const line of lines) return line.trim()
    // Nobody typed the newline that ends the question.
    stderr.write('\n')
    return undefined
  } finally {
    lines.close()
  }
}
