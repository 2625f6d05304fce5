import { sql } from 'kysely'
import type { PlannedItemChange } from '../domain/plan.ts'
import type { WorkspaceTx } from './connect.ts'

/**
 * Those of these changes that a plan held as well and did not write, whatever their value is by now: what was refused, or
 * where nothing was, what ended otherwise. What a person left out stays out.
 */
export async function notWrittenIn<Change extends Pick<PlannedItemChange, 'level' | 'listingId' | 'offerId' | 'field'>>(
  tx: WorkspaceTx,
  planId: string,
  changes: readonly Change[],
): Promise<Change[]> {
  if (changes.length === 0) return []
  const entries = changes.map(({ level, listingId, offerId, field }, at) => ({ at, level, listingId, offerId, field }))
  const { rows } = await sql<{ at: number }>`
    with wanted as (
      select case when exists (
        select from change r where r.workspace_id = ${tx.workspace} and r.plan_id = ${planId} and r.state = 'rejected'
      ) then array['rejected'] else array['superseded', 'cancelled', 'unknown'] end as states
    )
    select e.at
    from wanted, jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e (
      at integer, level text, "listingId" text, "offerId" text, field text
    )
    where exists (
      select from change c
      where c.workspace_id = ${tx.workspace} and c.plan_id = ${planId} and c.state = any(wanted.states)
        and c.listing_id = e."listingId" and c.field = e.field and c.level = e.level
        and c.offer_id is not distinct from e."offerId"
    )
  `.execute(tx.kysely)
  const found = new Set(rows.map(({ at }) => at))
  return changes.filter((_, at) => found.has(at))
}
