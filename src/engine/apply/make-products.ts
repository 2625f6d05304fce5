import type { MadeProduct, NewProduct } from '../../connector/product-maker.ts'
import { type ChangeResult, markSending, settleChanges, wholesOfPlan } from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { ownersOf } from '../../database/ownership.ts'
import type { StoredChange } from '../../database/plan-changes.ts'
import { readStoreNames } from '../../database/store-names.ts'
import {
  type Attempt,
  beginAttempt,
  endAttempt,
  findAttempt,
  placesOf,
  productsToMake,
  unwantProducts,
} from '../../database/wanted.ts'
import { indexedText } from '../../domain/indexed-text.ts'
import { nameKey } from '../../domain/match.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import { ownerOf } from '../../domain/ownership.ts'
import type { ChangeContent, LivePart } from '../../domain/plan.ts'
import { skuKey } from '../../domain/sku.ts'
import { HubError } from '../../runtime/errors.ts'
import { type ContentRules, contentOf, isSameContent, newProductOf, skusOf } from '../make/content.ts'
import { noBrandWords, pathFaultWords } from '../names/words.ts'
import { alreadyThereWords } from '../plan/new-products.ts'
import { PlanDeferred } from './interruptions.ts'
import { keepMade } from './keep-made.ts'
import { lostAnswerWords } from './words.ts'
import type { ApplyWork } from './work.ts'

/** What a change stands for, or what became of it without a request. */
type Place =
  | { readonly product: NewProduct; readonly attempt: Attempt }
  | { readonly result: Omit<ChangeResult, 'seq'> }

/** `idle`: there was none to make; `lost`: an answer was lost, and has to be read back before anything else is sent. */
export type MakeEnd = 'made' | 'idle' | 'lost'

/** What is made has its prices from its first moment. */
export const needed: readonly LivePart[] = ['data', 'prices']

/**
 * Makes the products of a plan, one request each, where product data and prices may be written. Each is looked for by its
 * name and its SKUs before, and the attempt is written down before the request leaves: what is found after a lost answer,
 * and was not there before, is ours.
 */
export async function makeProducts(work: ApplyWork, open: readonly LivePart[]): Promise<MakeEnd> {
  const { db, claim, clock, stop } = work.options
  if (!needed.every(part => open.includes(part))) return 'idle'
  const changes = await wholesOfPlan(db, claim.planId, 'new_product', 'planned')
  for (const change of changes) {
    stop.signal.throwIfAborted()
    const place = await placeOf(work, change)
    if ('result' in place) {
      await work.commitUnlessAsked(tx => settle(tx, work, change, place.result))
      continue
    }
    const before = await findOurs(work, change, place.attempt)
    if (before.ours !== null || before.others) {
      await work.commitUnlessAsked(tx => keepOrRefuse(tx, work, change, before))
      continue
    }
    await work.commitUnlessAsked(async tx => {
      await markSending(tx, claim.planId, [change.seq])
      const { channelId, planId } = claim
      await beginAttempt(tx, { channelId, planId, at: clock.now() }, place.attempt)
    })
    const made = await make(work, place.product)
    const product = made.status === 'applied' ? made.product : null
    // What was made and could not be read is found, as after a lost answer.
    const isKnown = made.status !== 'unknown' && (made.status !== 'applied' || product !== null)
    await work.commit(async tx => {
      if (product !== null) await keepMade(tx, work, change, product)
      else if (!isKnown || made.status === 'applied') await settle(tx, work, change, unknown)
      else {
        await endAttempt(tx, claim.channelId, place.attempt.productId)
        await settle(tx, work, change, { fix: null, ...made, state: made.status })
      }
    })
    if (made.status === 'deferred') throw new PlanDeferred(made.reason)
    if (!isKnown) return 'lost'
  }
  return changes.length === 0 ? 'idle' : 'made'
}

const unknown = { state: 'unknown', reason: lostAnswerWords, fix: null } as const

/** Finds out what became of products that may have been made: those that are not there are made in their turn. */
export async function readBackProducts(work: ApplyWork, changes: readonly StoredChange[]): Promise<void> {
  const { claim } = work.options
  for (const change of changes) {
    const { content } = change
    if (content === null) continue
    const found = await findOurs(work, change, attemptOf(content), true)
    await work.commit(async tx => {
      if (found.ours !== null || found.others) return keepOrRefuse(tx, work, change, found)
      await endAttempt(tx, claim.channelId, content.productId)
      return settle(tx, work, change, { state: 'planned', reason: null, fix: null })
    })
  }
}

