import type { CatalogWriter } from '../../connector/writer.ts'
import { findBrakes } from '../../database/brakes.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { emptiedCategories } from '../../database/emptied-categories.ts'
import { offersWanted } from '../../database/offers-wanted.ts'
import { insertChanges } from '../../database/plan-changes.ts'
import { countVisible, listingsToDo, offersToDo, readAsOneMoment } from '../../database/plan-rows.ts'
import { insertPlan, writeSummary } from '../../database/plans.ts'
import { readStoreNames, wantedNames } from '../../database/store-names.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Level, PlannedItemChange, PlanSummary } from '../../domain/plan.ts'
import { PlanTally } from '../../domain/plan-tally.ts'
import { NewNames } from './new-names.ts'
import { newProducts } from './new-products.ts'
import { planNewVariants } from './new-variants.ts'
import { type PlanRules, planRows, type RowToPlan } from './planner.ts'
import { plannedRemovals } from './removals.ts'

const rowsAtATime = 500
/** Of each kind: more than any store has. */
const pagesMost = 10_000

interface PlanToMake {
  readonly id: string
  readonly channelId: string
  readonly at: Date
  readonly actor: Actor
  /** Only asked what it can write; no request is made. */
  readonly writer: CatalogWriter
  isOurs(level: Level, field: string): boolean
  readonly requestsPerSecond: number | null
  /** The hub makes it by itself, beside a person's plan; where `applyAt` is given, nobody is asked. */
  readonly automatic?: { readonly applyAt: Date | null; readonly hiddenLately: number }
  /** Which of the changes it gets; all unless given. */
  choose?(changes: readonly PlannedItemChange[]): Promise<readonly PlannedItemChange[]>
  /** By product: images that would go and of which the picture can't be had. */
  readonly lostImages: ReadonlyMap<string, number>
}

/**
 * Makes the plan of a channel from the rows of which something is to do, all of one moment, in a transaction that has
 * read nothing yet. Rejects as `insertPlan` does, and with a serialization failure where somebody writes the same rows.
 */
export async function planChannel(tx: WorkspaceTx, plan: PlanToMake): Promise<PlanSummary> {
  const { id, channelId, at, actor, writer, requestsPerSecond, automatic } = plan
  await readAsOneMoment(tx)
  const { listingsMost, offersMost, shownMost } = writer
  const [visible, brakes] = [await countVisible(tx, channelId), await findBrakes(tx, channelId)]
  const tally = new PlanTally({
    ...{ listingsMost, offersMost, shownMost, requestsPerSecond, visible, brakes },
    ...(automatic !== undefined && { hiddenLately: automatic.hiddenLately }),
  })
  await insertPlan(tx, {
    ...{ id, channelId, at, actor, summary: tally.summary() },
    ...(automatic !== undefined && { automatic }),
  })
  const { names, needed, room } = await newNames(tx, plan)
  const rules = rulesOf(plan, names)
  // What the store has to get first stands first.
  let seq = 1 + room
  for await (const rows of allRowsToDo(tx, channelId)) {
    const all = planRows(rows, rules)
    const changes = (await plan.choose?.(all)) ?? all
    for (const change of changes) {
      tally.add(change)
      if (change.level === 'product' && change.state === 'planned')
        needed?.need(change.field, change.before, change.after)
    }
    await insertChanges(tx, { id, at }, changes, seq)
    seq += changes.length
  }
  // What is made is looked at by a person before.
  const products = automatic === undefined ? await newProducts(tx, channelId, plan, { names, needed }) : []
  const variants = automatic === undefined ? planNewVariants(await offersWanted(tx, channelId), plan) : []
  const whole = [...products, ...variants]
  for (const change of whole) tally.add(change)
  await insertChanges(tx, { id, at }, whole, seq)
  seq += whole.length
  // By itself the hub deletes nothing.
  if (automatic === undefined) {
    for await (const removals of plannedRemovals(tx, channelId, plan.lostImages)) {
      for (const change of removals) tally.add(change)
      await insertChanges(tx, { id, at }, removals, seq)
      seq += removals.length
    }
  }
  const made = needed?.changes() ?? []
  for (const change of made) tally.add(change)
  await insertChanges(tx, { id, at }, made, 1)
  const summary = tally.summary(await emptiedCategories(tx, channelId, id))
  await writeSummary(tx, id, summary)
  return summary
}

/**
 * What is known of brands and categories, those that the changes of the plan need, and most changes that those are; null
 * where nobody wants any.
 */
async function newNames(tx: WorkspaceTx, { channelId, writer }: PlanToMake) {
  const wanted = await wantedNames(tx, channelId)
  if (wanted.length === 0) return { names: null, needed: null, room: 0 }
  const known = await readStoreNames(tx, channelId)
  const all = new NewNames(known, writer)
  for (const { field, name } of wanted) all.need(field, null, field === 'brand' ? name : [name])
  return { names: all, needed: new NewNames(known, writer), room: all.changes().length }
}

function rulesOf({ writer, isOurs, lostImages }: PlanToMake, names: NewNames | null): PlanRules {
  return {
    isWritable: (level, field) => (level === 'product' ? writer.productFields : writer.variantFields).has(field),
    isOurs,
    lostImages,
    faultOf: (level, field, value, before) =>
      writer.faultOf(level, field, value) ?? (level === 'product' ? (names?.need(field, before, value) ?? null) : null),
    requestsFor: (level, field, before, after) =>
      level === 'product' && writer.apartFields.has(field) ? writer.requestsFor(field, before, after) : null,
  }
}

/** Products first, then variants. */
async function* allRowsToDo(tx: WorkspaceTx, channelId: string): AsyncGenerator<readonly RowToPlan[]> {
  let listing = ''
  for (let page = 0; page < pagesMost; page += 1) {
    const rows = await listingsToDo(tx, channelId, { limit: rowsAtATime, after: listing })
    yield rows
    listing = rows.at(-1)?.listingId ?? listing
    if (rows.length < rowsAtATime) break
  }
  let offer = { listingId: '', offerId: '' }
  for (let page = 0; page < pagesMost; page += 1) {
    const rows = await offersToDo(tx, channelId, { limit: rowsAtATime, after: offer })
    yield rows
    const last = rows.at(-1)
    offer = { listingId: last?.listingId ?? '', offerId: last?.offerId ?? '' }
    if (rows.length < rowsAtATime) break
  }
}
