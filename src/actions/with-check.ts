import type { ChannelSession } from '../connector/connector.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import type { Actor } from '../domain/actor.ts'
import type { CheckRow } from '../domain/check.ts'
import { runCheck } from '../engine/run-check.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

interface CheckToRun {
  readonly channelId: string
  readonly ofStoredCredentials: boolean
  /** Opens the store; its requests end with the signal. */
  readonly open: (signal: AbortSignal) => ChannelSession
}

interface CheckRun {
  readonly checkId: string
  readonly rows: readonly CheckRow[]
  readonly session: ChannelSession
}

/**
 * Runs the doctor and then `conclude`, which ends the check in a transaction of its own. Whatever breaks off on the
 * way, no unfinished check stays behind. A regular check makes way for a person's.
 * Throws `check_running`, and what `conclude` throws.
 */
export function withCheck<T>(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  check: CheckToRun,
  conclude: (run: CheckRun) => Promise<T>,
): Promise<T> {
  const { channelId, ofStoredCredentials, open } = check
  return tools.checks.run(channelId, { givesWay: actor.kind === 'schedule' }, async signal => {
    const checkId = newId('chk', tools.randomBytes)
    const session = open(signal)
    try {
      const startedAt = tools.clock.now()
      const rows = await runCheck(db, tools.notices, {
        id: checkId,
        channelId,
        startedAt,
        ofStoredCredentials,
        session,
      })
      return await conclude({ checkId, rows, session })
    } catch (error) {
      await tools.checks.abandon(db, checkId)
      throw error
    }
  })
}
