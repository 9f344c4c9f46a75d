import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Io } from './io.ts'

/** A file's name for a program that knows the repository: with `/`, from its root, or absolute outside of it. */
export interface RootedPath {
  readonly path: string
  readonly inside: boolean
}

/** Names files from the workspace of the GitHub job when we run in one, else from the working folder. */
export function pathFromRoot({ cwd, env }: Pick<Io, 'cwd' | 'env'>): (file: string) => RootedPath {
  const workspace = env.GITHUB_WORKSPACE
  const root = workspace !== undefined && isInside(relative(workspace, cwd)) ? workspace : cwd
  return (file) => {
    const path = relative(root, resolve(cwd, file))
    return isInside(path) ? { path: slashed(path), inside: true } : { path: slashed(resolve(cwd, file)), inside: false }
  }
}

/** A URI reference for it: relative to the root inside, `file:` outside. */
export function uriOf({ path, inside }: RootedPath): string {
  return inside ? path.split('/').map(encodeURIComponent).join('/') : pathToFileURL(path).href
}

function isInside(path: string): boolean {
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`)
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}
