import { styleText } from 'node:util'
import type { Environment } from '../cluster/kubeconfig.ts'
import type { Output } from './io.ts'

export type Paint = (text: string) => string

/** The colours we use, by what they mean; all of them leave the text alone where colours are not wanted. */
export interface Palette {
  readonly error: Paint
  readonly warning: Paint
  readonly information: Paint
  readonly hint: Paint
  readonly good: Paint
  readonly strong: Paint
  readonly faint: Paint
  readonly added: Paint
  readonly removed: Paint
  readonly place: Paint
}

/** Colours for a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise; FORCE_COLOR wants them anywhere. */
export function choosePalette(output: Output, env: Environment): Palette {
  const coloured = wantsColour(output, env)
  const paint =
    (...format: Parameters<typeof styleText>[0][]): Paint =>
    (text) =>
      coloured
        ? format.reduce<string>((painted, one) => styleText(one, painted, { validateStream: false }), text)
        : text
  return {
    error: paint('red', 'bold'),
    warning: paint('yellow', 'bold'),
    information: paint('blue', 'bold'),
    hint: paint('cyan'),
    good: paint('green', 'bold'),
    strong: paint('bold'),
    faint: paint('dim'),
    added: paint('green'),
    removed: paint('red'),
    place: paint('cyan'),
  }
}

function wantsColour({ isTTY }: Output, { NO_COLOR, FORCE_COLOR, TERM }: Environment): boolean {
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY && TERM !== 'dumb'
}
