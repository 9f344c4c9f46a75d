/** Fails the run when the tests fell back to the machine's own Node: a wrong version would otherwise go unnoticed. */
export default function assertNodeVersion(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 24) throw new Error(`tests run on Node 24 (the \`node\` package), not ${process.version}: use npm run`)
}
