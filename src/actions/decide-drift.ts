import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import {
  countDrift,
  type DriftCount,
  type DriftFilter,
  type DriftPlace,
  listDrift,
  matchedRows,
  type StoredDrift,
} from '../database/drift.ts'
import { recordEvent } from '../database/events.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type DriftDecision, type RowToSettle, settleDrift } from '../engine/edit/settle-drift.ts'
import { newId } from '../runtime/ids.ts'
import { listChannels, readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

export type { DriftCount, DriftFilter, DriftPlace, StoredDrift }

const atOnceMost = 1_000
/** A decision about more takes another call. */
const partsMost = 1_000

/** What is edited in the store of a channel. Throws `not_found`. */
export async function readDrift(
  actor: Actor,
  db: WorkspaceDb,
  ask: { channelId: string; filter: DriftFilter; limit: number; after?: DriftPlace },
): Promise<StoredDrift[]> {
  mustBeAllowed(actor, 'catalog.read')
  const { id } = await readChannel(actor, db, ask.channelId)
  return listDrift(db, { ...ask, channelId: id })
}

/** How many fields are edited in the store of a channel, by field, of the products that a search finds. Throws `not_found`. */
export async function countDriftOf(
  actor: Actor,
  db: WorkspaceDb,
  ask: { channelId: string; search?: string },
): Promise<DriftCount[]> {
  mustBeAllowed(actor, 'catalog.read')
  const { id } = await readChannel(actor, db, ask.channelId)
  return countDrift(db, id, ask.search)
}

/** How many fields are edited in the store of each channel, by field; a channel without any has none. */
export async function readDriftCounts(
  actor: Actor,
  db: WorkspaceDb,
): Promise<{ channelId: string; channelName: string; fields: DriftCount[] }[]> {
  mustBeAllowed(actor, 'catalog.read')
  const channels = await listChannels(actor, db)
  return Promise.all(
    channels.map(async ({ id, name }) => ({ channelId: id, channelName: name, fields: await countDrift(db, id) })),
  )
}

/**
 * Decides about edits made in the store of a channel: those at the given places, or all that a filter finds. `take`: the
 * channel means what its store shows; no other channel moves. `overwrite`: what was meant is something to do again, and
 * the next plan has it. Nothing is sent to the store. What is no edit any more is left. `decisions` can be taken back
 * (`reopenDrift`). Throws `not_found`.
 */
export async function decideDrift(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: {
    channelId: string
    what: { places: readonly DriftPlace[] } | { filter: DriftFilter }
    decision: DriftDecision
  },
): Promise<{ decided: number; left: number; decisions: string[] }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { id: channelId } = await readChannel(actor, db, input.channelId)
  let [asked, decided] = [0, 0]
  const decisions: string[] = []
  for await (const places of partsOf(db, channelId, input.what)) {
    asked += places.length
    // An import that goes on may stand in the way.
    const part = await despiteCollisions(() =>
      db.transaction(tx => decidePart(tx, tools, { actor, channelId, places, decision: input.decision })),
    )
    decided += part.decided
    if (part.eventId !== null) decisions.push(part.eventId)
  }
  if (decided > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { decided, left: asked - decided, decisions }
}

async function* partsOf(
  db: WorkspaceDb,
  channelId: string,
  what: { places: readonly DriftPlace[] } | { filter: DriftFilter },
): AsyncGenerator<readonly DriftPlace[]> {
  if ('places' in what) {
    for (let from = 0; from < what.places.length; from += atOnceMost) yield what.places.slice(from, from + atOnceMost)
    return
  }
  let after: DriftPlace | undefined
  for (let part = 0; part < partsMost; part += 1) {
    const ask = { channelId, filter: what.filter, limit: atOnceMost, ...(after !== undefined && { after }) }
    const found = await listDrift(db, ask)
    if (found.length > 0) yield found
    after = found.at(-1)
    if (found.length < atOnceMost) return
  }
}

async function decidePart(
  tx: WorkspaceTx,
  tools: Tools,
  part: { actor: Actor; channelId: string; places: readonly DriftPlace[]; decision: DriftDecision },
): Promise<{ decided: number; eventId: string | null }> {
  const { actor, channelId, places, decision } = part
  const rows: RowToSettle[] = []
  for (const level of ['product', 'variant'] as const) {
    const own = places.filter(place => place.level === level)
    const fieldsOf = Map.groupBy(own, ({ listingId, offerId }) => offerId ?? listingId)
    for (const row of await matchedRows(tx, level, channelId, [...fieldsOf.keys()])) {
      const fields = (fieldsOf.get(row.remoteId) ?? []).map(({ field }) => field)
      rows.push({ ...row, level, fields: [...new Set(fields)] })
    }
  }
  const settled = await settleDrift(tx, channelId, rows, {
    decision,
    which: ({ base }, field) => Object.hasOwn(base, field),
  })
  if (settled.length === 0) return { decided: 0, eventId: null }
  const eventId = newId('evt', tools.randomBytes)
  await recordEvent(tx, {
    id: eventId,
    at: tools.clock.now(),
    actor,
    verb: 'drift.decided',
    channelId,
    about: { decision, fields: settled },
  })
  return { decided: settled.length, eventId }
}
