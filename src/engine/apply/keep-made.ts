import { settleChanges } from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { runInTurn } from '../../database/in-turn.ts'
import { readLayers, writeLayers } from '../../database/layers.ts'
import { keepingListings, keepingOffers, recountListings } from '../../database/listings.ts'
import { livePartsOf } from '../../database/live.ts'
import { wantOthers } from '../../database/offers-wanted.ts'
import { ownersOf } from '../../database/ownership.ts'
import { insertChanges, type StoredChange } from '../../database/plan-changes.ts'
import { rebuildSearch } from '../../database/products.ts'
import { endAttempt, placeMade, unwantProducts } from '../../database/wanted.ts'
import type { FieldValue } from '../../domain/fields.ts'
import { type Delta, desire, type Fields, type Layers, look, untouched, wrote } from '../../domain/layers.ts'
import { choiceKey, choicesIn } from '../../domain/new-variants.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import { ownerOf } from '../../domain/ownership.ts'
import { type ChangeContent, type Level, partOf, type VariantContent } from '../../domain/plan.ts'
import { skuKey } from '../../domain/sku.ts'
import { afterwards, newProductOf } from '../make/content.ts'
import { shapeProducts } from '../pull/keep-products.ts'
import { renewOverrides } from '../pull/overrides.ts'
import type { ShapedOffer } from '../pull/shape-product.ts'
import type { ApplyWork } from './work.ts'

/**
 * Keeps a product that the store has made as what it was made from: its listing and offers, and what was sent of them.
 * What the store did not take, and what it can't be made with, is still to do: its images and bulk prices are sent by the same plan.
 */
export async function keepMade(
  tx: WorkspaceTx,
  work: ApplyWork,
  change: StoredChange,
  product: ObservedProduct,
): Promise<void> {
  const { content, seq } = change
  if (content === null) return
  const { claim, clock } = work.options
  const { channelId, planId } = claim
  const at = clock.now()
  const [shaped] = await shapeProducts(tx, channelId, [product])
  if (shaped === undefined) return
  const { listing } = shaped
  const { productId } = content
  const offers = shaped.offers.map(offer => ({ offer, variant: variantOf(offer, content) }))
  await runInTurn(
    tx,
    (function* () {
      const context = { channelId, runId: '', at }
      yield keepingListings(tx, context, [{ ...listing, productId }], { allNew: false })
      yield keepingOffers(
        tx,
        channelId,
        offers.map(({ offer, variant }) => ({
          ...offer,
          variantId: variant?.variantId ?? null,
          match: variant === null ? ('left_out' as const) : ('matched' as const),
        })),
        { allNew: false },
      )
    })(),
  )
  const isSimple = content.variants.every(({ optionValues }) => optionValues.length === 0)
  const sent = newProductOf(content).fields
  await keepLayers(tx, work, 'product', listing.remoteId, { wanted: content.fields, sent, shows: listing.observed })
  for (const { offer, variant } of offers) {
    if (variant === null) continue
    const { sku } = variant.fields
    const wanted = variant.fields
    await keepLayers(tx, work, 'variant', offer.remoteId, {
      ...{ wanted, shows: offer.observed },
      sent: isSimple ? { sku } : wanted,
    })
  }
  await recountListings(tx, channelId, [listing.remoteId])
  await renewOverrides(tx, [productId], { surely: [productId] })
  await rebuildSearch(tx, [productId])
  await unwantProducts(tx, channelId, [productId])
  const made = content.variants.map(({ variantId }) => variantId)
  await wantOthers(tx, { channelId, listingId: listing.remoteId, productId }, made, { at, actor: { kind: 'machine' } })
  await endAttempt(tx, channelId, productId)
  const { madeAt, next } = await placeMade(tx, { planId, seq, listingId: listing.remoteId })
  await settleChanges(tx, planId, [{ seq, state: 'applied', reason: null, fix: null }], at)
  await addRest(tx, work, { ...change, listingId: listing.remoteId }, { id: planId, at: madeAt, next })
}

/** The master variant that an offer is: by its SKU, else by its options, else because there is only one of both. */
function variantOf({ observed }: ShapedOffer, { variants }: ChangeContent): VariantContent | null {
  const key = keyOf(observed.sku)
  const bySku = key === null ? undefined : variants.find(({ fields }) => keyOf(fields.sku) === key)
  const choice = choiceKey(choicesIn(observed.optionValues))
  return (
    bySku ??
    variants.find(({ optionValues }) => choice !== '' && choiceKey(optionValues) === choice) ??
    (variants.length === 1 ? (variants[0] ?? null) : null)
  )
}

function keyOf(sku: FieldValue | undefined): string | null {
  return skuKey(typeof sku === 'string' ? sku : undefined)
}

interface MadeLayers {
  readonly wanted: Fields
  readonly sent: Fields
  readonly shows: Fields
}

async function keepLayers(
  tx: WorkspaceTx,
  { options: { claim, writer } }: ApplyWork,
  level: Level,
  remoteId: string,
  { wanted, sent, shows }: MadeLayers,
): Promise<void> {
  const outcomes = writer.outcomesOf(level, { fields: deltaOf(sent), before: {} }, shows)
  const taken = Object.entries(deltaOf(sent)).filter(
    ([field]) => outcomes[field]?.status !== 'rejected' && field in shows,
  )
  const begun = wrote(desire(untouched({}), deltaOf(wanted)), Object.fromEntries(taken), shows)
  const { layers } = look(begun, shows, () => false)
  // Somebody may have edited it between the request and now, and a pull may have kept it already.
  await readLayers(tx, level, claim.channelId, [remoteId])
  await writeLayers(tx, level, [
    { channelId: claim.channelId, remoteId, layers: layers satisfies Layers, shownAnew: true },
  ])
}

function deltaOf(fields: Fields): Delta {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (value === undefined || value === '' ? [] : [[field, value]])),
  )
}

/**
 * What a store takes only of a product that is there, entry by entry, joins the plan that showed it. What is of a part
 * that is not live is left to the next plan, which says so: this one would wait for it, and hold up all others.
 */
async function addRest(
  tx: WorkspaceTx,
  { options: { writer, claim } }: ApplyWork,
  { name, sku, content, listingId }: StoredChange,
  plan: { id: string; at: Date; next: number },
): Promise<void> {
  const owners = await ownersOf(tx, claim.channelId)
  const live = await livePartsOf(tx, claim.channelId)
  const rest = [...afterwards].flatMap(field => {
    const after = content?.fields[field]
    const isOurs = ownerOf(owners, 'product', field) === 'hub' && writer.apartFields.has(field)
    if (after === undefined || !isOurs || !live.has(partOf('product', field))) return []
    return [{ field, after, fault: writer.faultOf('product', field, after) }]
  })
  await insertChanges(
    tx,
    plan,
    rest.map(({ field, after, fault }) => ({
      ...{ level: 'product', listingId, offerId: null, field, part: partOf('product', field), name, sku },
      ...{ before: null, after, content: null, lostImages: 0, priceNow: null, edited: false },
      requests: writer.requestsFor(field, null, after),
      state: fault === null ? 'planned' : 'rejected',
      reason: fault,
      fix: fault === null ? null : `Change the ${field === 'images' ? 'images' : 'bulk prices'}, then make a new plan.`,
    })),
    plan.next,
  )
}
