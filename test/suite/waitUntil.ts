import { setTimeout as delay } from 'node:timers/promises'

const limitMs = 20_000

type Nothing = undefined | false | null

/** Waits until `read` answers with something that is not undefined, false or null; throws after 20 s, saying what it waited for. */
export async function waitUntil<T>(what: string, read: () => T | Nothing | Promise<T | Nothing>): Promise<T> {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    const value = await read()
    if (value) return value
    await delay(20)
  }
  throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`)
}
