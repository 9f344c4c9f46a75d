/** UTF-16 units of somebody's text that a message shows. */
const most = 60

/** A text as a message quotes it: its beginning where it is long, and no half of a character. */
export function shortText(text: string): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
