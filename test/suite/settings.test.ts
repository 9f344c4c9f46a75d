import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { defaultSettings } from '../../server/lsp/settings.ts'

describe('settings', () => {
  it('has the defaults that the server has', () => {
    const { kubeconfig, cluster, apply, follow } = defaultSettings
    const settings = vscode.workspace.getConfiguration('kmm')
    assert.equal(settings.get('kubeconfig'), kubeconfig)
    assert.deepEqual({ ...settings.get<object>('cluster') }, cluster)
    assert.deepEqual({ ...settings.get<object>('apply') }, apply)
    assert.deepEqual({ ...settings.get<object>('follow') }, follow)
  })

  it('takes no kubeconfig and no list of protected contexts from a workspace', async () => {
    const settings = vscode.workspace.getConfiguration('kmm')
    const { Workspace } = vscode.ConfigurationTarget
    await assert.rejects(async () => settings.update('kubeconfig', './kubeconfig', Workspace))
    await assert.rejects(async () => settings.update('cluster.protectedContexts', [], Workspace))
  })

  it('lets a workspace choose its context', async () => {
    const { Workspace } = vscode.ConfigurationTarget
    const read = () => vscode.workspace.getConfiguration('kmm').get('cluster.context')
    await vscode.workspace.getConfiguration('kmm').update('cluster.context', 'kind-dev', Workspace)
    assert.equal(read(), 'kind-dev')
    await vscode.workspace.getConfiguration('kmm').update('cluster.context', undefined, Workspace)
    assert.equal(read(), '')
  })
})
