const newline = 0x0a
const carriageReturn = 0x0d

export interface LineOptions {
  /** longer lines are cut here (in bytes, at a character's edge) and end in `…`; the rest of the line is dropped */
  readonly maxBytes?: number
  /** leave out a last line that has no line end */
  readonly wholeLinesOnly?: boolean
}

/**
 * Lines of a byte stream, decoded as UTF-8 and without their line ends, as soon as each is complete. Characters and
 * lines may be split anywhere between chunks. Throws what the stream throws; the unfinished line is dropped then.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, options: LineOptions = {}): AsyncGenerator<string> {
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end))
      yield takeLine()
      start = end + 1
    }
    keep(chunk.subarray(start))
  }
  if (pendingBytes > 0 && options.wholeLinesOnly !== true) yield takeLine()

  function keep(part: Uint8Array): void {
    // One byte past the limit is kept: it tells that the line was too long.
    const room = maxBytes + 1 - pendingBytes
    if (part.length === 0 || room <= 0) return
    pending.push(part.length > room ? part.subarray(0, room) : part)
    pendingBytes += Math.min(part.length, room)
  }

  function takeLine(): string {
    const bytes = pending.length === 1 && pending[0] !== undefined ? Buffer.from(pending[0]) : Buffer.concat(pending)
    pending = []
    pendingBytes = 0
    if (bytes.length > maxBytes) return `${bytes.toString('utf8', 0, characterEdge(bytes, maxBytes))}…`
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
    return bytes.toString('utf8', 0, end)
  }
}

/** The nearest offset at or before `offset` where no UTF-8 character is split. */
function characterEdge(bytes: Uint8Array, offset: number): number {
  let edge = offset
  while (edge > 0 && ((bytes[edge] ?? 0) & 0xc0) === 0x80) edge -= 1
  return edge
}
