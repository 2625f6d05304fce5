import { type RawBuilder, sql } from 'kysely'
import { type BrakeName, paidPrices } from '../domain/brakes.ts'
import type { WorkspaceTx } from './connect.ts'

/** What a change of a price is from and to; null where it is no amount. */
const amount = (text: RawBuilder<unknown>) =>
  sql`case when ${text} ~ '^-?[0-9]+([.][0-9]+)?$' then ${text}::numeric end`
const now = amount(sql`coalesce(c.before #>> '{}', c.price_now)`)
const then = amount(sql`(c.after #>> '{}')`)

/** Whether the change `c` of a plan is one of those that trip a brake, as `BrakeWatch` sees it. */
export function trips(workspace: string, planId: string, brake: BrakeName): RawBuilder<boolean> {
  switch (brake) {
    case 'many_hidden':
      return sql<boolean>`(c.level = 'product' and c.field = 'visible' and c.before = 'true' and c.after = 'false')`
    case 'category_emptied':
      return sql<boolean>`(
        c.level = 'product' and (c.field = 'visible' and c.before = 'true' and c.after = 'false' or c.field = 'categories')
        or c.level = 'removed_product'
      )`
    case 'images_lost':
      return sql<boolean>`(c.lost_images > 0)`
    case 'price_zero':
      return sql<boolean>`(c.field = 'price' and ${then} = 0 and ${now} is distinct from 0)`
    case 'price_cut':
      return sql<boolean>`(
        c.field = any(${[...paidPrices]}::text[]) and ${then} <> 0 and ${now} > 0
        and (${now} - ${then}) / nullif(${now}, 0) * 100 > ${limit(workspace, planId)}
      )`
  }
}

function limit(workspace: string, planId: string): RawBuilder<unknown> {
  return sql`(
    select (p.summary #>> '{basis,brakes,priceCutPercent}')::numeric from plan p
    where p.workspace_id = ${workspace} and p.id = ${planId}
  )`
}

/** A change by what it is of. */
export interface ChangeKey {
  readonly level: string
  readonly listingId: string
  readonly offerId: string | null
  readonly field: string
}

/**
 * The changes of a plan that trip these brakes; where it is a price, with all other prices of the same product, which say
 * something only together.
 */
export async function changesTripping(
  tx: WorkspaceTx,
  planId: string,
  brakes: readonly BrakeName[],
): Promise<ChangeKey[]> {
  const trip = sql.join(
    brakes.map(brake => trips(tx.workspace, planId, brake)),
    sql` or `,
  )
  const { rows } = await sql<ChangeKey>`
    with tripping as materialized (
      select c.seq, c.listing_id, c.part from change c
      where c.workspace_id = ${tx.workspace} and c.plan_id = ${planId} and c.state = 'planned' and (${trip})
    )
    select c.level, c.listing_id as "listingId", c.offer_id as "offerId", c.field from change c
    where c.workspace_id = ${tx.workspace} and c.plan_id = ${planId} and c.level in ('product', 'variant') and (
      c.seq in (select seq from tripping)
      or c.part = 'prices' and c.listing_id in (select listing_id from tripping where part = 'prices')
    )
  `.execute(tx.kysely)
  return rows
}
