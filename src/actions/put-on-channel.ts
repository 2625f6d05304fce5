import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { filteredProducts, type ProductFilter } from '../database/product-lists.ts'
import { placesOf, unwantProducts, wantProducts } from '../database/wanted.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/** Master products by their ids, or all that a filter finds. */
export type WhichProducts = { readonly productIds: readonly string[] } | { readonly filter: ProductFilter }

interface Input {
  readonly channelId: string
  readonly which: WhichProducts
}

export interface PutResult {
  /** How many the channel is to get now and was not to get before. */
  readonly wanted: number
  /** How many it has, or was to get before. */
  readonly already: number
  readonly faults: readonly PutFault[]
}

interface PutFault {
  readonly productId: string
  readonly name: string
  readonly reason: string
  readonly fix: string
}

const atATime = 1_000

/**
 * Wants master products on a channel: its next plan shows what is made in the store with each, and makes them when it is
 * sent. Throws `not_found` of the channel.
 */
export async function putOnChannel(actor: Actor, db: WorkspaceDb, tools: Tools, input: Input): Promise<PutResult> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId } = input
  await readChannel(actor, db, channelId)
  const at = tools.clock.now()
  const faults: PutFault[] = []
  let [wanted, already] = [0, 0]
  for await (const ids of partsOf(db, input.which)) {
    await db.transaction(async tx => {
      const places = await placesOf(tx, channelId, ids)
      const chosen: string[] = []
      for (const id of ids) {
        const place = places.get(id)
        const fault = faultOf(place)
        if (fault !== null) faults.push({ productId: id, name: place?.name ?? '', ...fault })
        else if (place?.isListed === true || place?.isWanted === true) already += 1
        else chosen.push(id)
      }
      const made = await wantProducts(tx, { channelId, at, actor }, chosen)
      wanted += made
      if (made > 0) await record(tx, tools, { actor, at, channelId, verb: 'products.wanted', productIds: chosen })
    })
  }
  if (wanted > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { wanted, already, faults }
}

/** Takes back that a channel is to get master products; those that it has by now stay. Throws `not_found` of the channel. */
export async function withdrawFromChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: Input,
): Promise<{ withdrawn: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId } = input
  await readChannel(actor, db, channelId)
  const at = tools.clock.now()
  let withdrawn = 0
  for await (const productIds of partsOf(db, input.which)) {
    await db.transaction(async tx => {
      const gone = await unwantProducts(tx, channelId, productIds)
      withdrawn += gone
      if (gone > 0) await record(tx, tools, { actor, at, channelId, verb: 'products.withdrawn', productIds })
    })
  }
  if (withdrawn > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { withdrawn }
}

function faultOf(place: { readonly state: 'active' | 'archived' } | undefined) {
  if (place === undefined) {
    return { reason: 'There is no such product.', fix: 'Look for it under Inventory, Products.' }
  }
  if (place.state === 'active') return null
  return { reason: 'This product is archived.', fix: 'Take it out of the archive first.' }
}

async function* partsOf(db: WorkspaceDb, which: WhichProducts): AsyncGenerator<readonly string[]> {
  if ('productIds' in which) {
    const ids = [...new Set(which.productIds)]
    for (let from = 0; from < ids.length; from += atATime) yield ids.slice(from, from + atATime)
    return
  }
  let after: readonly [string, string] | undefined
  for (;;) {
    const ask = { filter: which.filter, level: 'product', limit: atATime } as const
    const found = await filteredProducts(db, { ...ask, ...(after !== undefined && { after }) })
    const last = found.at(-1)
    if (last === undefined) return
    yield found.map(({ id }) => id)
    after = [last.id, last.id]
  }
}

async function record(
  tx: Parameters<typeof recordEvent>[0],
  { randomBytes }: Tools,
  event: { actor: Actor; at: Date; channelId: string; verb: string; productIds: readonly string[] },
): Promise<void> {
  const { productIds, ...rest } = event
  await recordEvent(tx, { id: newId('evt', randomBytes), ...rest, about: { productIds } })
}
