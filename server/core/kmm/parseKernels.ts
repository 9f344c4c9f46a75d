/**
 * The kernel names in what a person typed or pasted, each once, in order: lines of `uname -r` or `uname -a`, names
 * parted by commas or blanks, a `kubectl get nodes` table with a KERNEL-VERSION column (or, without headers, the word
 * before the container runtime), and `kernelVersion:` lines of a node's YAML or JSON. Other text holds none. Never
 * throws.
 */
export function parseKernels(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).slice(0, lineLimit)
  const found = new Set<string>()
  let column: Column | undefined
  for (const line of lines) {
    const header = columnOf(line)
    if (header !== undefined) column = header
    else for (const kernel of column === undefined ? kernelsOf(line) : cellOf(line, column)) found.add(kernel)
  }
  return [...found]
}

/** A paste of more lines is no list of nodes. */
const lineLimit = 20_000

/** Where the kernels of a table stand: half-open, `end` is absent for the last column. */
interface Column {
  readonly start: number
  readonly end: number | undefined
}

/** kubectl's header; columns are two blanks or more apart, and their names hold none. */
function columnOf(line: string): Column | undefined {
  const found = /(?:^|\s)(KERNEL(?:[-_ ]?VERSION)?)(\s+\S|\s*$)/.exec(line)
  if (found === null) return undefined
  const [whole, name = '', behind = ''] = found
  const start = found.index + whole.indexOf(name)
  const next = start + name.length + behind.length - 1
  return { start, end: behind.trim() === '' ? undefined : next }
}

function cellOf(line: string, { start, end }: Column): readonly string[] {
  const cell = line.slice(start, end).trim()
  if (isKernel(cell)) return [cell]
  // Tabs, or a table that lost its alignment on the way through a chat or a ticket.
  return kernelsOf(line)
}

function kernelsOf(line: string): readonly string[] {
  const named = /["']?kernelVersion["']?\s*:\s*["']?([^\s"',}]+)/.exec(line)?.[1]
  if (named !== undefined) return isKernel(named) ? [named] : []
  const words = line.trim().split(/[\s,;]+/)
  const runtime = words.findIndex((word) => /^[a-z][a-z0-9-]*:\/\/\S/.test(word))
  const before = runtime > 0 ? words[runtime - 1] : undefined
  if (before !== undefined) return isKernel(before) ? [before] : []
  const name = words[0] === 'Linux' ? words[2] : undefined
  if (name !== undefined) return isKernel(name) ? [name] : []
  const unquoted = words.map((word) => word.replace(/^["'`]|["'`]$/g, ''))
  return unquoted.every(isKernel) ? unquoted : []
}

/** `major.minor` and what follows; addresses such as `10.0.0.1` are none. */
function isKernel(word: string): boolean {
  return /^\d+\.\d+[A-Za-z0-9._+~-]*$/.test(word) && !/^\d+(\.\d+){3}$/.test(word) && word.length <= 200
}
