/** The absolute path of a kubeconfig that a line of `kmm practice` holds, if it holds one. */
export function kubeconfigPath(line: string): string | undefined {
  return /(?:^|[\s=:"'`])((?:\/|[A-Za-z]:[\\/])[^\r\n"'`]*?kubeconfig[\w.-]*)/.exec(line)?.[1]
}
