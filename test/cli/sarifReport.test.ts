import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import { sarifReport } from '../../server/cli/sarifReport.ts'
import { sourceText } from '../../server/cli/sourceText.ts'
import { bareSurroundings } from '../../server/core/features/surroundings.ts'
import { createLanguageService } from '../../server/core/languageService.ts'
import { goodModule, untaggedModule } from './moduleFiles.ts'

const pathOf = (path: string) => ({ path, inside: true })

function report(...texts: string[]): Log {
  const files = texts.map((text, at) => {
    const uri = `${at}.yaml`
    const problems = createLanguageService().problems({ uri, text }, bareSurroundings)
    return { source: sourceText(uri, text), documents: 1, problems }
  })
  return JSON.parse(sarifReport(files, { version: '1.2.3', pathOf }))
}

const broken = `${untaggedModule.replace('selector:', 'selctor:')}---\n${goodModule}---\n${untaggedModule}`

test('one problem, whole', () => {
  const [run] = report(untaggedModule).runs
  expect(run?.results).toMatchInlineSnapshot(`
    [
      {
        "fixes": [
          {
            "artifactChanges": [
              {
                "artifactLocation": {
                  "uri": "0.yaml",
                },
                "replacements": [
                  {
                    "deletedRegion": {
                      "endColumn": 54,
                      "endLine": 12,
                      "startColumn": 27,
                      "startLine": 12,
                    },
                    "insertedContent": {
                      "text": "quay.io/example/pt-char-dev:\${KERNEL_FULL_VERSION}",
                    },
                  },
                ],
              },
            ],
            "description": {
              "text": "Append :\${KERNEL_FULL_VERSION}, the node's kernel",
            },
          },
          {
            "artifactChanges": [
              {
                "artifactLocation": {
                  "uri": "0.yaml",
                },
                "replacements": [
                  {
                    "deletedRegion": {
                      "endColumn": 54,
                      "endLine": 12,
                      "startColumn": 27,
                      "startLine": 12,
                    },
                    "insertedContent": {
                      "text": "quay.io/example/pt-char-dev:latest",
                    },
                  },
                ],
              },
            ],
            "description": {
              "text": "Append :latest",
            },
          },
        ],
        "level": "error",
        "locations": [
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "spec.moduleLoader.container.kernelMappings[0].containerImage",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "0.yaml",
              },
              "region": {
                "endColumn": 54,
                "endLine": 12,
                "startColumn": 27,
                "startLine": 12,
              },
            },
          },
        ],
        "message": {
          "text": "\`quay.io/example/pt-char-dev\` has neither a tag nor a digest, which KMM refuses: append a tag such as \`:\${KERNEL_FULL_VERSION}\`",
        },
        "partialFingerprints": {
          "kmmProblem/v1": "7d080f333146b32dcfdacdfa59d8a987:1",
        },
        "ruleId": "kmm/image-no-tag",
        "ruleIndex": 0,
      },
    ]
  `)
})

test('its rule, with help for both kinds of reader', () => {
  const [run] = report(untaggedModule).runs
  expect(run?.tool).toMatchInlineSnapshot(`
    {
      "driver": {
        "name": "kmm",
        "rules": [
          {
            "defaultConfiguration": {
              "level": "error",
            },
            "fullDescription": {
              "text": "KMM's webhook refuses kernel module images without a tag or digest: a kernel module belongs to one kernel, and latest by omission hides which one is meant.",
            },
            "help": {
              "markdown": "KMM's webhook refuses kernel module images without a tag or digest: a kernel module belongs to one kernel, and \`latest\` by omission hides which one is meant.

    Wrong:

    \`\`\`yaml
    containerImage: quay.io/example/driver
    \`\`\`

    Right:

    \`\`\`yaml
    containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}
    \`\`\`",
              "text": "KMM's webhook refuses kernel module images without a tag or digest: a kernel module belongs to one kernel, and latest by omission hides which one is meant.

    Wrong:

    containerImage: quay.io/example/driver

    Right:

    containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}",
            },
            "id": "kmm/image-no-tag",
            "name": "ImageNoTag",
            "properties": {
              "precision": "very-high",
              "problem.severity": "error",
              "tags": [
                "kmm",
                "kubernetes",
              ],
            },
            "shortDescription": {
              "text": "An image has neither tag nor digest.",
            },
          },
        ],
        "semanticVersion": "1.2.3",
      },
    }
  `)
})

/** What GitHub's code scanning demands of a file ("SARIF support for code scanning"), and the schema of its fields. */
test('GitHub can take it', () => {
  const log = report(broken, goodModule)
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringMatching(/sarif.*2\.1\.0.*\.json$/) })
  const [run, ...others] = log.runs
  expect(others).toEqual([])
  const rules = run?.tool.driver.rules ?? []
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const rule of rules) {
    expect(rule.shortDescription?.text).toMatch(/^\S.{1,1022}\S$/)
    expect(rule.fullDescription?.text).toMatch(/^\S/)
    expect(rule.help?.text).toMatch(/^\S/)
    expect(rule.help?.markdown).toMatch(/^\S/)
    expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration?.level)
    expect(['error', 'warning', 'recommendation']).toContain(rule.properties?.['problem.severity'])
  }
  const results = run?.results ?? []
  expect(results.length).toBeGreaterThan(2)
  for (const { ruleId, ruleIndex, message, level, locations, partialFingerprints } of results) {
    expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId)
    expect(message.text).toMatch(/^\S/)
    expect(['error', 'warning', 'note']).toContain(level)
    expect(locations).toHaveLength(1)
    const place = locations?.[0]?.physicalLocation
    expect(place?.artifactLocation?.uri).toBe('0.yaml')
    const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = place?.region ?? {}
    expect(Math.min(startLine, startColumn, endLine, endColumn)).toBeGreaterThanOrEqual(1)
    expect(endLine > startLine || endColumn >= startColumn).toBe(true)
    expect(Object.values(partialFingerprints ?? {})).toEqual([expect.stringMatching(/^[0-9a-f]{32}:\d+$/)])
  }
})

test('fingerprints tell problems apart, and outlive lines that come before', () => {
  const prints = (log: Log) => log.runs[0]?.results?.map((result) => result.partialFingerprints?.['kmmProblem/v1'])
  const before = prints(report(broken))
  expect(new Set(before).size).toBe(before?.length)
  expect(prints(report(`# a comment\n\n${broken}`))).toEqual(before)
})

test('nothing wrong is a run without results', () => {
  expect(report(goodModule).runs[0]).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] })
})
