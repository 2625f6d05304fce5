import { type RawBuilder, sql } from 'kysely'
import { type BrakeName, paidPrices } from '../domain/brakes.ts'

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
