import type { TextDocuments } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parseTarget } from '../core/features/parseTarget.ts'
import type { NeighbourFile, Surroundings } from '../core/features/surroundings.ts'
import type { LanguageService } from '../core/languageService.ts'
import type { Session } from '../session/session.ts'
import type { Client } from './clientTraits.ts'
import type { Settings } from './protocol.ts'
import type { WorkspaceFiles } from './workspaceFiles.ts'

/** What answers depend on besides the text, as of now. */
export interface Neighbours {
  surroundings(): Surroundings
  /** counts the changes of other files: an answer of an older count is out of date */
  count(): number
  /** a file that is open or of the workspace */
  document(uri: string): TextDocument | undefined
}

export interface NeighbourParts {
  readonly client: Client
  readonly session: Session
  readonly service: LanguageService
  readonly documents: TextDocuments<TextDocument>
  readonly settings: () => Settings
  readonly workspace: WorkspaceFiles
}

/** Open documents as the person sees them, and the files of the workspace that are not open. */
export function createNeighbours(parts: NeighbourParts): Neighbours {
  const { client, session, service, documents, settings, workspace } = parts
  let files: readonly NeighbourFile[] = []
  let seen = ''
  let onDisk: readonly NeighbourFile[] | undefined
  let count = 0

  const current = (): readonly NeighbourFile[] => {
    const open = documents.all()
    const now = open.map(({ uri, version }) => `${version} ${uri}`).join('\n')
    if (now === seen && onDisk === workspace.files) return files
    const uris = new Set(open.map(({ uri }) => uri))
    files = [
      ...open.map((text) => ({ uri: text.uri, file: service.parse({ uri: text.uri, text: text.getText() }) })),
      ...workspace.files.filter(({ uri }) => !uris.has(uri)),
    ]
    seen = now
    onDisk = workspace.files
    count += 1
    return files
  }
  return {
    surroundings() {
      const { suppress, targetVersion, targetEdition } = settings()
      const target = parseTarget(targetVersion, targetEdition)
      return {
        cluster: session.facts,
        served: session.served,
        client,
        neighbours: current(),
        suppressed: suppress,
        ...(target !== undefined && 'version' in target && { target }),
      }
    },
    count() {
      current()
      return count
    },
    document(uri) {
      const closed = workspace.files.find((file) => file.uri === uri)
      return documents.get(uri) ?? (closed && TextDocument.create(uri, 'yaml', 0, closed.file.text))
    },
  }
}
