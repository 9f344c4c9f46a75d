/** What Node must be at least: VS Code 1.106 runs this one, and the bundles are built for it. */
const least = { major: 22, minor: 15 }

/** A sentence when this Node (`process.version`, such as `v20.11.1`) is too old to run us, else `undefined`. */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (major > least.major || (major === least.major && minor >= least.minor)) return undefined
  return `kmm needs Node ${least.major}.${least.minor} or newer, and this is ${version}. Install a newer Node, or run kmm with one: /path/to/node kmm …`
}
