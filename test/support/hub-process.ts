import pino from 'pino'
import { openHub } from '../../src/hub/open-hub.ts'
import { HubError } from '../../src/runtime/errors.ts'
import { fastClock } from './fast-clock.ts'

/**
 * A whole hub with its own database in a process that tests can kill: says in one line of JSON when it is ready, and
 * stops in order on SIGTERM.
 *
 *   node test/support/hub-process.ts DATA [TIMES FROM]
 *
 * `TIMES FROM`: its time goes so many times as fast as the machine's since that moment.
 */
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const [, , dataDir = '', times, from] = process.argv
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())

try {
  const hub = await openHub({
    dataDir,
    web: { host: '127.0.0.1', port: 0, webRoot: null },
    publicUrl: null,
    version: '0.0.0-test',
    environment: {},
    ...(times !== undefined && { clock: fastClock(Number(times), Number(from)) }),
    openLogger: () => ({ logger: pino({ level: 'silent' }), close() {} }),
    signal: stop.signal,
  })
  say({ ready: hub.url })
  const stopped = new Promise<undefined>(resolve => stop.signal.addEventListener('abort', () => resolve(undefined)))
  const failure = stop.signal.aborted ? undefined : await Promise.race([stopped, hub.failed])
  await hub.stop()
  say({ stopped: failure ?? 'in order' })
} catch (error) {
  if (!(error instanceof HubError)) throw error
  say({ refused: error.message })
}
