import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildBundles } from '../../scripts/build.ts'
import { findNeovim } from '../../scripts/neovim.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

/** As published, but for nodes that a practice cluster has. */
const module = readFileSync('examples/pt-char-dev/as-published.yaml', 'utf8').replace('"worker"', '""')
const imageLine = module.split('\n').findIndex((line) => line.includes('containerImage:')) + 1

/** Tells of the problems, as soon as there are any, or nothing after 20 s. */
const problems = `
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, one in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(string.format('%d %d %s\\n', one.severity, one.lnum + 1, one.message))
end
`

/** What a person does with the keys of Neovim 0.11; each step ends when what it brings is there, else all of it. */
const walk = `
local function tell(...) io.stdout:write(string.format(...) .. '\\n') end
local function await(what, condition)
  if not vim.wait(20000, condition, 20) then tell('no %s', what) vim.cmd('qall!') end
end
vim.ui.select = function(items, options, choose)
  local text = options.format_item or tostring
  for at, item in ipairs(items) do
    for _, wanted in ipairs({ 'Append :', 'Connect', 'Apply' }) do
      if text(item):find(wanted, 1, true) == 1 then tell('choose %s', text(item)) return choose(item, at) end
    end
  end
end
local function lenses()
  vim.lsp.codelens.refresh({ bufnr = 0 })
  return table.concat(vim.tbl_map(function(lens) return lens.command and lens.command.title or '' end, vim.lsp.codelens.get(0)), ' | ')
end
local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
  end
end
vim.api.nvim_win_set_cursor(0, { ${imageLine}, 0 })
vim.lsp.buf.code_action()
await('fix', function() return vim.fn.getline(${imageLine}):find('KERNEL_FULL_VERSION', 1, true) end)
await('end of the problem', function() return #vim.diagnostic.get(0) == 0 end)
vim.api.nvim_win_set_cursor(0, { ${imageLine}, 12 })
vim.lsp.buf.hover()
await('hover', float)
tell('hover %s', vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, 1, false)[1])
vim.api.nvim_win_close(float(), true)
vim.api.nvim_win_set_cursor(0, { 1, 0 })
await('lens', function() return lenses():find('Connect', 1, true) end)
vim.lsp.codelens.run()
await('connection', function() return lenses():find('Apply and Load to practice', 1, true) end)
vim.lsp.codelens.run()
await('load', function() return lenses():find('3 nodes: 3 loaded', 1, true) end)
tell('loaded')
`

const debian = version('nvim')
const skipped = debian === undefined ? 'skipped: no nvim' : undefined

test.skipIf(skipped !== undefined)(
  skipped ?? 'Neovim shows the problem of a published Module with the first configuration of docs/editors.md',
  async () => {
    const lines = await neovim('nvim', { configuration: 0, script: problems })
    expect(lines).toEqual([expect.stringMatching(`^1 ${imageLine} .*neither a tag nor a digest`)])
  },
)

const program = findNeovim()
const skippedNew = program === undefined ? 'skipped: no newer nvim, which npm test gets' : undefined

test.skipIf(skippedNew !== undefined)(
  skippedNew ?? 'Neovim 0.11 mends it, explains, connects, applies and loads, with the second',
  async () => {
    expect(version(program ?? '')).toMatch(/^NVIM v0\.11/)
    const practice = await practiceCluster()
    const lines = await neovim(program ?? '', {
      configuration: 1,
      script: problems + walk,
      env: { KUBECONFIG: practice.kubeconfigPath },
    })
    expect(lines).toEqual([
      // Once: they are pulled, and not pushed as well.
      expect.stringMatching(`^1 ${imageLine} .*neither a tag nor a digest`),
      "choose Append :${KERNEL_FULL_VERSION}, the node's kernel",
      'hover **containerImage** — Image with the kernel module',
      'choose Connect to a cluster',
      'choose Apply',
      'loaded',
    ])
  },
)

/** Runs a script in a Neovim without screen that has one of the documented configurations and the Module open. */
async function neovim(
  nvim: string,
  { configuration, script, env = {} }: { configuration: number; script: string; env?: NodeJS.ProcessEnv },
): Promise<readonly string[]> {
  const folder = await temporaryFolder()
  const programs = join(folder, 'bin')
  const file = join(folder, 'module.yaml')
  await buildBundles(join(folder, 'dist'), ['server'])
  await mkdir(programs)
  await symlink(join(folder, 'dist', 'server.cjs'), join(programs, 'kmm-language-server'))
  await writeFile(file, module)
  await writeFile(join(folder, 'init.lua'), documentedConfigurations()[configuration] ?? '')
  await writeFile(join(folder, 'script.lua'), `${script}vim.cmd('qall!')\n`)
  const path = [programs, dirname(process.execPath), process.env.PATH].join(delimiter)
  const { stdout } = await promisify(execFile)(
    nvim,
    ['--headless', '-n', '-u', join(folder, 'init.lua'), file, '-c', `luafile ${join(folder, 'script.lua')}`],
    { cwd: folder, timeout: 28_000, env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, PATH: path, ...env } },
  )
  return stdout.trim().split('\n')
}

function documentedConfigurations(): readonly string[] {
  const [, neovim = ''] = readFileSync('docs/editors.md', 'utf8').split('## Neovim')
  return [...neovim.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, text = '']) => text)
}

function version(nvim: string): string | undefined {
  try {
    return execFileSync(nvim, ['--version'], { encoding: 'utf8' })
  } catch {
    return undefined
  }
}
