import { applyHelp } from './applyHelp.ts'
import { checkHelp } from './checkHelp.ts'
import type { CommandHelp, OptionHelp } from './commandHelp.ts'
import { explainHelp } from './explainHelp.ts'
import { kernelsHelp } from './kernelsHelp.ts'
import { practiceHelp } from './practiceHelp.ts'

/** The commands, in the order in which help lists them. */
export const commands: readonly CommandHelp[] = [checkHelp, applyHelp, explainHelp, kernelsHelp, practiceHelp]

/** Options of kmm itself; `--help` counts for every command. */
export const ownOptions: readonly OptionHelp[] = [
  { name: 'help', short: 'h', text: 'Show help, of a command when one is named' },
  { name: 'version', short: 'V', text: 'Print the version' },
]
