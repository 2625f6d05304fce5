import { paidPrices } from '../../domain/brakes.ts'
import type { FieldValue } from '../../domain/fields.ts'
import { sameValue } from '../../domain/fields.ts'
import type { Delta } from '../../domain/layers.ts'
import { type Level, type PlannedItemChange, partOf } from '../../domain/plan.ts'

/** A listing or an offer of which something is to do (`domain/layers.ts`). */
export interface RowToPlan {
  readonly listingId: string
  /** Null: the product itself. */
  readonly offerId: string | null
  readonly name: string
  readonly sku: string
  /** What is asked for it now, its own price or its product's; needed only where a price is to do. */
  readonly price: string | null
  /** What the store shows, at least of the fields that `desired` has. */
  readonly observed: Delta
  readonly base: Delta
  readonly desired: Delta
}

/** A sentence with what to do, or both apart. */
export type PlanFault = string | { readonly reason: string; readonly fix: string }

/** What a plan may hold. */
export interface PlanRules {
  /** The platform has a way to write the field. */
  isWritable(level: Level, field: string): boolean
  /** The hub, and nobody else, says what the channel shows of it. */
  isOurs(level: Level, field: string): boolean
  /** Why the store would not take a value, and what to do; null where it would. */
  faultOf(level: Level, field: string, value: FieldValue | null, before: FieldValue | null): PlanFault | null
  /** Fewest requests of a field that is written apart from others; null for one that shares them. Absent: none is. */
  requestsFor?(level: Level, field: string, before: FieldValue | null, after: FieldValue | null): number | null
  /** How many images of a product would go of which the hub has not got the picture. Absent: none. */
  readonly lostImages?: ReadonlyMap<string, number>
}

/** What would be written so that the stores show what is wanted: a change for each field that is to do. Asks nobody. */
export function planRows(rows: readonly RowToPlan[], rules: PlanRules): PlannedItemChange[] {
  return rows.flatMap(row => planRow(row, rules))
}

function planRow(
  { listingId, offerId, name, sku, price, ...layers }: RowToPlan,
  rules: PlanRules,
): PlannedItemChange[] {
  const level = offerId === null ? 'product' : 'variant'
  const changes: PlannedItemChange[] = []
  for (const field of Object.keys(layers.desired).sort()) {
    if (!rules.isWritable(level, field) || !rules.isOurs(level, field)) continue
    const [before, after] = [layers.observed[field] ?? null, layers.desired[field] ?? null]
    if (sameValue(before ?? undefined, after ?? undefined)) continue
    const fault = faultIn(rules.faultOf(level, field, after, before))
    changes.push({
      level,
      listingId,
      offerId,
      field,
      part: partOf(level, field),
      name,
      sku,
      before,
      after,
      priceNow: before === null && paidPrices.has(field) ? price : null,
      edited: field in layers.base,
      content: null,
      requests: rules.requestsFor?.(level, field, before, after) ?? null,
      lostImages: level === 'product' && field === 'images' ? (rules.lostImages?.get(listingId) ?? 0) : 0,
      state: fault === null ? 'planned' : 'rejected',
      reason: fault?.reason ?? null,
      fix: fault?.fix ?? null,
    })
  }
  return changes
}

function faultIn(fault: PlanFault | null) {
  return typeof fault === 'string' ? { reason: fault, fix: 'Change the value, then make a new plan.' } : fault
}
