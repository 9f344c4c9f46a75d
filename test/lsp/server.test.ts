import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CodeAction, CodeLens, Diagnostic, InlayHint, ShowMessageRequestParams } from 'vscode-languageserver/node'
import { parse, stringify } from 'yaml'
import { buildBundles } from '../../scripts/build.ts'
import { resources } from '../../server/cluster/resources.ts'
import { dismissRun, type RunLogBatch, runLog, serverCommands } from '../../server/lsp/protocol.ts'
import { startFaultProxy } from '../support/faultProxy.ts'
import { type LspOptions, type LspProcess, modernClient, startLsp } from '../support/lspProcess.ts'
import { moduleText } from '../support/moduleText.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const uri = 'file:///project/module.yaml'
let lsp: LspProcess | undefined

// Other files build and run bundles at the same time: this one's are its own.
const folder = mkdtempSync(join(tmpdir(), 'kmm-lsp-'))
beforeAll(() => buildBundles(folder, ['server']))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await lsp?.stop()
  lsp = undefined
})

interface Watched {
  readonly lsp: LspProcess
  readonly logs: string[]
  readonly messages: string[]
  /** the actions of each message that had some */
  readonly offers: (readonly string[])[]
  /** what is picked of the actions of messages, and of contexts, in the order in which they are asked for */
  readonly picks: string[]
  /** answers to `workspace/configuration` */
  readonly settings: Record<string, unknown>
  /** resolves once the check holds; it is asked again whenever the server says that something changed */
  until<T>(ask: () => Promise<T | undefined>): Promise<T>
}

/** A client that answers the confirmation with `apply` and remembers what it is shown. */
async function watched(
  options: LspOptions = {},
  apply = true,
  settings: Record<string, unknown> = {},
): Promise<Watched> {
  const logs: string[] = []
  const messages: string[] = []
  const offers: (readonly string[])[] = []
  const picks: string[] = []
  let wake = Promise.withResolvers<void>()
  const stir = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const started = await startLsp(folder, {
    initializationOptions: { surfaces: ['runLog', 'confirmApply'] },
    ...options,
    prepare: (connection) => {
      for (const what of ['diagnostic', 'inlayHint', 'codeLens']) {
        connection.onRequest(`workspace/${what}/refresh`, () => {
          stir()
          return null
        })
      }
      connection.onRequest('window/workDoneProgress/create', () => null)
      connection.onRequest('client/registerCapability', () => null)
      connection.onRequest('workspace/configuration', () => [settings])
      connection.onRequest('kmm/confirmApply', () => ({ apply }))
      connection.onRequest('kmm/pickContext', () => picks.shift() ?? null)
      connection.onRequest('window/showMessageRequest', ({ message, actions = [] }: ShowMessageRequestParams) => {
        messages.push(message)
        offers.push(actions.map(({ title }) => title))
        stir()
        return actions.find(({ title }) => title === picks[0] && picks.shift()) ?? null
      })
      connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
        messages.push(message)
        stir()
      })
      connection.onNotification(runLog, ({ lines }: RunLogBatch) => {
        logs.push(...lines)
        stir()
      })
    },
  })
  lsp = started
  const until = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
    while (true) {
      const stirred = wake.promise
      const found = await ask()
      if (found !== undefined) return found
      await stirred
    }
  }
  return { lsp: started, logs, messages, offers, picks, settings, until }
}

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }

async function hints({ lsp: server }: Watched): Promise<readonly string[]> {
  const found = await server.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri },
    range: whole,
  })
  return found.map((hint) => String(hint.label))
}

async function lensTitles({ lsp: server }: Watched): Promise<readonly string[]> {
  const lenses = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })
  return lenses.map((lens) => lens.command?.title ?? '')
}

async function execute({ lsp: server }: Watched, command: string, argument: object): Promise<unknown> {
  return await server.connection.sendRequest('workspace/executeCommand', { command, arguments: [argument] })
}

