/** An option as `parseArguments` reads it and help prints it. */
export interface OptionHelp {
  /** long name without dashes */
  readonly name: string
  readonly short?: string
  /** what the value is called; an option without one is a switch */
  readonly value?: string
  readonly text: string
}

/** Something to type or to see, and what it means. */
export type HelpRow = readonly [what: string, meaning: string]

/** Everything there is to know about a command but what it does: arguments are parsed and help is printed by it. */
export interface CommandHelp {
  readonly name: string
  /** what follows `kmm NAME`, once per way to use it */
  readonly usage: readonly string[]
  /** one line for the list of commands */
  readonly summary: string
  /** paragraphs (one that begins with white space is kept as it is), and lists of words with what they mean */
  readonly text: readonly (string | readonly HelpRow[])[]
  readonly options: readonly OptionHelp[]
  readonly exits: readonly HelpRow[]
  readonly examples: readonly HelpRow[]
}
