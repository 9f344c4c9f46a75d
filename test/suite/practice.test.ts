import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { createPractice } from '../../client/practice.ts'

describe('the practice cluster', () => {
  const dist = vscode.extensions.getExtension('kmm-tools.kmm')?.extensionPath ?? ''
  const log = vscode.window.createOutputChannel('practice test', { log: true })
  const practice = createPractice(`${dist}/dist/cli.cjs`, log)
  after(async () => {
    await practice.stop()
    log.dispose()
  })

  it('starts as a process of its own, is changed while it runs, and leaves nothing behind', async () => {
    const kubeconfig = await practice.start()
    assert.equal(await practice.start(), kubeconfig)
    assert.match(readFileSync(kubeconfig, 'utf8'), /server: http:\/\/127\.0\.0\.1:\d+/)
    assert.match(await practice.change('add-node', 'node-z', '6.12.0-1.x86_64'), /node-z/)
    await assert.rejects(practice.change('upgrade-node', 'nobody', '6.12.0-1.x86_64'), /nobody/)
    assert.equal(await practice.stop(), true)
    assert.equal(existsSync(kubeconfig), false)
    assert.equal(await practice.stop(), false)
  })

  it('says why when it cannot start', async () => {
    const broken = createPractice(`${dist}/dist/no-such-program.cjs`, log)
    await assert.rejects(broken.start(), /did not start/)
  })
})
