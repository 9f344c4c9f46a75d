import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LineOptions, readLines } from '../../server/cluster/lines.ts'

test('lines come without their ends, the last one too', async () => {
  expect(await linesOf(['a\nb\r\n\nc'])).toEqual(['a', 'b', '', 'c'])
  expect(await linesOf(['a\n'])).toEqual(['a'])
  expect(await linesOf([])).toEqual([])
})

test('an unfinished last line is left out on request', async () => {
  expect(await linesOf(['a\nb'], { wholeLinesOnly: true })).toEqual(['a'])
})

test('a long line is cut at the edge of a character', async () => {
  expect(await linesOf([`${'ä'.repeat(10)}\nb\n`], { maxBytes: 5 })).toEqual(['ää…', 'b'])
  expect(await linesOf(['12345\n'], { maxBytes: 5 })).toEqual(['12345'])
})

test('law: lines and characters may be split anywhere between chunks', async () => {
  const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ' ').toWellFormed())
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat({ max: 200 }), { maxLength: 20 }), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((it) => `${it}\n`).join(''))
      expect(await linesOf(split(bytes, cuts))).toEqual(lines)
    }),
  )
})

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
}

async function linesOf(chunks: readonly (string | Buffer)[], options: LineOptions = {}): Promise<string[]> {
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  const lines: string[] = []
  for await (const line of readLines(stream(), options)) lines.push(line)
  return lines
}
