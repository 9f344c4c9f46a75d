import { expect, test } from 'vitest'
import { githubReport } from '../../server/cli/githubReport.ts'
import { sourceText } from '../../server/cli/sourceText.ts'
import type { Problem } from '../../server/core/features/problem.ts'

const pathOf = (path: string) => ({ path, inside: true })

function lines(file: string, ...problems: Pick<Problem, 'severity' | 'message' | 'range'>[]): readonly string[] {
  const source = sourceText(file, 'one\ntwo three\n')
  const checked = {
    source,
    documents: 1,
    problems: problems.map((one) => ({ ...one, id: 'kmm/x', path: [] }) as const),
  }
  return githubReport([checked], pathOf).split('\n')
}

test('a level for each severity, and columns that include the last one', () => {
  const range = { start: 8, end: 13 }
  expect(
    lines(
      'm.yaml',
      { severity: 'error', message: 'e', range },
      { severity: 'warning', message: 'w', range },
      { severity: 'information', message: 'i', range },
      { severity: 'hint', message: 'h', range: { start: 4, end: 4 } },
      { severity: 'error', message: 'two lines', range: { start: 0, end: 5 } },
    ),
  ).toMatchInlineSnapshot(`
    [
      "::error file=m.yaml,line=2,col=5,endColumn=9,title=kmm/x::e",
      "::warning file=m.yaml,line=2,col=5,endColumn=9,title=kmm/x::w",
      "::notice file=m.yaml,line=2,col=5,endColumn=9,title=kmm/x::i",
      "::notice file=m.yaml,line=2,col=1,endColumn=1,title=kmm/x::h",
      "::error file=m.yaml,line=1,title=kmm/x::two lines",
      "",
    ]
  `)
})

test('nothing of a file can end the command or begin another', () => {
  const [line, ...rest] = lines('a,b:c\n.yaml', {
    severity: 'error',
    message: '100%\r\n::error::no, not this',
    range: { start: 0, end: 1 },
  })
  expect(line).toBe(
    '::error file=a%2Cb%3Ac%0A.yaml,line=1,col=1,endColumn=1,title=kmm/x::100%25%0D%0A::error::no, not this',
  )
  expect(rest).toEqual([''])
})

test('a file that could not be read', () => {
  expect(githubReport([{ file: 'none.yaml', unreadable: 'there is no such file' }], pathOf)).toBe(
    '::error file=none.yaml::none.yaml there is no such file\n',
  )
})
