import { realpathSync } from 'node:fs'
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
  rulesPage: pathToFileURL(join(bundleFolder(), '../docs/rules.md')).href,
})
// One lost promise is a bug to mend, not a reason to take the editor's help away.
process.on('unhandledRejection', (error) => {
  connection.console.error(`unhandled: ${error instanceof Error ? error.stack : String(error)}`)
})
connection.listen()

/** npm puts the command on the PATH as a link to the bundle. */
function bundleFolder(): string {
  return dirname(realpathSync(process.argv[1] ?? '.'))
}
