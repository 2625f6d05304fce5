import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'

const logBytesMost = 10 * 1024 * 1024

/** The hub's own log, in the data folder: a new file once the old one is large, and the old one is kept beside it. */
export function openLogger(dataDir: string): { logger: Logger; close(): void } {
  const folder = join(dataDir, 'log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'hub.log')
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > logBytesMost) renameSync(path, `${path}.1`)
  const destination = pino.destination({ dest: path, sync: false, mode: 0o600 })
  // A full disk must not end the hub because it can't write its log.
  destination.on('error', () => undefined)
  const logger = pino({ level: 'info', redact: ['req.headers.cookie', 'req.headers.authorization'] }, destination)
  return {
    logger,
    close() {
      try {
        destination.flushSync()
      } catch {
        // Nothing was left to write, or there is no room for it.
      }
      destination.end()
    },
  }
}
