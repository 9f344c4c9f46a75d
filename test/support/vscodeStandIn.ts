import { resolve } from 'node:path'

/**
 * Which VS Code runs tests in its extension host: the one that VSCODE_EXECUTABLE names; on a Linux machine without a
 * display our stand-in over code-server; else undefined, which means that `@vscode/test-electron` downloads it.
 */
export function findVscode(): string | undefined {
  const { VSCODE_EXECUTABLE } = process.env
  if (VSCODE_EXECUTABLE) return resolve(VSCODE_EXECUTABLE)
  return needsStandIn() ? resolve(import.meta.dirname, 'vscodeShim.ts') : undefined
}

/** Whether the stand-in is used, so that Chromium and code-server have to be there. */
export function needsStandIn(): boolean {
  const { VSCODE_EXECUTABLE, DISPLAY, WAYLAND_DISPLAY } = process.env
  return !VSCODE_EXECUTABLE && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY
}
