import { openEmbedded } from '../../src/database/embedded.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { HubError } from '../../src/runtime/errors.ts'

/**
 * A process that does what a hub does with its data folder, for tests that kill it: opens it, says so in one line of
 * JSON, and stays until its standard input ends.
 *
 *   node test/support/database-hub.ts DATA [SYSTEM-FOLDER]
 */
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const [, , dataDir = '', systemDir = ''] = process.argv

try {
  const database = await openEmbedded({
    dataDir,
    clock: systemClock,
    log: line => say({ log: line }),
    onExit: reason => say({ exit: reason }),
    ...(systemDir === '' ? {} : { systemDir }),
  })
  const { where, notice, pool } = database
  say({ open: { where, notice, host: pool.host, password: pool.password } })
  process.stdin.resume().once('end', async () => {
    await database.stop()
    say({ stopped: true })
  })
} catch (error) {
  if (!(error instanceof HubError)) throw error
  say({ refused: { code: error.code, message: error.message, hint: error.hint } })
}
