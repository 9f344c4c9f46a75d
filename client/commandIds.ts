import type { InitializationOptions } from '../server/lsp/protocol.ts'

/** Every command that the manifest contributes. */
export const commandIds = [
  'kmm.connect',
  'kmm.disconnect',
  'kmm.applyAndLoad',
  'kmm.followModule',
  'kmm.stopRun',
  'kmm.showLog',
  'kmm.showEffectiveModule',
  'kmm.diffEffectiveModules',
  'kmm.testKernelMappings',
  'kmm.askBeforeApply',
  'kmm.showOutput',
  'kmm.restartServer',
  'kmm.practice.start',
  'kmm.practice.stop',
  'kmm.practice.addNode',
  'kmm.practice.upgradeNode',
  'kmm.practice.scenario',
] as const

export type CommandId = (typeof commandIds)[number]

/** What the server writes into its lenses instead of its own ids. */
export const announcedCommands = {
  connect: 'kmm.connect',
  disconnect: 'kmm.disconnect',
  applyAndLoad: 'kmm.applyAndLoad',
  followModule: 'kmm.followModule',
  stopRun: 'kmm.stopRun',
  showLog: 'kmm.showLog',
  effectiveModule: 'kmm.showEffectiveModule',
  testKernels: 'kmm.testKernelMappings',
} as const satisfies { [name in keyof NonNullable<InitializationOptions['commands']>]: CommandId }
