/**
 * Gives the address that explains a problem's id, which opens without a network: the heading of `page`, the address of
 * docs/rules.md. No `command:` link of the client's: VS Code does not follow one from a diagnostic's code.
 */
export function ruleDocs(page: string): (id: string) => string {
  return (id) => `${page}#${id.replace(/^kmm\//, '')}`
}
