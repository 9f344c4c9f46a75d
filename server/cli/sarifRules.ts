import type { ReportingDescriptor, Result } from 'sarif'
import type { Problem, Severity } from '../core/features/problem.ts'
import type { ProblemDoc } from '../core/features/rules/problemDoc.ts'
import { problemDocs } from '../core/features/rules/problemDocs.ts'

/** The rules behind some problems, each once, by id, with the words that `kmm explain` has for them. */
export function sarifRules(problems: readonly Problem[]): ReportingDescriptor[] {
  return [...new Set(problems.map(({ id }) => id))].sort().map((id) => {
    const doc = problemDocs.find((one) => one.id === id)
    return doc === undefined ? { id } : described(doc)
  })
}

/** How SARIF calls a severity. */
export function sarifLevel(severity: Severity): NonNullable<Exclude<Result['level'], 'none'>> {
  return severity === 'information' || severity === 'hint' ? 'note' : severity
}

function described(doc: ProblemDoc): ReportingDescriptor {
  const { id, title, why, severity } = doc
  return {
    id,
    name: pascalCase(id.replace(/^kmm\//, '')),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: plain(why) },
    help: { text: plain(helpParts(doc, (yaml) => yaml).join('\n\n')), markdown: helpParts(doc, fenced).join('\n\n') },
    defaultConfiguration: { level: sarifLevel(severity) },
    properties: {
      tags: ['kmm', 'kubernetes'],
      precision: 'very-high',
      'problem.severity': severity === 'error' || severity === 'warning' ? severity : 'recommendation',
    },
  }
}

function helpParts({ why, advice, bad, good }: ProblemDoc, yaml: (text: string) => string): readonly string[] {
  return [
    why,
    ...(advice === undefined ? [] : [advice]),
    ...(bad === undefined ? [] : [`Wrong:\n\n${yaml(bad)}`]),
    ...(good === undefined ? [] : [`Right:\n\n${yaml(good)}`]),
  ]
}

function fenced(yaml: string): string {
  return `\`\`\`yaml\n${yaml}\n\`\`\``
}

function plain(markdown: string): string {
  return markdown.replaceAll('**', '').replaceAll('`', '')
}

function pascalCase(id: string): string {
  return id.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())
}
