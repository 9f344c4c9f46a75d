/** What counts where nobody has said otherwise, in the editor and on the command line alike. */
export const defaults = {
  /** field manager of server-side apply: one name, so that a Module may be applied from either without a conflict */
  fieldManager: 'vscode-kmm',
  /** patterns (Go's regexps, any case) of contexts and servers that are never applied to by accident */
  protectedContexts: ['(^|[-_./])(prod|prd|live)([-_./]|$)'],
  /** how long a run waits for nodes that fail or do not move */
  failAfterSeconds: 120,
} as const
