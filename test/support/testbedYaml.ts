import { runTool } from './testbedTools.ts'

/** What the API server makes of a text: its JSON, or why it refuses it. */
export type YamlReading = { readonly json: unknown; readonly error?: never } | { readonly error: string }

/** Asks the YAML reader of the API server, go-yaml behind `sigs.k8s.io/yaml`. One answer per text, in order. */
export async function readYamls(binary: string, texts: readonly string[]): Promise<YamlReading[]> {
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join('')
  const { code, stdout, stderr } = await runTool(binary, ['yaml'], { input })
  if (code !== 0) throw new Error(`testbed yaml failed: ${stderr}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): YamlReading => JSON.parse(line))
}
