import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { installCodeServer } from '../../scripts/codeServer.ts'
import { vsixFile } from '../../scripts/vsixFile.ts'
import { launchBrowser } from './workbenchBrowser.ts'
import { createWorkbenchEditor, type WorkbenchEditor } from './workbenchEditor.ts'
import { keepPicture, resultsFolder } from './workbenchPicture.ts'
import { runCodeServer, startWorkbenchServer, writeMachineSettings, writeUserSettings } from './workbenchServer.ts'
import { createWorkbenchSurfaces, type WorkbenchSurfaces } from './workbenchSurfaces.ts'

/** What a story starts from. */
export interface WorkbenchOptions {
  /** Names the story's files: a picture on failure and the logs, in `test/.results/`. */
  name: string
  /** A folder to work on; the story gets a copy. */
  folder: string
  /** A file in it to open at once. */
  open: string
  settings?: Record<string, unknown>
  /** Those of machine scope, such as `kmm.kubeconfig`. */
  machineSettings?: Record<string, unknown>
  /** Variables of the extension host, for example KUBECONFIG. */
  env?: NodeJS.ProcessEnv
  /** Restricted Mode, without the question about trust. */
  untrusted?: boolean
  viewport?: { width: number; height: number }
}

/** A real VS Code workbench with the packaged VSIX installed and a folder open. */
export interface Workbench extends WorkbenchSurfaces {
  page: Page
  /** The copy of the folder that is open. */
  folder: string
  /** The editor of the file opened at first. */
  editor: WorkbenchEditor
  openFile(file: string): Promise<WorkbenchEditor>
  /** Keeps a picture; one of a popup says with `show` how it is opened and what must be seen (`keepPicture`). */
  picture(name: string, show?: () => Promise<Locator>): Promise<void>
}

/**
 * Runs a story in a workbench of its own, and ends everything it started, however the story or this process ends.
 * A story that fails leaves a picture and the editor's logs in `test/.results/`.
 */
export async function inWorkbench(
  options: WorkbenchOptions,
  story: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'kmm-workbench-'))
  const ends: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })]
  try {
    const workbench = await openWorkbench(options, scratch, ends)
    await story(workbench).catch(async (error: unknown) => {
      await mkdir(resultsFolder, { recursive: true })
      await workbench.page.screenshot({ path: join(resultsFolder, `${options.name}-failed.png`) }).catch(() => {})
      throw error
    })
  } catch (error) {
    await cp(join(scratch, 'data', 'logs'), join(resultsFolder, `${options.name}-logs`), {
      recursive: true,
      force: true,
    }).catch(() => {})
    throw error
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function openWorkbench(
  options: WorkbenchOptions,
  scratch: string,
  ends: (() => Promise<unknown>)[],
): Promise<Workbench> {
  const folder = join(scratch, basename(resolve(options.folder)))
  const server = {
    scratch,
    dataDir: join(scratch, 'data'),
    extensionsDir: join(scratch, 'extensions'),
    restricted: options.untrusted === true,
    env: { HOME: join(scratch, 'home'), ...options.env },
  }
  await mkdir(server.env.HOME)
  await cp(resolve(options.folder), folder, { recursive: true })
  await writeUserSettings(server.dataDir, { ...storySettings, ...options.settings })
  await writeMachineSettings(server.dataDir, options.machineSettings ?? {})
  const codeServer = await installCodeServer()
  await runCodeServer(codeServer, server, ['--install-extension', vsixFile()])

  const { port, stop } = await startWorkbenchServer(codeServer, server)
  ends.push(stop)
  const browser = await launchBrowser()
  ends.push(() => browser.close())
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: process.env.KMM_PICTURES ? 2 : 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const authority = `127.0.0.1:${port}`
  const payload = [['openFile', `vscode-remote://${authority}${encodeURI(join(folder, options.open))}`]]
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) })
  await page.goto(`http://${authority}/?${query}`, { waitUntil: 'commit' })

  const surfaces = createWorkbenchSurfaces(page)
  return {
    ...surfaces,
    page,
    folder,
    editor: await showEditor(page, options.open),
    async openFile(file) {
      await surfaces.openByName(file)
      return showEditor(page, file)
    },
    picture: (name, show) => keepPicture(page, name, show),
  }
}

async function showEditor(page: Page, file: string): Promise<WorkbenchEditor> {
  const line = page.locator(`.editor-instance .monaco-editor[data-uri$="/${file}"] .view-line`)
  await line.first().waitFor({ timeout: 60_000 })
  return createWorkbenchEditor(page, file)
}

/** For pictures worth looking at, and typing that does what it says. */
const storySettings: Record<string, unknown> = {
  'breadcrumbs.enabled': false,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
}
