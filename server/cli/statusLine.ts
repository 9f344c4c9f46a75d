import type { Environment } from '../cluster/kubeconfig.ts'
import type { Output } from './io.ts'

/** One line that tells how things stand: at the bottom of a terminal it is rewritten, elsewhere each state is a line. */
export interface StatusLine {
  show(text: string): void
  /** Writes whole lines above it. */
  print(lines: string): void
  /** Takes it away for good, until another is shown. */
  clear(): void
}

/** Makes the line for an output; a terminal that cannot rewrite (TERM=dumb) counts as none. */
export function statusLine(output: Output, { TERM }: Environment): StatusLine {
  if (!output.isTTY || TERM === 'dumb') {
    return { show: (text) => output.write(`${text}\n`), print: (lines) => output.write(lines), clear() {} }
  }
  let shown = ''
  const erase = () => {
    // Back to the first column and erase to the end of the line (ECMA-48).
    if (shown !== '') output.write('\r\u001b[K')
  }
  // A line that wraps could not be taken away again.
  const draw = () => output.write(shown.slice(0, (output.columns ?? 80) - 1))
  return {
    show(text) {
      erase()
      shown = text
      draw()
    },
    print(lines) {
      erase()
      output.write(lines)
      draw()
    },
    clear() {
      erase()
      shown = ''
    },
  }
}
