import type { Actor } from '../domain/actor.ts'
import type { Db, WorkspaceTx } from './connect.ts'

/** One thing that happened. The verb is a stable name such as `channel.connected`; `about` holds no secret. */
export interface EventToRecord {
  readonly id: string
  readonly at: Date
  readonly actor: Actor
  readonly verb: string
  readonly channelId?: string
  readonly about?: Readonly<Record<string, unknown>>
}

/** Records an event in the transaction of the fact that it tells of. */
export async function recordEvent(tx: WorkspaceTx, event: EventToRecord): Promise<void> {
  await tx.kysely
    .insertInto('event')
    .values({
      workspace_id: tx.workspace,
      id: event.id,
      at: event.at,
      actor: JSON.stringify(event.actor),
      verb: event.verb,
      channel_id: event.channelId ?? null,
      about: JSON.stringify(event.about ?? {}),
    })
    .execute()
}

const monthsAhead = 2
/** Tables that only grow, with a partition for each month, so that old ones can be put away at once. */
const histories = ['event', 'change'] as const

/**
 * Makes the partitions of the history tables for this month and the next two. Called at start and daily.
 * A month whose first rows already went to the catch-all partition stays there.
 */
export async function ensurePartitions(db: Db, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1))
    for (const table of histories) {
      await db.pool.query(`
        do $$ begin
          create table if not exists ${table}_${from.toISOString().slice(0, 7).replace('-', '_')}
            partition of ${table} for values from ('${from.toISOString()}') to ('${to.toISOString()}');
        exception when check_violation then null;
        end $$`)
    }
  }
}
