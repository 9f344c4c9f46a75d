import type { Locator } from 'playwright-core'

/** A rectangle on the page, in CSS pixels. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

/** A rendered line: its text with the inlay hints in it, and those hints alone (empty where there are none). */
export interface RenderedLine {
  text: string
  hint: string
}

/** The lines of a Monaco editor that can be seen, from top to bottom. */
export function readLines(editor: Locator): Promise<RenderedLine[]> {
  return editor.evaluate<RenderedLine[], undefined>(linesInPage, undefined)
}

/** Waits until a text is on a line of an editor that can be seen, and says where it is first. */
export async function findText(editor: Locator, text: string): Promise<Rectangle> {
  for (;;) {
    await editor.waitForFunction(rectangleInPage, text)
    const found = await editor.evaluate<Rectangle | null, string>(rectangleInPage, text)
    if (found) return found
  }
}

/** As much of the page's objects as the functions below use: the project does not load a browser's types. */
interface PageElement {
  style: { top: string }
  textContent: string
  querySelectorAll(selector: string): Iterable<PageElement>
}
interface PageText {
  data: string
}
declare const document: {
  createTreeWalker(root: PageElement, whatToShow: number): { nextNode(): PageText | null }
  createRange(): {
    setStart(node: PageText, offset: number): void
    setEnd(node: PageText, offset: number): void
    getBoundingClientRect(): Rectangle
  }
}

// The functions below run in the page, so each holds all that it needs. Monaco keeps lines in any order, draws spaces
// as no-break spaces, and gives injected texts such as hints a class of their own.

function linesInPage(editor: PageElement): RenderedLine[] {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u200c', '')
  return [...editor.querySelectorAll('.view-lines > .view-line')]
    .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
    .map((line) => {
      const injected = [...line.querySelectorAll('span[class*="dyn-rule"]')].map((span) => plain(span.textContent))
      return { text: plain(line.textContent), hint: injected.join('').trim() }
    })
}

function rectangleInPage(editor: PageElement, text: string): Rectangle | null {
  const lines = [...editor.querySelectorAll('.view-lines > .view-line')].sort(
    (a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top),
  )
  for (const line of lines) {
    const onlyText = 4
    const walker = document.createTreeWalker(line, onlyText)
    const nodes: PageText[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node)
    const joined = nodes.map((node) => node.data).join('')
    const start = joined.replaceAll('\u00a0', ' ').indexOf(text)
    if (start === -1) continue
    const end = start + text.length
    const range = document.createRange()
    let offset = 0
    for (const node of nodes) {
      const after = offset + node.data.length
      if (start >= offset && start < after) range.setStart(node, start - offset)
      if (end > offset && end <= after) range.setEnd(node, end - offset)
      offset = after
    }
    const { x, y, width, height } = range.getBoundingClientRect()
    return { x, y, width, height }
  }
  return null
}
