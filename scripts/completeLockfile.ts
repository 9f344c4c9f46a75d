import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out because the registry at hand
 * did not have them: `npm ci` refuses a lock without them, on every platform. Run it after `npm install` has changed
 * the lock. Such an entry has no integrity; npm fetches it only on its own platform.
 */
interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const operatingSystems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

const lock: { packages: Record<string, LockEntry> } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const added: string[] = []
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (findEntry(path, name) || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true }
    added.push(`${name}@${version}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length > 0 ? `added ${added.join(', ')}` : 'nothing was missing')

/** The entry that Node would load from a package's folder: its own, or one further up. */
function findEntry(path: string, name: string): LockEntry | undefined {
  for (
    let folder = path;
    folder !== '';
    folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))
  ) {
    const entry = lock.packages[`${folder}/node_modules/${name}`]
    if (entry) return entry
  }
  return lock.packages[`node_modules/${name}`]
}

/** The platform in a package's name, as in `@biomejs/cli-linux-arm64-musl`. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/_]/)
  const os = operatingSystems.filter((word) => words.includes(word))
  const cpu = processors.filter((word) => words.includes(word))
  return {
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(words.includes('musl') ? { libc: ['musl'] } : {}),
    ...(os.length > 0 ? { os } : {}),
  }
}
