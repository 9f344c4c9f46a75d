import manifest from '../../package.json' with { type: 'json' }
import { helpText } from './helpText.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import { type Arguments, parseArguments } from './parseArguments.ts'

/** Runs one command line (the arguments behind the program's name) and gives its exit code. Never rejects. */
export async function runCli(io: Io, argv: readonly string[]): Promise<ExitCode> {
  const invocation = parseArguments(argv)
  switch (invocation.ask) {
    case 'nothing':
      return sayAndExit(io, exitCodes.couldNot, invocation.sentence)
    case 'version':
      io.stdout.write(`${manifest.version}\n`)
      return exitCodes.good
    case 'help':
      io.stdout.write(helpText(invocation.command))
      return exitCodes.good
    case 'command':
      try {
        return await runCommand(io, invocation.command.name, invocation.arguments)
      } catch (error) {
        if (io.signal.aborted) return exitCodes.stopped
        const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
        return sayAndExit(io, exitCodes.couldNot, `this is a mistake in kmm itself, please report it: ${told}`)
      }
  }
}

/** Each command is loaded when it is wanted: `check` has no use for a cluster. */
async function runCommand(io: Io, name: string, given: Arguments): Promise<ExitCode> {
  switch (name) {
    case 'check':
      return (await import('./check.ts')).runCheck(io, given, manifest.version)
    case 'explain':
      return (await import('./explain.ts')).runExplain(io, given)
    case 'kernels':
      return (await import('./kernels.ts')).runKernels(io, given)
    case 'practice':
      return (await import('../practice/practiceCommand.ts')).runPractice(
        {
          words: given.operands,
          kubeconfigDir: given.value('kubeconfig-dir'),
          node: given.value('node'),
          untilStdinEnds: given.has('until-stdin-ends'),
        },
        io,
      )
    default:
      return (await import('./apply.ts')).runApply(io, given, manifest.version)
  }
}
