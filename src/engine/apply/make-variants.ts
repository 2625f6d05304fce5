import type { Made } from '../../connector/writer.ts'
import {
  type ChangeResult,
  markSending,
  settleChanges,
  settleMadeVariant,
  wholesOfPlan,
} from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { isOfferWanted, offerOfVariant, offersWantedOf, seenRunOf } from '../../database/offers-wanted.ts'
import { ownersOf } from '../../database/ownership.ts'
import type { StoredChange } from '../../database/plan-changes.ts'
import { ownerOf } from '../../domain/ownership.ts'
import type { LivePart, VariantContent } from '../../domain/plan.ts'
import { skuKey } from '../../domain/sku.ts'
import { HubError } from '../../runtime/errors.ts'
import { isSameContent } from '../make/content.ts'
import { newVariantOf } from '../plan/new-variants.ts'
import { keepProducts, shapeProducts } from '../pull/keep-products.ts'
import { PlanDeferred } from './interruptions.ts'
import { type MakeEnd, needed } from './make-products.ts'
import { type Chosen, chooseValues } from './option-values.ts'
import { goneWords, lostAnswerWords, newVariantWords, wantedChangedWords } from './words.ts'
import type { ApplyWork } from './work.ts'

type Result = Omit<ChangeResult, 'seq'>

const notWanted: Result = { state: 'superseded', reason: newVariantWords.notWanted, fix: null }

/**
 * Makes the variants of a plan, one after the other, where product data and prices may be written. Each is looked for by
 * its SKU before it is made, and so are the values of its options.
 */
export async function makeVariants(work: ApplyWork, open: readonly LivePart[]): Promise<MakeEnd> {
  const { db, claim, stop } = work.options
  if (!needed.every(part => open.includes(part))) return 'idle'
  const changes = await wholesOfPlan(db, claim.planId, 'new_variant', 'planned')
  for (const change of changes) {
    stop.signal.throwIfAborted()
    const variant = await stillWanted(work, change)
    if ('state' in variant) await work.commitUnlessAsked(tx => settle(tx, work, change, variant))
    else if (!(await makeOne(work, change, variant))) return 'lost'
  }
  return changes.length === 0 ? 'idle' : 'made'
}

/** Finds out what became of variants that may have been made: those that are not there are made in their turn. */
export async function readBackVariants(work: ApplyWork, changes: readonly StoredChange[]): Promise<void> {
  for (const change of changes) {
    const holder = await holderOf(work, change.sku)
    // It was looked for before it was sent, so what is there now in this product was made by that.
    if (holder?.listingId === change.listingId) await keepSeen(work, change)
    else await work.commit(tx => settle(tx, work, change, { state: 'planned', reason: null, fix: null }))
  }
}

/** What is to be made, or what became of the change without a request. */
async function stillWanted(
  { options: { db, claim, writer } }: ApplyWork,
  { listingId, content }: StoredChange,
): Promise<VariantContent | Result> {
  const planned = content?.variants[0]
  const wishes = await offersWantedOf(db, claim.channelId, [listingId])
  const wish = wishes.find(({ variantId }) => variantId === planned?.variantId)
  if (content === null || planned === undefined || wish === undefined) {
    const variantId = planned?.variantId ?? ''
    const offerId = await offerOfVariant(db, claim.channelId, { listingId, variantId })
    if (offerId !== null) return { state: 'applied', reason: null, fix: null }
    return notWanted
  }
  const owners = await ownersOf(db, claim.channelId)
  const now = newVariantOf(wish, { writer, isOurs: (level, field) => ownerOf(owners, level, field) === 'hub' })
  if (isSameContent({ ...content, variants: [now] }, content)) return planned
  return { state: 'superseded', reason: wantedChangedWords.variant, fix: null }
}

