import { fieldExplanation } from './explainField.ts'
import { nearestProblem, problemExplanation, problemNamed } from './explainProblem.ts'
import { parseFieldQuestion } from './fieldQuestion.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { choosePalette } from './palette.ts'
import type { Arguments } from './parseArguments.ts'
import { problemList } from './problemList.ts'

/** `kmm explain`: prints what is known of a field or of a problem, or which problems there are. */
export function runExplain(io: Io, given: Arguments): ExitCode {
  const [asked, ...others] = given.operands
  if (asked === undefined || others.length > 0) {
    return sayAndExit(io, exitCodes.couldNot, usage)
  }
  const palette = choosePalette(io.stdout, io.env)
  const width = Math.min(io.stdout.columns ?? 80, 100)
  if (asked === 'problems') {
    io.stdout.write(problemList(palette))
    return exitCodes.good
  }
  const problem = problemNamed(asked)
  if (problem !== undefined) {
    io.stdout.write(problemExplanation(problem, width, palette))
    return exitCodes.good
  }
  if (asked.startsWith('kmm/')) return sayAndExit(io, exitCodes.couldNot, unknownProblem(asked))
  const question = parseFieldQuestion(asked)
  if ('sentence' in question) return sayAndExit(io, exitCodes.couldNot, question.sentence)
  io.stdout.write(fieldExplanation(question, { palette, width, recursive: given.has('recursive') }))
  return exitCodes.good
}

const usage = 'name one field or problem: `kmm explain module.spec.selector`; `kmm explain problems` lists the problems'

function unknownProblem(id: string): string {
  const near = nearestProblem(id)
  const meant = near === undefined ? '' : `; did you mean \`${near}\`?`
  return `there is no problem \`${id}\`${meant || '; `kmm explain problems` lists them'}`
}
