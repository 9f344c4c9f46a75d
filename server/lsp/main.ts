import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import manifest from '../../package.json' with { type: 'json' }
import { startServer } from './server.ts'

const connection = createConnection(ProposedFeatures.all)
startServer(connection, {
  env: process.env,
  home: homedir(),
  version: manifest.version,
  rulesPage: pathToFileURL(join(dirname(process.argv[1] ?? ''), '../docs/rules.md')).href,
})
connection.listen()