/** False: an answer was lost. */
async function makeOne(work: ApplyWork, change: StoredChange, variant: VariantContent): Promise<boolean> {
  const { claim, writer, stop } = work.options
  const { listingId } = change
  const options = await writer.optionsOf(listingId, stop.signal)
  if (!options.ok) throw new PlanDeferred(options.failure.sentence)
  const refuse = async (words: { reason: string; fix: string }) => {
    await work.commitUnlessAsked(tx => settle(tx, work, change, { state: 'rejected', ...words }))
    return true
  }
  if (options.value === null) return refuse(goneWords('product'))
  const holder = await holderOf(work, change.sku)
  if (holder !== null) return refuse(newVariantWords.taken(change.sku, holder.listingId === listingId))
  const chosen = chooseValues(options.value, variant.optionValues)
  if ('reason' in chosen) return refuse(chosen)
  const isWanted = await work.commitUnlessAsked(async tx => {
    const wanted = await isOfferWanted(tx, claim.channelId, { listingId, variantId: variant.variantId })
    if (wanted) await markSending(tx, claim.planId, [change.seq])
    else await settle(tx, work, change, notWanted)
    return wanted
  })
  if (!isWanted) return true
  const made = await send(work, { listingId, variant, chosen })
  if (made.status === 'applied') {
    await keepSeen(work, change)
    return true
  }
  await work.commit(tx => settle(tx, work, change, { fix: null, ...made, state: made.status }))
  if (made.status === 'deferred') throw new PlanDeferred(made.reason)
  return made.status !== 'unknown'
}

/** The values that its options lack, then the variant itself. */
async function send(
  { options: { writer, stop } }: ApplyWork,
  { listingId, variant, chosen }: { listingId: string; variant: VariantContent; chosen: readonly Chosen[] },
): Promise<Made> {
  try {
    const optionValues: { optionRemoteId: string; valueRemoteId: string }[] = []
    for (const { optionRemoteId, valueRemoteId, label, sortOrder } of chosen) {
      const value: Made =
        valueRemoteId === null
          ? await writer.makeOptionValue({ listingId, optionRemoteId, label, sortOrder }, ['data'], stop.signal)
          : { status: 'applied', remoteId: valueRemoteId }
      if (value.status !== 'applied') return value
      optionValues.push({ optionRemoteId, valueRemoteId: value.remoteId })
    }
    const fields = Object.entries(variant.fields).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, value] as const],
    )
    return await writer.makeVariant(
      { listingId, fields: Object.fromEntries(fields), optionValues },
      needed,
      stop.signal,
    )
  } catch (error) {
    if (stop.signal.aborted || !(error instanceof HubError)) throw error
    return { status: 'unknown', reason: lostAnswerWords }
  }
}

async function holderOf({ options: { writer, stop } }: ApplyWork, sku: string) {
  const read = await writer.findSku(sku, stop.signal)
  if (!read.ok) throw new PlanDeferred(read.failure.sentence)
  return read.value
}

/**
 * Reads the product with the variant that the store has by now, and keeps both as an import would: that variant and the one
 * that was wanted are the same. Where the store does not show it yet, the plan waits and looks again.
 */
async function keepSeen(work: ApplyWork, change: StoredChange): Promise<void> {
  const { claim, writer, stop, clock, randomBytes } = work.options
  const { listingId, seq, sku, content } = change
  const { channelId, planId } = claim
  const read = await writer.shown([listingId], stop.signal)
  if (!read.ok) throw new PlanDeferred(read.failure.sentence)
  const product = read.value.find(({ remoteId }) => remoteId === listingId)
  const isShown = product?.variants.some(({ fields }) => skuKey(String(fields.sku ?? '')) === skuKey(sku)) ?? false
  if (product === undefined || !isShown) throw new PlanDeferred(newVariantWords.notShown)
  await work.commit(async tx => {
    const runId = await seenRunOf(tx, channelId, listingId)
    const context = { channelId, runId, at: clock.now(), randomBytes }
    await keepProducts(tx, context, await shapeProducts(tx, channelId, [product]))
    const variantId = content?.variants[0]?.variantId ?? ''
    const offerId = await offerOfVariant(tx, channelId, { listingId, variantId })
    if (offerId !== null) await settleMadeVariant(tx, planId, { seq, offerId }, clock.now())
    else await settle(tx, work, change, { state: 'rejected', ...newVariantWords.taken(sku, true) })
  })
}

async function settle(
  tx: WorkspaceTx,
  { options: { claim, clock } }: ApplyWork,
  { seq }: StoredChange,
  { state, reason, fix }: Result,
): Promise<void> {
  await settleChanges(tx, claim.planId, [{ seq, state, reason, fix }], clock.now())
}
