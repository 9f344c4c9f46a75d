/** Where a problem's id is explained: a heading of docs/rules.md, which ships inside the product. */
export function ruleDocs(id: string): string {
  return `kmm-docs:/rules.md#${id.replace(/^kmm\//, '')}`
}
