import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pino, { type Logger } from 'pino'

const logBytesMost = 10 * 1024 * 1024

/**
 * The hub's own log, in the data folder: a new file once the old one is large, and the old one is kept beside it, so
 * that both together stay below 20 MB. Neither logging nor closing ever throws, whatever the disk does.
 */
export function openLogger(dataDir: string): { logger: Logger; close(): void } {
  const file = new LogFile(join(dataDir, 'log', 'hub.log'))
  const logger = pino({ level: 'info', redact: ['req.headers.cookie', 'req.headers.authorization'] }, file)
  return { logger, close: () => file.close() }
}

/**
 * Writes each line before it returns: the hub logs little, and the last line before a crash is the one that counts.
 * A line that the disk refuses is lost; the next one tries again, so that the log goes on once there is room.
 */
class LogFile {
  readonly #path: string
  #file: number | null = null
  #bytes = 0
  /** Whether the last line may have been written in part. */
  #torn = false
  #closed = false

  constructor(path: string) {
    this.#path = path
  }

  write(line: string): void {
    if (this.#closed) return
    try {
      const file = this.#roomFor(Buffer.byteLength(line))
      const text = this.#torn ? `\n${line}` : line
      this.#torn = true
      writeFileSync(file, text)
      this.#torn = false
      this.#bytes += Buffer.byteLength(text)
    } catch {
      // A full or broken disk must not end the hub because it can't write its log.
      this.#letGo()
    }
  }

  close(): void {
    this.#closed = true
    this.#letGo()
  }

  /** The file to write the next line to: the open one, or a new one where the line has no room any more. */
  #roomFor(bytes: number): number {
    const file = this.#file ?? this.#open()
    if (this.#bytes === 0 || this.#bytes + bytes <= logBytesMost) return file
    this.#torn = false
    try {
      renameSync(this.#path, `${this.#path}.1`)
    } catch {
      // The old lines can't be kept: better lost than a log that fills the disk.
      ftruncateSync(file)
      this.#bytes = 0
      return file
    }
    this.#letGo()
    return this.#open()
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const file = openSync(this.#path, 'a', 0o600)
    this.#file = file
    this.#bytes = fstatSync(file).size
    return file
  }

  #letGo(): void {
    const file = this.#file
    this.#file = null
    if (file === null) return
    try {
      closeSync(file)
    } catch {
      // It is gone either way.
    }
  }
}
