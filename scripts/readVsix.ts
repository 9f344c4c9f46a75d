import { readFileSync } from 'node:fs'

/**
 * A VSIX's size in bytes and the names of the files in it, from the zip's central directory (PKWARE APPNOTE 4.3.12,
 * 4.3.16). Throws when the file is no zip.
 */
export function readVsix(file: string): { bytes: number; names: string[] } {
  const zip = readFileSync(file)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1) throw new Error(`${file} is not a zip file`)
  const count = zip.readUInt16LE(end + 10)
  const names: string[] = []
  let offset = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    const nameLength = zip.readUInt16LE(offset + 28)
    names.push(zip.toString('utf8', offset + 46, offset + 46 + nameLength))
    offset += 46 + nameLength + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32)
  }
  return { bytes: zip.length, names }
}
