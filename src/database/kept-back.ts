import { sql } from 'kysely'
import type { PlannedChange } from '../domain/plan.ts'
import type { KeptReason } from '../domain/sending.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** Why each of these changes is not sent by itself, by what became of the same value before; null where it may be. */
export type KeptBack = readonly (KeptReason | null)[]

/**
 * Holds changes against earlier plans of the channel. The last word on a field counts, and only as long as its value is
 * the same: a person left it out or gave the plan up, or the store refused it; what was only not live then is no word at all. A value that stands in a plan of which a
 * person has not decided yet is his: in one that was made since `openSince`, or in one that the hub made and that waits, also while another one takes its place (`placeOf`).
 */
export async function keptBack(
  db: Handle,
  channelId: string,
  changes: readonly Pick<PlannedChange, 'level' | 'listingId' | 'offerId' | 'field' | 'after'>[],
  { openSince, withHeld, placeOf }: { openSince: Date; withHeld: boolean; placeOf?: string | undefined },
): Promise<KeptBack> {
  if (changes.length === 0) return []
  const entries = changes.map(({ level, listingId, offerId, field, after }, at) => {
    return { at, level, listingId, offerId, field, after }
  })
  const ofSameField = sql`
    c.workspace_id = ${db.workspace} and c.listing_id = e."listingId" and c.field = e.field and c.level = e.level
      and c.offer_id is not distinct from e."offerId" and p.channel_id = ${channelId}
  `
  const { rows } = await sql<{ at: number; why: KeptReason | null }>`
    select e.at, coalesce((
      select case when p.automatic then 'held' else 'open' end
      from change c join plan p on p.id = c.plan_id and p.workspace_id = c.workspace_id
      where ${ofSameField} and c.state = 'planned' and c.after is not distinct from e.after
        and (p.state = 'ready' or p.id = ${placeOf ?? ''})
        and case when p.automatic then ${withHeld} else p.made_at > ${openSince}::timestamptz end
      order by p.automatic
      limit 1
    ), (
      select case
        when last.after is distinct from e.after then null
        when last.state = 'left_out' then 'left_out'
        when last.state = 'rejected' then 'refused'
        when last.state = 'cancelled' and last.reason is null then 'given_up'
      end
      from (
        select c.after, c.state, c.reason from change c join plan p on p.id = c.plan_id and p.workspace_id = c.workspace_id
        where ${ofSameField} and c.state in ('left_out', 'rejected', 'cancelled', 'applied')
        order by c.made_at desc, c.plan_id desc
        limit 1
      ) last
    )) as why
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e (
      at integer, level text, "listingId" text, "offerId" text, field text, after jsonb
    )
  `.execute(db.kysely)
  const whyOf = new Map(rows.map(({ at, why }) => [at, why]))
  return changes.map((_, at) => whyOf.get(at) ?? null)
}

/**
 * Products that the hub has hidden by itself since then, or would by plans of its own that wait; without those that a
 * person has let pass.
 */
export async function countHiddenByItself(tx: WorkspaceTx, channelId: string, since: Date): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(distinct c.listing_id) as count
    from plan p join change c on c.plan_id = p.id and c.workspace_id = p.workspace_id
    where p.workspace_id = ${tx.workspace} and p.channel_id = ${channelId} and p.automatic
      and p.made_at > ${since}::timestamptz and not p.passed @> '[{"brake": "many_hidden"}]'
      and c.level = 'product' and c.field = 'visible' and c.after = 'false'
      and (c.state in ('applied', 'sending', 'unknown', 'deferred') or c.state = 'planned' and p.state in ('ready', 'applying'))
  `.execute(tx.kysely)
  return result.rows[0]?.count ?? 0
}
