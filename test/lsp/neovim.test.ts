import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildBundles } from '../../scripts/build.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

/** Ends Neovim with what it shows: as soon as there is a problem, or empty-handed after 20 s. */
const report = `
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, one in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(string.format('%d %d %s\\n', one.severity, one.lnum + 1, one.message))
end
vim.cmd('qall!')
`

const skipped = hasNeovim() ? undefined : 'skipped: no nvim'

test.skipIf(skipped !== undefined)(
  skipped ?? 'Neovim shows the problem of a published Module with the configuration of docs/editors.md',
  async () => {
    const folder = await temporaryFolder()
    const programs = join(folder, 'bin')
    const file = join(folder, 'as-published.yaml')
    await buildBundles(join(folder, 'dist'), ['server'])
    await mkdir(programs)
    await symlink(join(folder, 'dist', 'server.cjs'), join(programs, 'kmm-language-server'))
    await copyFile('examples/pt-char-dev/as-published.yaml', file)
    await writeFile(join(folder, 'init.lua'), documentedConfiguration())
    await writeFile(join(folder, 'report.lua'), report)
    const path = [programs, dirname(process.execPath), process.env.PATH].join(delimiter)
    const { stdout } = await promisify(execFile)(
      'nvim',
      ['--headless', '-n', '-u', join(folder, 'init.lua'), file, '-c', `luafile ${join(folder, 'report.lua')}`],
      { cwd: folder, timeout: 25_000, env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, PATH: path } },
    )
    expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^1 \d+ .*neither a tag nor a digest/)])
    const [, line = ''] = stdout.split(' ')
    expect(readFileSync(file, 'utf8').split('\n')[Number(line) - 1]).toContain('containerImage:')
  },
)

function documentedConfiguration(): string {
  const [, neovim = ''] = readFileSync('docs/editors.md', 'utf8').split('## Neovim')
  return /```lua\n([\s\S]*?)```/.exec(neovim)?.[1] ?? ''
}

function hasNeovim(): boolean {
  try {
    execFileSync('nvim', ['--version'])
    return true
  } catch {
    return false
  }
}