async function make({ options: { writer, stop } }: ApplyWork, product: NewProduct): Promise<MadeProduct> {
  try {
    return await writer.makeProduct(product, needed, stop.signal)
  } catch (error) {
    if (stop.signal.aborted || !(error instanceof HubError)) throw error
    return { status: 'unknown', reason: lostAnswerWords }
  }
}

/** What is to be made, by the store's own ids; or why it is not. */
async function placeOf(work: ApplyWork, { content }: StoredChange): Promise<Place> {
  const { db, claim, writer } = work.options
  const { channelId } = claim
  const productId = content?.productId ?? ''
  const place = (await placesOf(db, channelId, [productId])).get(productId)
  if (place?.isListed === true) return superseded('The channel has this product by now.')
  const [product] = await productsToMake(db, channelId, productId)
  if (content === null || product === undefined) return superseded('Nobody wants it on the channel any more.')
  const owners = await ownersOf(db, channelId)
  const rules: ContentRules = { writer, isOurs: (level, field) => ownerOf(owners, level, field) === 'hub' }
  if (!isSameContent(contentOf(product, rules), content)) {
    return superseded('It was edited in the hub since the plan: the next plan makes it as it is now.')
  }
  const names = await readStoreNames(db, channelId)
  const { brand, categories } = content.fields
  const brandId = typeof brand === 'string' ? names.brandId(brand) : undefined
  if (brandId === null) return { result: { state: 'rejected', ...noBrandWords(String(brand)) } }
  const found = names.categoryIds(Array.isArray(categories) ? categories.map(String) : [], [])
  if ('fault' in found) return { result: { state: 'rejected', ...pathFaultWords(found.fault) } }
  const ids = { brand: brandId, categories: found.ids.length === 0 ? undefined : found.ids }
  return { product: newProductOf(content, ids), attempt: attemptOf(content) }
}

function superseded(reason: string): Place {
  return { result: { state: 'superseded', reason, fix: null } }
}

function attemptOf(content: ChangeContent): Attempt {
  const name = indexedText(nameKey(String(content.fields.name ?? '')))
  return { productId: content.productId, nameKey: name, skuKeys: keysOf(skusOf(content)) }
}

function keysOf(skus: readonly unknown[]): string[] {
  return skus.flatMap(sku => skuKey(typeof sku === 'string' ? sku : undefined) ?? []).sort()
}

interface Found {
  /** The one that an earlier request of ours made. */
  readonly ours: ObservedProduct | null
  /** Somebody else's has its name or one of its SKUs. */
  readonly others: boolean
}

/** Looks in the store. `wasSent`: a request left; else only one that an earlier plan sent may have made it. */
async function findOurs(work: ApplyWork, { content }: StoredChange, marks: Attempt, wasSent = false): Promise<Found> {
  const { db, claim, writer, stop } = work.options
  if (content === null) return { ours: null, others: false }
  const name = String(content.fields.name ?? '')
  const read = await writer.findProducts({ name, skus: skusOf(content) }, stop.signal)
  if (!read.ok) throw new PlanDeferred(read.failure.sentence)
  const attempt = wasSent ? marks : await findAttempt(db, claim.channelId, content.productId)
  const ours = attempt === null ? undefined : read.value.find(product => isWhatWasSent(product, attempt))
  return { ours: ours ?? null, others: ours === undefined && read.value.length > 0 }
}

function isWhatWasSent({ fields, variants }: ObservedProduct, attempt: Attempt): boolean {
  const name = indexedText(nameKey(String(fields.name ?? '')))
  const skus = new Set(keysOf([fields.sku, ...variants.map(variant => variant.fields.sku)]))
  return name === attempt.nameKey && [...skus].sort().join('\n') === attempt.skuKeys.join('\n')
}

async function keepOrRefuse(tx: WorkspaceTx, work: ApplyWork, change: StoredChange, { ours }: Found): Promise<void> {
  if (ours !== null) return keepMade(tx, work, change, ours)
  await endAttempt(tx, work.options.claim.channelId, change.content?.productId ?? '')
  await settle(tx, work, change, { state: 'rejected', ...alreadyThereWords })
}

async function settle(
  tx: WorkspaceTx,
  { options: { claim, clock } }: ApplyWork,
  { seq, content }: StoredChange,
  { state, reason, fix }: Omit<ChangeResult, 'seq'>,
): Promise<void> {
  // What the channel got in another way is wanted no longer.
  if (state === 'superseded' && content !== null) {
    const place = (await placesOf(tx, claim.channelId, [content.productId])).get(content.productId)
    if (place?.isListed === true) await unwantProducts(tx, claim.channelId, [content.productId])
  }
  await settleChanges(tx, claim.planId, [{ seq, state, reason, fix }], clock.now())
}
