import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** How large one file of the log gets, and how many older ones are kept: 4 MB in all. */
const fileBytesMax = 1_000_000
const olderFiles = 3

/** How much of what the engine said last is kept in memory, to explain why it stopped. */
const tailCharsMax = 8_000

/**
 * The engine's log: a bounded set of files, and the end of it in memory. It is written by the hub, not by the engine,
 * because only so its size has a limit; what an engine says after its hub was killed is lost.
 */
export class PostgresLog {
  readonly #path: string
  #handle: number | null = null
  #size = 0
  #tail = ''

  constructor(path: string) {
    this.#path = path
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.#open()
  }

  /** What the engine said last. */
  get tail(): string {
    return this.#tail
  }

  write(text: string): void {
    this.#tail = (this.#tail + text).slice(-tailCharsMax)
    if (this.#handle === null) return
    try {
      if (this.#size > fileBytesMax) this.#rotate()
      this.#size += writeSync(this.#handle, text)
    } catch {
      // A full disk must not take the hub down for the sake of a log line; the database reports it by itself.
    }
  }

  forgetTail(): void {
    this.#tail = ''
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle)
    this.#handle = null
  }

  #open(): void {
    this.#handle = openSync(this.#path, 'a', 0o600)
    this.#size = fstatSync(this.#handle).size
  }

  #rotate(): void {
    this.close()
    for (let age = olderFiles; age >= 1; age -= 1) {
      try {
        renameSync(age === 1 ? this.#path : `${this.#path}.${age - 1}`, `${this.#path}.${age}`)
      } catch {
        // There is no older file yet.
      }
    }
    this.#open()
  }
}