test('problems come with their documentation, and a fix that removes them', async () => {
  const client = await watched()
  await client.lsp.open(
    uri,
    moduleText((text) => text.replace(':${KERNEL_FULL_VERSION}', '')),
  )
  const [problem] = await client.lsp.diagnostics(uri)
  expect(problem).toMatchObject({ code: 'kmm/image-no-tag', severity: 1, source: 'kmm' })
  expect(problem?.codeDescription?.href).toMatch(/^file:.*docs\/rules\.md#image-no-tag$/)
  const params = { textDocument: { uri }, range: problem?.range, context: { diagnostics: [problem] } }
  const actionsFor = (asked: object) =>
    client.lsp.connection.sendRequest<CodeAction[]>('textDocument/codeAction', asked)
  const actions = await actionsFor(params)
  expect(actions[0]?.edit?.changes?.[uri]?.[0]?.newText).toContain(':')
  // Neovim asks at the cursor, and names the problems of its line.
  const start = { line: problem?.range.start.line ?? 0, character: 0 }
  const atCursor = { ...params, range: { start, end: start } }
  expect(await actionsFor(atCursor)).toEqual(actions)
  expect(await actionsFor({ ...atCursor, context: { diagnostics: [] } })).toEqual([])
})

test('other YAML, and no YAML at all, have no problems', async () => {
  const client = await watched()
  await client.lsp.open(uri, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n')
  expect(await client.lsp.diagnostics(uri)).toEqual([])
})

test('a node that is added or upgraded changes hints and problems without a keystroke', async () => {
  const practice = await practiceCluster()
  const client = await watched()
  const text = moduleText((one) => one.replace("'^.+$'", "'el9'"))
  await client.lsp.open(uri, text)
  await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await client.until(async () => ((await hints(client)).includes('→ 1 of 3 nodes') ? true : undefined))
  const unserved = async () =>
    (await client.lsp.diagnostics(uri)).filter(({ code }) => code === 'kmm/kernel-not-served').length
  expect(await unserved()).toBe(2)
  await practice.control.addNode({ name: 'node-d', kernel: '5.14.0-570.el9.x86_64' })
  await client.until(async () => ((await hints(client)).includes('→ 2 of 4 nodes') ? true : undefined))
  await practice.control.upgradeNode({ name: 'node-a', kernel: '5.14.0-570.el9.x86_64' })
  await client.until(async () => ((await hints(client)).includes('→ 3 of 4 nodes') ? true : undefined))
  expect(await unserved()).toBe(1)
})

test('Apply and Load: logs arrive, the lens counts, and a failing modprobe stands on the line at fault', async () => {
  const practice = await practiceCluster()
  await practice.control.setScenario('modprobe-fails', 'node-b')
  const client = await watched()
  await client.lsp.open(uri, moduleText())
  await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await execute(client, serverCommands.applyAndLoad, { uri, version: 1, line: 0 })
  const failure = await client.until<Diagnostic>(async () =>
    (await client.lsp.diagnostics(uri)).find(({ code }) => code === 'kmm/run-wrong-kernel'),
  )
  expect(failure.range.start.line).toBe(12)
  expect(failure.message).toContain('`node-b`')
  await client.until(async () =>
    client.messages.some((message) => message.includes('did not load')) ? true : undefined,
  )
  expect(client.logs.some((line) => line.includes('could not insert'))).toBe(true)
  expect(await lensTitles(client)).toContain('3 nodes: 2 loaded, 1 failing')
  const [link] = failure.relatedInformation ?? []
  const log = await client.lsp.connection.sendRequest<{ text: string }>('workspace/textDocumentContent', {
    uri: link?.location.uri,
  })
  expect(log.text.split('\n')[link?.location.range.start.line ?? 0]).toContain('Exec format error')

  const actions = await client.lsp.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: failure.range,
    context: { diagnostics: [failure] },
  })
  const dismissal = actions.find(({ title }) => title === 'Dismiss the result of this run')
  expect(dismissal).toMatchObject({ diagnostics: [failure], command: { command: dismissRun } })
  expect(dismissal?.edit).toBeUndefined()
  await execute(client, dismissRun, dismissal?.command?.arguments?.[0] ?? {})
  await client.until(async () => ((await client.lsp.diagnostics(uri)).length === 0 ? true : undefined))
  expect(await lensTitles(client)).toContain('3 nodes: 2 loaded, 1 failing')
})

test('who connects where they are connected may go elsewhere, connect anew, or leave', async () => {
  const practice = await practiceCluster()
  const proxy = await startFaultProxy(practice.url)
  const kubeconfig = join(await temporaryFolder(), 'config')
  const own = parse((await readFile(practice.kubeconfigPath, 'utf8')).replace(practice.url, proxy.url))
  const contexts = ['practice', 'other'].map((name) => ({ ...own.contexts[0], name }))
  await writeFile(kubeconfig, stringify({ ...own, contexts }))
  const { workspace, ...rest } = modernClient
  const options = {
    capabilities: { ...rest, workspace: { ...workspace, configuration: true } },
    initializationOptions: { surfaces: ['pickContext'] },
  }
  const client = await watched(options, true, { kubeconfig, cluster: { context: 'practice', connect: 'auto' } })
  await client.lsp.open(uri, moduleText())
  const connect = () => execute(client, serverCommands.connect, {})
  const goesTo = (place: string) =>
    client.until(async () => ((await lensTitles(client)).some((title) => title.includes(place)) ? true : undefined))
  const greetings = () => proxy.requests.filter((request) => request.includes('/version')).length

  await goesTo('Load to practice/default')
  expect(greetings()).toBe(1)
  client.picks.push('Reconnect')
  await connect()
  await client.until(async () => (greetings() === 2 ? true : undefined))
  await goesTo('Load to practice/default')
  client.picks.push('Choose another context', 'other')
  await connect()
  await goesTo('Load to other/default')
  await connect()
  await goesTo('Load to practice/default')
  client.picks.push('Disconnect')
  await connect()
  await goesTo('Connect to a cluster')
  expect(client.messages).toEqual(Array.from({ length: 3 }, () => 'Already connected to practice'))
  expect(client.offers[0]).toEqual(['Choose another context', 'Reconnect', 'Disconnect'])
})

