import type { WorkspaceTx } from '../../database/connect.ts'
import { removalsWanted, type WantedRemoval } from '../../database/removals.ts'
import type { PlannedChange } from '../../domain/plan.ts'
import { removalFaultOf } from '../../domain/removals.ts'

const rowsAtATime = 500
const pagesMost = 10_000

/**
 * A change for each product and variant that somebody wants deleted in the store, variants before products. They stand
 * last in a plan. `lostImages`: by product or variant, pictures that can't be had.
 */
export async function* plannedRemovals(
  tx: WorkspaceTx,
  channelId: string,
  lostImages: ReadonlyMap<string, number>,
): AsyncGenerator<readonly PlannedChange[]> {
  let last: WantedRemoval | undefined
  for (let page = 0; page < pagesMost; page += 1) {
    const rows = await removalsWanted(tx, channelId, { limit: rowsAtATime, ...(last !== undefined && { after: last }) })
    yield rows.map(row => changeOf(row, lostImages))
    last = rows.at(-1)
    if (rows.length < rowsAtATime) return
  }
}

function changeOf(row: WantedRemoval, lostImages: ReadonlyMap<string, number>): PlannedChange {
  const { level, listingId, offerId, name, sku, shown } = row
  const fault = removalFaultOf(row)
  return {
    ...{ listingId, offerId, name, sku, shown, content: null },
    level: level === 'product' ? 'removed_product' : 'removed_variant',
    field: level,
    part: 'data',
    before: sku === '' ? name : `${name} (${sku})`,
    after: null,
    priceNow: null,
    lostImages: lostImages.get(offerId === null ? listingId : `variant ${offerId}`) ?? 0,
    edited: false,
    requests: 1,
    state: fault === null ? 'planned' : 'rejected',
    reason: fault?.reason ?? null,
    fix: fault?.fix ?? null,
  }
}
