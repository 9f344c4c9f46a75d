import { writeFileSync } from 'node:fs'
import type { ProblemDoc, ProblemFamily } from '../server/core/features/rules/problemDoc.ts'
import { problemFamilies } from '../server/core/features/rules/problemDocs.ts'
import { kmmReleases } from '../server/core/schema/schemaColumn.ts'
import { examplePlace } from './examplePlace.ts'

/**
 * Makes `docs/rules.md`, which ships with the extension and opens from a problem's id. Every heading of a problem is its
 * id without `kmm/`, so that it is also its anchor. Run: `npm run docs`.
 */
export function rulesPage(): string {
  const contents = problemFamilies.flatMap(({ title, docs }) => [
    `- [${title}](#${anchorOf(title)})`,
    ...docs.map((doc) => `  - [${headingOf(doc)}](#${headingOf(doc)}): ${doc.title}`),
  ])
  return `${[
    '# Problems that KMM for VS Code reports',
    '<!-- Made by `npm run docs` from the table that the checks come from. -->',
    'An **error** is what a cluster would refuse on apply. A **warning** is accepted, and then fails on a node or does something else than it seems. **Information** can wait.',
    contents.join('\n'),
    ...problemFamilies.map(familyPart),
  ].join('\n\n')}\n`
}

function familyPart({ title, about, docs }: ProblemFamily): string {
  return [`## ${title}`, about, ...docs.map(problemPart)].join('\n\n')
}

function problemPart(doc: ProblemDoc): string {
  const { title, why, says, advice, bad, good, source } = doc
  return [
    `### ${headingOf(doc)}`,
    `**${title}** (${[doc.severity, sinceWords(doc)].filter((words) => words !== '').join(', ')})`,
    ...(says === undefined ? [] : [`What is said:\n\n${fence('text', says.join('\n'))}`]),
    why,
    ...(advice === undefined ? [] : [`**What to do:** ${advice}`]),
    ...(bad === undefined ? [] : [`Wrong${placeWords(good ?? bad)}:`, fence('yaml', bad)]),
    ...(good === undefined ? [] : ['Right:', fence('yaml', good)]),
    ...(source === undefined || source === 'ours' ? [] : [sourceWords(source)]),
  ].join('\n\n')
}

function headingOf({ id }: ProblemDoc): string {
  return id.replace(/^kmm\//, '')
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** Nothing where it has been so from the first release on. */
function sinceWords({ releases }: ProblemDoc): string {
  if (releases === undefined) return ''
  const only = releases.editions?.length === 1 ? ['OpenShift only'] : []
  if (releases.since === kmmReleases[0] && releases.until === undefined) return only.join('')
  return [...only, spanWords(releases)].join(', ')
}

function spanWords(releases: NonNullable<ProblemDoc['releases']>): string {
  return `since KMM ${releases.since}${releases.until === undefined ? '' : `, up to ${releases.until}`}`
}

function placeWords(example: string): string {
  const place = examplePlace(example)
  return place.length === 0 ? '' : `, in \`${place.join('.')}\``
}

/** `validateDRA, internal/webhook/module.go`, or a file alone. */
function sourceWords(source: string): string {
  const [first = '', file] = source.split(', ')
  return file === undefined ? `From KMM's \`${first}\`.` : `Mirrors \`${first}\` in KMM's \`${file}\`.`
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

if (import.meta.main) writeFileSync('docs/rules.md', rulesPage())