test('nothing is applied when the person says no, when the text has errors, or when it changed', async () => {
  const practice = await practiceCluster()
  const client = await watched({}, false)
  await client.lsp.open(uri, moduleText())
  await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await execute(client, serverCommands.applyAndLoad, { uri, version: 1 })
  await client.lsp.change(
    uri,
    2,
    moduleText((text) => text.replace('selector:', 'selectors:')),
  )
  await execute(client, serverCommands.applyAndLoad, { uri, version: 1 })
  await execute(client, serverCommands.applyAndLoad, { uri, version: 2 })
  expect(client.messages).toEqual([
    expect.stringContaining('the document changed'),
    expect.stringContaining('the document has 2 errors'),
  ])
  expect(practice.store.list(resources.modules, undefined)).toEqual([])
})

test('a template that is not rendered is not applied, and connecting again keeps what is connected', async () => {
  const practice = await practiceCluster()
  const client = await watched()
  await client.lsp.open(
    uri,
    moduleText((text) => text.replace('moduleName: ptemplate_char_dev', 'moduleName: {{ .Values.module }}')),
  )
  await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await execute(client, serverCommands.connect, { context: 'practice' })
  await execute(client, serverCommands.applyAndLoad, { uri, version: 1 })
  expect(client.messages).toEqual(['Already connected to practice', expect.stringContaining('render it first')])
  expect(practice.store.list(resources.modules, undefined)).toEqual([])
})

test('an edit during the dry run stops the apply', async () => {
  const practice = await practiceCluster()
  const proxy = await startFaultProxy(practice.url)
  const folderOfKubeconfig = await temporaryFolder()
  const kubeconfig = join(folderOfKubeconfig, 'config')
  await writeFile(kubeconfig, (await readFile(practice.kubeconfigPath, 'utf8')).replace(practice.url, proxy.url))
  const client = await watched()
  await client.lsp.open(uri, moduleText())
  await execute(client, serverCommands.connect, { kubeconfig })
  const dryRun = Promise.withResolvers<void>()
  proxy.inject({ type: 'delay', method: 'PATCH', until: dryRun.promise })
  const applying = execute(client, serverCommands.applyAndLoad, { uri, version: 1 })
  await client.lsp.change(
    uri,
    2,
    moduleText((text) => text.replace('max_dev=5', 'max_dev=6')),
  )
  await client.lsp.diagnostics(uri)
  dryRun.resolve()
  await applying
  expect(client.messages).toEqual([expect.stringContaining('the document changed while the server was asked')])
  expect(practice.store.list(resources.modules, undefined)).toEqual([])
})

test("a denial of KMM's webhook that only the server can know stands on its line, until the text is edited", async () => {
  const practice = await practiceCluster()
  await practice.cluster.apply(resources.modules, 'pt-char-dev', moduleText(), {
    namespace: 'default',
    fieldManager: 'vscode-kmm',
  })
  const client = await watched()
  const versioned = moduleText((text) => text.replace('      modprobe:', '      version: "1.0"\n      modprobe:'))
  await client.lsp.open(uri, versioned)
  await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath })
  await execute(client, serverCommands.applyAndLoad, { uri, version: 1 })
  expect(client.messages).toEqual([expect.stringMatching(/^Nothing was applied\. .*empty version/)])
  const refused = (await client.lsp.diagnostics(uri)).find(({ code }) => code === 'kmm/refused')
  expect(refused?.range.start.line).toBe(7)
  await client.lsp.change(uri, 2, `${versioned}# edited\n`)
  expect((await client.lsp.diagnostics(uri)).map(({ code }) => code)).not.toContain('kmm/refused')
})

test.each([
  ['an unknown context', { context: 'nope' }, '`nope` is not in the kubeconfig'],
  [
    'a kubeconfig that is not there',
    { kubeconfig: '/nowhere/kubeconfig' },
    'there is no kubeconfig at /nowhere/kubeconfig',
  ],
])('%s is told in a sentence, and the editor goes on', async (_, argument, said) => {
  const practice = await practiceCluster()
  const client = await watched()
  await client.lsp.open(uri, moduleText())
  expect(await execute(client, serverCommands.connect, { kubeconfig: practice.kubeconfigPath, ...argument })).toBe(
    false,
  )
  expect(client.messages.join()).toContain(said)
  expect(await client.lsp.diagnostics(uri)).toEqual([])
})

