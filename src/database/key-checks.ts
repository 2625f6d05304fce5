import { type RawBuilder, sql } from 'kysely'
import type { WorkspaceTx } from './connect.ts'

/**
 * Statements between which the database checks no foreign key. It looks each one up and locks it, row by row, which is a
 * quarter of all that it does in a first import; and where rows are added together with everything that they refer to,
 * it can only find what was written a moment before.
 *
 * Whoever calls this has made sure that the rows refer to nothing but each other and this channel, which is locked here
 * instead. Nothing is different where the hub's role in the database may not switch the checks off.
 */
export function* withoutKeyChecks(
  tx: WorkspaceTx,
  channelId: string,
  statements: Iterable<RawBuilder<unknown>>,
): Iterable<RawBuilder<unknown>> {
  yield sql`
    select from channel c join workspace w on w.id = c.workspace_id
    where c.workspace_id = ${tx.workspace} and c.id = ${channelId} for key share
  `
  yield checkingKeys(false)
  yield* statements
  yield checkingKeys(true)
}

/** For the rest of the transaction. A `replica` takes rows for checked already; only few roles may be one. */
function checkingKeys(checks: boolean): RawBuilder<unknown> {
  return sql`
    select set_config('session_replication_role', ${checks ? 'origin' : 'replica'}, true)
    where has_parameter_privilege('session_replication_role', 'set')
  `
}
