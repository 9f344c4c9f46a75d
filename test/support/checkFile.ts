import type { Problem } from '../../server/core/features/problem.ts'
import { bareSurroundings, type Surroundings } from '../../server/core/features/surroundings.ts'
import { createLanguageService, type ProblemFix } from '../../server/core/languageService.ts'
import { parseYaml } from '../../server/core/yaml/parseYaml.ts'

const uri = 'file:///project/module.yaml'

/** Every problem of a file as an editor shows it; `others` are files beside it, by name. */
export function fileProblems(
  text: string,
  others: Readonly<Record<string, string>> = {},
  more: Partial<Surroundings> = {},
): readonly Problem[] {
  return createLanguageService().problems({ uri, text }, surroundingsOf(others, more))
}

/** Every fix that an editor offers anywhere in a file, those that suppress included. */
export function fileFixes(text: string, others: Readonly<Record<string, string>> = {}): readonly ProblemFix[] {
  return createLanguageService().fixes({ uri, text }, { start: 0, end: text.length }, surroundingsOf(others, {}))
}

function surroundingsOf(others: Readonly<Record<string, string>>, more: Partial<Surroundings>): Surroundings {
  const neighbours = Object.entries(others).map(([name, content]) => ({
    uri: `file:///project/${name}`,
    file: parseYaml(content),
  }))
  return { ...bareSurroundings, neighbours, ...more }
}
