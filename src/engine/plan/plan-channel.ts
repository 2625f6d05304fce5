import type { CatalogWriter } from '../../connector/writer.ts'
import { findBrakes } from '../../database/brakes.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { countVisible, listingsToDo, offersToDo, readAsOneMoment } from '../../database/plan-rows.ts'
import { insertChanges, insertPlan, writeSummary } from '../../database/plans.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Level, PlanSummary } from '../../domain/plan.ts'
import { PlanTally } from '../../domain/plan-tally.ts'
import { type PlanRules, planRows, type RowToPlan } from './planner.ts'

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
}

/**
 * Makes the plan of a channel from the rows of which something is to do, all of one moment, in a transaction that has
 * read nothing yet. Rejects as `insertPlan` does, and with a serialization failure where somebody writes the same rows.
 */
export async function planChannel(tx: WorkspaceTx, plan: PlanToMake): Promise<PlanSummary> {
  const { id, channelId, at, actor, writer, requestsPerSecond } = plan
  await readAsOneMoment(tx)
  const { listingsMost, offersMost, shownMost } = writer
  const [visible, brakes] = [await countVisible(tx, channelId), await findBrakes(tx, channelId)]
  const tally = new PlanTally({ listingsMost, offersMost, shownMost, requestsPerSecond, visible, brakes })
  await insertPlan(tx, { id, channelId, at, actor, summary: tally.summary() })
  const rules = rulesOf(plan)
  let seq = 1
  for await (const rows of allRowsToDo(tx, channelId)) {
    const changes = planRows(rows, rules)
    for (const change of changes) tally.add(change)
    await insertChanges(tx, { id, at }, changes, seq)
    seq += changes.length
  }
  const summary = tally.summary()
  await writeSummary(tx, id, summary)
  return summary
}

function rulesOf({ writer, isOurs }: PlanToMake): PlanRules {
  return {
    isWritable: (level, field) => (level === 'product' ? writer.productFields : writer.variantFields).has(field),
    isOurs,
    faultOf: (level, field, value) => writer.faultOf(level, field, value),
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
