import type { Location, Region, Replacement } from 'sarif'
import type { TextEdit } from '../core/features/problem.ts'
import type { Range } from '../core/yaml/yamlNode.ts'
import type { SourceText } from './sourceText.ts'

/** A place of a file as SARIF has it: lines and columns from 1 in UTF-16 code units, the end being the first place behind. */
export function sarifLocation(source: SourceText, uri: string, range: Range): Location {
  return { physicalLocation: { artifactLocation: { uri }, region: region(source, range) } }
}

/** An edit as SARIF has it; an insertion deletes an empty region. */
export function sarifReplacement(source: SourceText, { range, newText }: TextEdit): Replacement {
  return { deletedRegion: region(source, range), ...(newText === '' ? {} : { insertedContent: { text: newText } }) }
}

function region(source: SourceText, range: Range): Region {
  const start = source.positionAt(range.start)
  const end = source.positionAt(range.end)
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}
