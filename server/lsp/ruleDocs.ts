/**
 * Gives the address that explains a problem's id, which opens without a network: the client's own command where it has
 * one, else the heading of `page`, the address of docs/rules.md.
 */
export function ruleDocs(page: string, showRule: string | undefined): (id: string) => string {
  if (showRule === undefined) return (id) => `${page}#${id.replace(/^kmm\//, '')}`
  return (id) => `command:${showRule}?${encodeURIComponent(JSON.stringify([id]))}`
}
