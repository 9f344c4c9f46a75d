import type { Environment } from '../cluster/kubeconfig.ts'
import type { Output } from './io.ts'

/** One line that tells how things stand: at the bottom of a terminal it is rewritten, elsewhere each state is a line. */
export interface StatusLine {
  show(text: string): void
  /** Takes the line away, before something else is written. */
  clear(): void
}

/** Makes the line for an output; a terminal that cannot rewrite (TERM=dumb) counts as none. */
export function statusLine({ isTTY, columns, write }: Output, { TERM }: Environment): StatusLine {
  if (!isTTY || TERM === 'dumb') return { show: (text) => write(`${text}\n`), clear() {} }
  let shown = false
  const clear = () => {
    // Back to the first column and erase to the end of the line (ECMA-48).
    if (shown) write('\r\u001b[K')
    shown = false
  }
  return {
    show(text) {
      clear()
      // A line that wraps could not be taken away again.
      write(text.slice(0, (columns ?? 80) - 1))
      shown = true
    },
    clear,
  }
}
