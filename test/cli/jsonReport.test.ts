import { expect, test } from 'vitest'
import { jsonReport } from '../../server/cli/jsonReport.ts'
import { sourceText } from '../../server/cli/sourceText.ts'

test('the shape of version 1', () => {
  const problem = {
    id: 'kmm/duplicate-key',
    severity: 'error',
    message: 'Twice',
    range: { start: 7, end: 8 },
    path: ['a', 'b.c', 0],
    fixes: [{ title: 'Remove it', edits: [] }],
    related: [{ range: { start: 0, end: 1 }, message: 'The first one' }],
  } as const
  const checked = { source: sourceText('m.yaml', 'a: 1\r\n\ta: 2'), documents: 1, problems: [problem] }
  expect(jsonReport([checked, { file: 'none.yaml', unreadable: 'there is no such file' }])).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "files": [
        {
          "file": "m.yaml",
          "documents": 1,
          "problems": [
            {
              "id": "kmm/duplicate-key",
              "severity": "error",
              "message": "Twice",
              "path": "a.b.c[0]",
              "start": {
                "line": 2,
                "column": 2
              },
              "end": {
                "line": 2,
                "column": 3
              },
              "fixes": [
                "Remove it"
              ],
              "related": [
                {
                  "message": "The first one",
                  "start": {
                    "line": 1,
                    "column": 1
                  },
                  "end": {
                    "line": 1,
                    "column": 2
                  }
                }
              ]
            }
          ]
        },
        {
          "file": "none.yaml",
          "documents": 0,
          "error": "there is no such file",
          "problems": []
        }
      ],
      "summary": {
        "error": 1,
        "warning": 0,
        "information": 0,
        "hint": 0
      }
    }
    "
  `)
})