test('an untrusted workspace is not connected', async () => {
  const client = await watched({ initializationOptions: { trusted: false } })
  expect(await execute(client, serverCommands.connect, {})).toBe(false)
  expect(client.messages.join()).toContain('not trusted')
})

test('a client that cannot pull diagnostics is pushed them', async () => {
  const pushed = Promise.withResolvers<readonly Diagnostic[]>()
  const { textDocument, ...rest } = modernClient
  const { diagnostic: _, ...others } = textDocument ?? {}
  lsp = await startLsp(folder, {
    capabilities: { ...rest, textDocument: others },
    prepare: (connection) => {
      connection.onRequest('workspace/codeLens/refresh', () => null)
      connection.onRequest('workspace/inlayHint/refresh', () => null)
      connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }: { diagnostics: Diagnostic[] }) => {
        if (diagnostics.length > 0) pushed.resolve(diagnostics)
      })
    },
  })
  await lsp.open(
    uri,
    moduleText((text) => text.replace('selector:', 'selectors:')),
  )
  expect((await pushed.promise).map(({ code }) => code)).toContain('kmm/unknown-key')
})

test('a ConfigMap beside the Module is looked at, and again when it changes', async () => {
  const workspace = await temporaryFolder()
  const beside = join(workspace, 'dockerfile.yaml')
  const configMap = (key: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: drv}\ndata:\n  ${key}: |\n    FROM a\n    ARG KERNEL_VERSION\n`
  writeFileSync(beside, configMap('Dockerfile'))
  const client = await watched({ folders: [pathToFileURL(workspace).href] })
  const text = moduleText((one) =>
    one.replace(/(containerImage: .*\n)/, '$1          build: {dockerfileConfigMap: {name: drv}}\n'),
  )
  await client.lsp.open(uri, text)
  const found = await client.until<Diagnostic>(async () =>
    (await client.lsp.diagnostics(uri)).find(({ code }) => code === 'kmm/dockerfile-key'),
  )
  expect(found.relatedInformation?.[0]?.location).toEqual({
    uri: pathToFileURL(beside).href,
    range: { start: { line: 4, character: 2 }, end: { line: 4, character: 12 } },
  })
  writeFileSync(beside, configMap('dockerfile'))
  const changes = [{ uri: pathToFileURL(beside).href, type: 2 }]
  await client.lsp.connection.sendNotification('workspace/didChangeWatchedFiles', { changes })
  await client.until(async () => ((await client.lsp.diagnostics(uri)).length === 0 ? true : undefined))
})

test('problems are suppressed by setting, and by the comment that a fix writes', async () => {
  const text = moduleText((one) => one.replace('moduleName: ptemplate_char_dev', 'moduleName: ptemplate_char_dev.ko'))
  const { workspace, ...rest } = modernClient
  const client = await watched({ capabilities: { ...rest, workspace: { ...workspace, configuration: true } } })
  await client.lsp.open(uri, text)
  const [problem] = await client.until(async () => {
    const problems = await client.lsp.diagnostics(uri)
    return problems.length > 0 ? problems : undefined
  })
  const params = { textDocument: { uri }, range: problem?.range, context: { diagnostics: [problem] } }
  const actions = await client.lsp.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params)
  const ignore = actions.find(({ title }) => title === 'Ignore kmm/module-file-name here')
  const written = ignore?.edit?.changes?.[uri]?.[0]?.newText
  expect(written).toBe('        # kmm-ignore: kmm/module-file-name\n')
  await client.lsp.change(uri, 2, text.replace('        moduleName:', `${written}        moduleName:`))
  expect(await client.lsp.diagnostics(uri)).toEqual([])
  await client.lsp.change(uri, 3, text)
  expect((await client.lsp.diagnostics(uri)).length).toBe(1)
  client.settings.suppress = ['kmm/module-file-name']
  await client.lsp.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} })
  await client.until(async () => ((await client.lsp.diagnostics(uri)).length === 0 ? true : undefined))
})

test('documents are judged for the release of the settings', async () => {
  const text = moduleText((one) => one.replace('spec:\n', 'spec:\n  tolerations: [{operator: Exists}]\n'))
  const { workspace, ...rest } = modernClient
  const client = await watched({ capabilities: { ...rest, workspace: { ...workspace, configuration: true } } })
  await client.lsp.open(uri, text)
  const codes = async () => (await client.lsp.diagnostics(uri)).map(({ code }) => code)
  expect(await codes()).not.toContain('kmm/field-newer')
  client.settings.targetVersion = '2.2.1'
  await client.lsp.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} })
  await client.until(async () => ((await codes()).includes('kmm/field-newer') ? true : undefined))
})
