import type { ProblemDoc } from '../core/features/rules/problemDoc.ts'
import { problemDocs } from '../core/features/rules/problemDocs.ts'
import { nearestKey } from '../core/schema/nearestKey.ts'
import { kmmReleases } from '../core/schema/schemaColumn.ts'
import { markdownText } from './markdownText.ts'
import type { Palette } from './palette.ts'

/** What is known of a problem, by its id with or without `kmm/`; `undefined` when none has it. */
export function problemNamed(id: string): ProblemDoc | undefined {
  return problemDocs.find((doc) => doc.id === id || doc.id === `kmm/${id}`)
}

/** The id, with `kmm/`, that a misspelt one most likely means; `undefined` when none is near. */
export function nearestProblem(id: string): string | undefined {
  const near = nearestKey(
    id.replace(/^kmm\//, ''),
    problemDocs.map((doc) => doc.id.replace(/^kmm\//, '')),
  )
  return near && `kmm/${near}`
}

/** All about one problem: why it is one, and how it looks wrong and right. */
export function problemExplanation(doc: ProblemDoc, width: number, palette: Palette): string {
  const { id, severity, title, why, says, advice, bad, good, releases } = doc
  const since = releases === undefined || releases.since === kmmReleases[0] ? '' : `, since KMM ${releases.since}`
  const until = releases?.until === undefined ? '' : `, up to ${releases.until}`
  const head = `${palette.strong('PROBLEM:')} ${id}\n         ${palette[severity](severity)}${palette.faint(since + until)}\n`
  const markdown = [
    `**${title}**`,
    why,
    ...(says === undefined ? [] : [`What is said:\n\n${fenced(says.join('\n'))}`]),
    ...(advice === undefined ? [] : [`**What to do:** ${advice}`]),
    ...(bad === undefined ? [] : [`Wrong:\n\n${fenced(bad)}`]),
    ...(good === undefined ? [] : [`Right:\n\n${fenced(good)}`]),
  ].join('\n\n')
  return `${head}\n${markdownText(markdown, width, '  ', palette)}`
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``
}
