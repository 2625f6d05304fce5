import type { WorkspaceTx } from '../../database/connect.ts'
import { type KnownRow, knownRows } from '../../database/following.ts'
import { writeLayers } from '../../database/layers.ts'
import type { StoredFields } from '../../database/listings.ts'
import { livePartsOf } from '../../database/live.ts'
import { ownersOf } from '../../database/ownership.ts'
import { masterOf } from '../../domain/fields.ts'
import { applied, type Delta, type Layers, look } from '../../domain/layers.ts'
import { type Following, followingOf } from '../../domain/ownership.ts'
import { type Level, partOf } from '../../domain/plan.ts'
import type { ShapedProduct } from './shape-product.ts'

/** What a listing or offer that was known is after its store showed it anew. */
interface Followed {
  readonly masterId: string | null
  readonly layers: Layers
  /** There is or was a layer above what was observed, so that the layers have to be written. */
  readonly isLayered: boolean
  /** What the master takes where it was made from this; null: all that the store shows. */
  readonly toMaster: Delta | null
  /** Fields in which it does not say what the master does: by its overrides before, and by what was edited. */
  readonly overridden: ReadonlySet<string>
  readonly edited: ReadonlySet<string>
}

/** What of a page was known, by the store's ids. */
export interface Seen {
  readonly listings: ReadonlyMap<string, Followed>
  readonly offers: ReadonlyMap<string, Followed>
}

/** Looks at what a store shows now of listings and offers that the hub knows. */
export async function followAll(tx: WorkspaceTx, channelId: string, products: readonly ShapedProduct[]): Promise<Seen> {
  if (products.length === 0) return { listings: new Map(), offers: new Map() }
  const following = followingOf(await ownersOf(tx, channelId), await livePartsOf(tx, channelId))
  const followed = async (level: Level, shown: readonly { remoteId: string; observed: StoredFields }[]) => {
    const before = await knownRows(
      tx,
      level,
      channelId,
      shown.map(({ remoteId }) => remoteId),
    )
    return new Map(
      shown.flatMap(({ remoteId, observed }) => {
        const row = before.get(remoteId)
        return row === undefined ? [] : [[remoteId, follow(level, row, observed, following)] as const]
      }),
    )
  }
  const listings = await followed(
    'product',
    products.map(({ listing }) => listing),
  )
  return {
    listings,
    offers: await followed(
      'variant',
      products.flatMap(({ offers }) => offers),
    ),
  }
}

/**
 * A master takes what the channel follows, unless the row that it was made from says something of its own there: then
 * that is what follows. What the hub has nothing of in its catalog follows its store in any case.
 */
function follow(level: Level, before: KnownRow, observed: StoredFields, following: Following): Followed {
  const { masterId, pinned } = before
  const { layers, followed } = look(
    before.layers,
    observed,
    field => masterId !== null && following.isOurs(level, field),
  )
  const overridden = new Set(Object.keys(before.overrides))
  const isOwn = (field: string) =>
    overridden.has(field) || pinned.includes(field) || !following.reachesMaster(level, field)
  const taken = Object.entries(followed).filter(([field]) => !isOwn(field))
  const deltas = [layers.base, layers.sent, layers.desired].flatMap(delta => Object.keys(delta))
  const isLayered = deltas.length > 0 || hasLayers(before.layers)
  const isAlike = !isLayered && overridden.size === 0 && pinned.length === 0
  return {
    masterId,
    layers,
    isLayered,
    toMaster: isAlike && taken.length === Object.keys(followed).length ? null : Object.fromEntries(taken),
    overridden,
    edited: new Set([
      ...pinned,
      ...deltas,
      ...Object.keys(followed).filter(field => !following.reachesMaster(level, field)),
    ]),
  }
}

function hasLayers({ base, sent, desired }: Layers): boolean {
  return [base, sent, desired].some(delta => Object.keys(delta).length > 0)
}

/** Writes the layers of what was seen, where there are or were any. */
export async function writeSeen(tx: WorkspaceTx, channelId: string, { listings, offers }: Seen): Promise<void> {
  const layered = (rows: ReadonlyMap<string, Followed>) =>
    [...rows]
      .filter(([, { isLayered }]) => isLayered)
      .map(([remoteId, { layers }]) => ({ channelId, remoteId, layers }))
  await writeLayers(tx, 'product', layered(listings))
  await writeLayers(tx, 'variant', layered(offers))
}

/** The fields of a master after it took some values of what it was made from. */
export function mastered(fields: StoredFields, taken: Delta): StoredFields {
  return masterOf(applied(fields, taken) as StoredFields)
}

/** What of a master product stays its own: its columns show what its listing or one of its offers is not to show. */
export function keepingOf(listing: Followed | undefined, offers: readonly (Followed | undefined)[]) {
  const fieldsOf = (followed: Followed | undefined) => [...(followed?.overridden ?? []), ...(followed?.edited ?? [])]
  const ofListing = fieldsOf(listing).map(field => partOf('product', field))
  const ofOffers = offers.flatMap(fieldsOf).map(field => partOf('variant', field))
  return { keepsPrice: [...ofListing, ...ofOffers].includes('prices'), keepsImage: ofListing.includes('images') }
}
