import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import manifest from '../../package.json' with { type: 'json' }
import { startServer } from './server.ts'

enableCompileCache()
const connection = createConnection(ProposedFeatures.all)
startServer(connection, { env: process.env, home: homedir(), version: manifest.version })
connection.listen()
