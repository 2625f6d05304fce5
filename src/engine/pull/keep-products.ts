import { namesOf } from '../../database/channel-catalog.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../database/connect.ts'
import { masterFields } from '../../database/following.ts'
import { runInTurn } from '../../database/in-turn.ts'
import { withoutKeyChecks } from '../../database/key-checks.ts'
import {
  hasOfferOf,
  type KnownListing,
  type KnownOffer,
  keepingListings,
  keepingOffers,
  knownListings,
  knownOffers,
  type ListingToKeep,
  markOffersGone,
  markSeen,
  type OfferToKeep,
  type ProductMade,
  recountListings,
  type StoredFields,
  type VariantMade,
} from '../../database/listings.ts'
import {
  dropOpenReviews,
  insertReviews,
  type MatchToSet,
  type ReviewToAdd,
  setMatches,
} from '../../database/match-reviews.ts'
import { dropFulfilled, offersWantedOf, type WantedOffer } from '../../database/offers-wanted.ts'
import { setProductState } from '../../database/product-lists.ts'
import {
  type CandidateRow,
  candidatesBySku,
  productsOfVariants,
  rebuildSearch,
  recountProducts,
  updateProducts,
  updateVariants,
  type VariantOfListing,
  type VariantToKeep,
  variantsMadeFrom,
} from '../../database/products.ts'
import { namesBeingMade } from '../../database/wanted.ts'
import { masterLists, masterOf } from '../../domain/fields.ts'
import type { Delta } from '../../domain/layers.ts'
import { type Match, type MatchCandidate, type MatchSide, matchVariant } from '../../domain/match.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import type { RunRow } from '../../domain/run.ts'
import { skuKey } from '../../domain/sku.ts'
import { newId, type RandomBytes } from '../../runtime/ids.ts'
import { askAnew } from './ask-anew.ts'
import { followAll, keepingOf, mastered, type Seen, writeSeen } from './follow.ts'
import { leaveRemoved } from './leave-removed.ts'
import { renewOverrides } from './overrides.ts'
import {
  groupsOf,
  masterColumns,
  type ShapedOffer,
  type ShapedProduct,
  shapeProduct,
  sideOf,
  skuFrom,
  textField,
} from './shape-product.ts'
import { sentenceOf } from './words.ts'

export interface KeepContext {
  readonly channelId: string
  readonly runId: string
  readonly at: Date
  readonly randomBytes: RandomBytes
}

/** What keeping a page came to. */
export interface Kept {
  /** Known products of which something had changed. */
  readonly changed: readonly string[]
  readonly newListings: readonly string[]
  readonly newProducts: number
  readonly newVariants: number
  readonly joined: number
  readonly waiting: number
  readonly variantsGone: number
  readonly skuFaults: Readonly<Record<string, number>>
  readonly rows: readonly RunRow[]
}

/** Brings products into the form in which they are kept, with the names that the channel has for their brands and categories. */
export async function shapeProducts(
  db: WorkspaceDb | WorkspaceTx,
  channelId: string,
  observed: readonly ObservedProduct[],
): Promise<ShapedProduct[]> {
  const names = await namesOf(db, channelId, {
    brandIds: distinct(observed.map(product => product.brandRemoteId).filter(id => id !== null)),
    categoryIds: distinct(observed.flatMap(product => product.categoryRemoteIds)),
  })
  return observed.map(product => shapeProduct(product, names))
}

/**
 * Keeps what a store showed of some products: the listings and offers as observed, and what they are in the master
 * catalog. Whatever is new becomes a master product, is joined to one where SKU, name, barcode and options agree, or
 * waits on the review list. A product that is as it was is only marked as seen.
 *
 * `ahead`: others are being written by the same run, which `meetingKeys` must not have in common with these.
 * @throws NotAhead where one of these is known or may be something known: then it has to wait its turn.
 */
export async function keepProducts(
  tx: WorkspaceTx,
  context: KeepContext,
  shaped: readonly ShapedProduct[],
  { ahead = false } = {},
): Promise<Kept> {
  const { channelId } = context
  const remoteIds = shaped.map(({ listing }) => listing.remoteId)
  const known = await knownListings(tx, channelId, remoteIds)
  const products = await leaveRemoved(tx, context, known, shaped)
  const asBefore: string[] = []
  const toKeep: ShapedProduct[] = []
  // Whoever is making a product keeps it himself, as soon as its store has answered.
  const beingMade = await namesBeingMade(tx, channelId)
  for (const product of products) {
    const { remoteId, hash, nameKey } = product.listing
    if (beingMade.has(nameKey) && !known.has(remoteId)) continue
    const before = known.get(remoteId)
    if (before?.hash === hash && !before.gone) asBefore.push(remoteId)
    else toKeep.push(product)
  }
  if (ahead && known.size > 0) throw new NotAhead()
  await markSeen(tx, context, asBefore)
  const offerIds = toKeep.flatMap(({ offers }) => offers.map(({ remoteId }) => remoteId))
  const allNew = known.size === 0 && !(await hasOfferOf(tx, channelId, offerIds))
  const seen = await followAll(tx, channelId, allNew ? [] : toKeep)
  const wanted = allNew ? [] : await offersWantedOf(tx, channelId, [...known.keys()])
  const page = new Page(context, known, await knownOffers(tx, channelId, [...known.keys()]), { seen, wanted })
  // What is known comes first: a SKU that it gave up is free, and one that it took is not.
  await page.followKnown(tx, toKeep)
  const candidates = await page.findCandidates(tx, toKeep)
  if (ahead && candidates > 0) throw new NotAhead()
  for (const product of toKeep) page.add(product)
  await page.write(tx, { allNew })
  if (wanted.length > 0) await dropFulfilled(tx, channelId, [...known.keys()])
  // The master catalog's side of what waits may be another now, also of other channels.
  const anew = await askAnew(tx, context, page.followed)
  const { kept } = page
  return {
    ...kept,
    joined: kept.joined + anew.joined,
    newProducts: kept.newProducts + anew.newProducts,
    newVariants: kept.newVariants + anew.newVariants,
  }
}

/** Products that cannot be written before those that are being written just now. */
export class NotAhead extends Error {
  override readonly name = 'NotAhead'
}

/** Everything by which some products may meet others, so that it matters which are written first. */
export function meetingKeys(products: readonly ShapedProduct[]): Set<string> {
  const keys = new Set<string>()
  for (const { listing, offers } of products) {
    keys.add(`product ${listing.remoteId}`)
    for (const offer of offers) {
      keys.add(`variant ${offer.remoteId}`)
      const sku = keyOf(offer)
      if (sku !== null) keys.add(`sku ${sku}`)
    }
  }
  return keys
}

function wishKey(listingId: string, key: string | null): string {
  return `${listingId}\n${key ?? ''}`
}

function parted<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter(one => !holds(one))]
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

/** A variant that the page adds to the master catalog or brings up to date, and the offer that it comes from. */
interface KnownChange {
  readonly product: ShapedProduct
  readonly productId: string
  readonly offers: readonly { readonly offer: ShapedOffer; readonly variantId: string }[]
}

/** What a variant that was not seen before is, and what it makes where that is new. */
interface Settled {
  readonly match: OfferToKeep['match']
  readonly variantId: string | null
  readonly made?: VariantMade
}

/** A master product that the page makes from the listing with this remote id; its variants are counted as they come. */
interface ProductInHand extends ProductMade {
  readonly remoteId: string
  masterVariants: number
  masterFaults: number
}

/** Gathers what a page of products comes to, so that it is written in a few statements. */
class Page {
  readonly #context: KeepContext
  readonly #known: ReadonlyMap<string, KnownListing>
  readonly #knownOffers: ReadonlyMap<string, readonly KnownOffer[]>
  readonly #seen: Seen
  /** What listings of the page are to get, by listing and SKU. */
  readonly #wanted: ReadonlyMap<string, WantedOffer>
  readonly #candidates = new Map<string, MatchCandidate>()
  /** Master products that are made, by the id that they get. */
  readonly #products = new Map<string, ProductInHand>()
  readonly #listings: ListingToKeep[] = []
  readonly #offers: (OfferToKeep & Partial<VariantMade>)[] = []
  readonly #reviews: ReviewToAdd[] = []
  readonly #goneOffers: string[] = []
  readonly #unarchived: string[] = []
  readonly #rematched: MatchToSet[] = []
  /** Products whose variants are counted again, and those that may have to show otherwise on another channel. */
  readonly #touched = new Set<string>()
  readonly #toRenew = new Set<string>()
  /** Of these, those whose overrides are others for sure. */
  readonly #apart = new Set<string>()
  readonly #toRecount = new Set<string>()
  readonly #rows: RunRow[] = []
  readonly #newListings: string[] = []
  readonly #followed: string[] = []
  readonly #faults: Record<string, number> = {}
  readonly #taken = new Set<string>()
  #joined = 0
  #newVariants = 0

  constructor(
    context: KeepContext,
    known: ReadonlyMap<string, KnownListing>,
    offers: ReadonlyMap<string, readonly KnownOffer[]>,
    { seen, wanted }: { seen: Seen; wanted: readonly WantedOffer[] },
  ) {
    this.#context = context
    this.#known = known
    this.#knownOffers = offers
    this.#seen = seen
    this.#wanted = new Map(wanted.map(offer => [wishKey(offer.listingId, offer.skuKey), offer]))
  }

  get kept(): Kept {
    return {
      changed: this.#listings.map(({ remoteId }) => remoteId).filter(id => this.#known.has(id)),
      newListings: this.#newListings,
      newProducts: this.#products.size,
      newVariants: this.#newVariants,
      joined: this.#joined,
      waiting: this.#reviews.length,
      variantsGone: this.#goneOffers.length,
      skuFaults: this.#faults,
      rows: this.#rows,
    }
  }

  /** Variants of the master catalog that may show something else now. */
  get followed(): readonly string[] {
    return this.#followed
  }

  /** Looks up, for all variants that were not seen before, what in the master catalog they may be; gives back how much. */
  async findCandidates(tx: WorkspaceTx, products: readonly ShapedProduct[]): Promise<number> {
    const keys = products.flatMap(product => this.#fresh(product).map(offer => keyOf(offer)))
    const found = await candidatesBySku(tx, this.#context.channelId, distinct(keys.filter(key => key !== null)))
    for (const [key, row] of found) this.#candidates.set(key, row satisfies CandidateRow)
    return found.size
  }

  add(product: ShapedProduct): void {
    const { listing } = product
    const before = this.#known.get(listing.remoteId)
    const knownOffers = this.#knownOffers.get(listing.remoteId) ?? []
    const [fresh, elsewhere] = parted(this.#fresh(product), offer => !this.#taken.has(offer.remoteId))
    for (const { remoteId } of elsewhere) {
      this.#say(
        'noted',
        'variant',
        product,
        'The store shows this variant in another product too; it is kept there.',
        remoteId,
      )
    }
    const { productId, matches } = this.#match(product, before?.productId ?? null, fresh)
    if (before === undefined) this.#newListings.push(listing.remoteId)
    if (before?.gone === true)
      this.#say('returned', 'product', product, 'It was gone from the store, and is there again.')
    if (before?.archived === true && productId !== null) this.#unarchived.push(productId)
    this.#listings.push({ ...listing, productId })
    for (const offer of product.offers) {
      const kept = knownOffers.find(one => one.remoteId === offer.remoteId)
      if (kept === undefined && !matches.has(offer.remoteId)) continue
      this.#taken.add(offer.remoteId)
      const fresh = matches.get(offer.remoteId)
      const { variantId = null, match = 'waiting' } = fresh ?? kept ?? {}
      const settled = { variantId, match }
      this.#offers.push({ ...offer, ...settled, ...fresh?.made })
      if (kept !== undefined && fresh !== undefined) {
        const { remoteId: offerId, listingId } = offer
        this.#rematched.push({ channelId: this.#context.channelId, offerId, listingId, ...settled, productId })
        this.#toRecount.add(listingId)
      }
    }
    if (before !== undefined && productId !== null) this.#toRenew.add(productId)
  }

  async write(tx: WorkspaceTx, { allNew }: { allNew: boolean }): Promise<void> {
    const { channelId, at } = this.#context
    const statements = this.#statements(tx, allNew)
    await runInTurn(tx, allNew && this.#standsAlone() ? withoutKeyChecks(tx, channelId, statements) : statements)
    await dropOpenReviews(
      tx,
      channelId,
      this.#rematched.map(({ offerId }) => offerId),
    )
    await setMatches(tx, this.#rematched)
    await insertReviews(tx, channelId, at, this.#reviews)
    await setProductState(tx, this.#unarchived, 'active', at)
    await recountListings(tx, channelId, [...this.#toRecount])
    await recountProducts(
      tx,
      [...this.#touched].filter(id => !this.#products.has(id)),
    )
    await writeSeen(tx, channelId, this.#seen)
    await renewOverrides(tx, [...this.#toRenew], { surely: [...this.#apart] })
    await rebuildSearch(tx, [...this.#toRenew])
  }

  /** The master product that is made from a listing, if any is. */
  #productMade({ remoteId, productId }: ListingToKeep): ProductMade | undefined {
    const made = this.#products.get(productId ?? '')
    return made?.remoteId === remoteId ? made : undefined
  }

  /** Whether all that these rows refer to is added with them. */
  #standsAlone(): boolean {
    const listingIds = new Set(this.#listings.map(({ remoteId }) => remoteId))
    const madeHere = (productId: string | null) => productId === null || this.#products.has(productId)
    return (
      this.#listings.every(({ productId }) => madeHere(productId)) &&
      this.#offers.every(
        ({ listingId, variantId, productId }) =>
          listingIds.has(listingId) && (variantId === null || (productId !== undefined && madeHere(productId))),
      )
    )
  }

  *#statements(tx: WorkspaceTx, allNew: boolean) {
    const listings = this.#listings.map(listing => ({ ...listing, ...this.#productMade(listing) }))
    if (listings.length > 0) yield keepingListings(tx, this.#context, listings, { allNew })
    if (this.#offers.length > 0) yield keepingOffers(tx, this.#context.channelId, this.#offers, { allNew })
  }

  /** Variants that were not seen before, and those that wait and show something else now: the question may be another. */
  #fresh(product: ShapedProduct): readonly ShapedOffer[] {
    const { remoteId, name, observed } = product.listing
    const known = this.#knownOffers.get(remoteId)
    if (known === undefined) return product.offers
    const isAnother = this.#known.get(remoteId)?.compared !== [name, observed.upc, observed.gtin].join('\n')
    return product.offers.filter(offer => {
      const before = known.find(one => one.remoteId === offer.remoteId)
      return before === undefined || (before.match === 'waiting' && (isAnother || before.hash !== offer.hash))
    })
  }

  /** Decides what the fresh variants of a product are, and makes the master rows of those that are new. */
  #match(product: ShapedProduct, productBefore: string | null, fresh: readonly ShapedOffer[]) {
    const matches = new Map<string, Settled>()
    const found = fresh.map(offer => ({ offer, match: this.#look(product, offer) }))
    const targets = distinct(found.flatMap(({ match }) => (match.kind === 'join' ? [match.candidate.productId] : [])))
    const homes = productBefore === null ? targets : distinct([productBefore, ...targets])
    const decided = found.map(({ offer, match }) => ({
      offer,
      match:
        homes.length > 1 && match.kind === 'join'
          ? ({ ...match, kind: 'ask', reason: 'several_products' } as const)
          : match,
    }))
    let productId = productBefore ?? (homes.length === 1 ? (homes[0] ?? null) : null)
    const isNew = decided.some(({ match }) => match.kind === 'new') || product.offers.length === 0
    if (productId === null && isNew) productId = this.#newProduct(product)
    for (const { offer, match } of decided) {
      const made = this.#settle(product, offer, match, productId)
      matches.set(offer.remoteId, made)
    }
    return { productId, matches }
  }

  #look(product: ShapedProduct, offer: ShapedOffer): Match {
    const key = keyOf(offer)
    const candidate = key === null ? undefined : this.#candidates.get(key)
    const side = shownSide(product, offer)
    // What the hub wants of this very listing, and what is there now by its SKU, is the same, whatever it is called.
    const wish = key === null ? undefined : this.#wanted.get(wishKey(product.listing.remoteId, key))
    if (wish !== undefined && candidate?.variantId === wish.variantId && candidate.hereAlready === 'no') {
      this.#candidates.set(wish.skuKey ?? '', { ...candidate, hereAlready: 'yes' })
      return { kind: 'join', candidate }
    }
    const match = matchVariant(side, candidate)
    // The next variant of this page with the same SKU must not take it for free.
    if (key !== null && match.kind === 'new') {
      this.#candidates.set(key, { ...side, variantId: '', productId: '', hereAlready: 'yes' })
    }
    if (key !== null && match.kind === 'join') this.#candidates.set(key, { ...match.candidate, hereAlready: 'yes' })
    return match
  }

  #settle(product: ShapedProduct, offer: ShapedOffer, match: Match, productId: string | null): Settled {
    if (match.kind === 'join') {
      this.#joined += 1
      this.#toRenew.add(match.candidate.productId)
      return { match: 'matched', variantId: match.candidate.variantId }
    }
    if (match.kind === 'ask') {
      this.#ask(product, offer, match)
      return { match: 'waiting', variantId: null }
    }
    return { match: 'matched', ...this.#newVariant(product, offer, productId ?? '') }
  }

  #ask(product: ShapedProduct, offer: ShapedOffer, match: Match & { kind: 'ask' }): void {
    const { listing } = product
    const sku = textField(offer.observed, 'sku') ?? ''
    // Made by this very page, so its id is known by now.
    const variantId = this.#candidates.get(keyOf(offer) ?? '')?.variantId || match.candidate.variantId
    this.#reviews.push({
      id: newId('rvw', this.#context.randomBytes),
      listingId: listing.remoteId,
      offerId: offer.remoteId,
      reason: match.reason,
      variantId,
    })
    this.#toRecount.add(listing.remoteId)
    this.#rows.push({
      outcome: 'waiting',
      kind: 'variant',
      remoteId: offer.remoteId,
      name: listing.name,
      sku,
      reason: sentenceOf(match.reason, { sku, other: match.candidate }),
      came: '',
    })
  }

  #newProduct(product: ShapedProduct): string {
    const id = newId('prd', this.#context.randomBytes)
    const lists = masterLists(product.listing.observed)
    const { remoteId } = product.listing
    this.#products.set(id, { remoteId, masterLists: lists, ...groupsOf(product), masterVariants: 0, masterFaults: 0 })
    return id
  }

  #newVariant(product: ShapedProduct, offer: ShapedOffer, productId: string) {
    const variantId = newId('var', this.#context.randomBytes)
    const sku = skuFrom(offer.observed)
    if (sku.skuFault !== null) this.#faults[sku.skuFault] = (this.#faults[sku.skuFault] ?? 0) + 1
    if (sku.skuKey !== null) {
      this.#candidates.set(sku.skuKey, { ...shownSide(product, offer), variantId, productId, hereAlready: 'yes' })
    }
    this.#newVariants += 1
    this.#touched.add(productId)
    const home = this.#products.get(productId)
    if (home !== undefined) {
      home.masterVariants += 1
      if (sku.skuFault !== null) home.masterFaults += 1
    }
    return { variantId, made: { masterLists: masterLists(offer.observed), productId, ...sku } }
  }

  /** Follows what became of the variants that were seen before: edited, or no longer there. */
  async followKnown(tx: WorkspaceTx, products: readonly ShapedProduct[]): Promise<void> {
    const { channelId, at } = this.#context
    for (const product of products) this.#noteGone(product)
    await markOffersGone(tx, channelId, this.#goneOffers, at)
    await this.#bringUpToDate(tx, products)
  }

  #noteGone(product: ShapedProduct): void {
    const knownOffers = this.#knownOffers.get(product.listing.remoteId) ?? []
    for (const known of knownOffers) {
      if (known.gone || product.offers.some(offer => offer.remoteId === known.remoteId)) continue
      this.#goneOffers.push(known.remoteId)
      this.#toRecount.add(product.listing.remoteId)
      this.#say('gone', 'variant', product, 'The store no longer has this variant of the product.', known.remoteId)
    }
    if (knownOffers.some(known => known.match !== 'matched')) this.#toRecount.add(product.listing.remoteId)
  }

  #changeOf(product: ShapedProduct): KnownChange[] {
    const productId = this.#known.get(product.listing.remoteId)?.productId ?? null
    if (productId === null) return []
    const knownOffers = this.#knownOffers.get(product.listing.remoteId) ?? []
    const offers = knownOffers.flatMap(known => {
      const offer = product.offers.find(one => one.remoteId === known.remoteId)
      return offer === undefined || known.variantId === null ? [] : [{ offer, variantId: known.variantId }]
    })
    return [{ product, productId, offers }]
  }

  /** Where a master product or variant was made from what the store changed now, it follows. */
  async #bringUpToDate(tx: WorkspaceTx, products: readonly ShapedProduct[]): Promise<void> {
    const { channelId } = this.#context
    // Also of offers that moved here from another product of the store.
    const matched = [...this.#seen.offers.values()].map(({ masterId }) => masterId).filter(id => id !== null)
    for (const productId of await productsOfVariants(tx, matched)) this.#toRenew.add(productId)
    const changes = products.flatMap(product => this.#changeOf(product))
    if (changes.length === 0) return
    const offers = changes.flatMap(change => change.offers)
    const variantIds = offers.map(({ variantId }) => variantId)
    const made = await variantsMadeFrom(tx, channelId, variantIds)
    await this.#updateProducts(tx, changes, made)
    this.#followed.push(...variantIds)
    const apart = offers.flatMap(({ offer }) => (this.#takenBy(offer) === null ? [] : (made.get(offer.remoteId) ?? [])))
    for (const { productId } of apart) this.#apart.add(productId)
    const apartIds = apart.map(({ id }) => id)
    const fieldsBefore = await masterFields(tx, 'variant', channelId, apartIds)
    const variants: VariantToKeep[] = []
    for (const { offer } of offers) {
      const variant = made.get(offer.remoteId)
      if (variant === undefined) continue
      this.#touched.add(variant.productId)
      this.#toRenew.add(variant.productId)
      const taken = this.#takenBy(offer)
      const fields = taken === null ? masterOf(offer.observed) : mastered(fieldsBefore.get(variant.id) ?? {}, taken)
      const fresh = variantOf(variant.id, variant.productId, offer, fields)
      // What the hub gave stays for as long as the store has none, or none but the one that was at fault.
      const isAsFilled = fresh.skuFault === 'blank' || fresh.sku === variant.shownSku
      const keepsFill = variant.skuFillId !== null && isAsFilled
      variants.push(
        keepsFill ? { ...fresh, sku: variant.sku, skuKey: skuKey(variant.sku ?? ''), skuFault: null } : fresh,
      )
    }
    await updateVariants(tx, variants)
  }

  /** What the variant that was made from an offer takes of it now; null: all. */
  #takenBy({ remoteId }: ShapedOffer): Delta | null {
    return this.#seen.offers.get(remoteId)?.toMaster ?? null
  }

  async #updateProducts(
    tx: WorkspaceTx,
    changes: readonly KnownChange[],
    made: ReadonlyMap<string, VariantOfListing>,
  ): Promise<void> {
    const { channelId, at } = this.#context
    const takenBy = ({ product }: KnownChange) => this.#seen.listings.get(product.listing.remoteId)?.toMaster ?? null
    const own = changes.filter(change => takenBy(change) !== null).map(({ productId }) => productId)
    for (const productId of own) this.#apart.add(productId)
    const fieldsBefore = await masterFields(tx, 'product', channelId, own)
    const products = changes.flatMap(change => {
      const { product, productId, offers } = change
      const taken = takenBy(change)
      const before = fieldsBefore.get(productId)
      if (taken !== null && before === undefined) return []
      const fields = taken === null || before === undefined ? undefined : mastered(before, taken)
      const ofMaster = offers.filter(({ offer }) => made.has(offer.remoteId))
      const keeping = keepingOf(
        this.#seen.listings.get(product.listing.remoteId),
        ofMaster.map(({ offer }) => this.#seen.offers.get(offer.remoteId)),
      )
      return [{ id: productId, ...masterColumns(product, fields), ...keeping }]
    })
    await updateProducts(tx, { channelId, at }, products)
  }

  #say(
    outcome: RunRow['outcome'],
    kind: RunRow['kind'],
    { listing, offers }: ShapedProduct,
    reason: string,
    remoteId = listing.remoteId,
  ): void {
    const offer = offers.find(one => one.remoteId === remoteId)
    const sku = kind === 'product' ? listing.sku : (textField(offer?.observed ?? {}, 'sku') ?? '')
    this.#rows.push({ outcome, kind, remoteId, name: listing.name, sku, reason, came: '' })
  }
}

function keyOf(offer: ShapedOffer): string | null {
  return skuFrom(offer.observed).skuKey
}

function variantOf(id: string, productId: string, offer: ShapedOffer, fields: StoredFields): VariantToKeep {
  return {
    id,
    productId,
    position: offer.position,
    fields,
    ...skuFrom(fields),
    originRemoteId: offer.remoteId,
  }
}

function shownSide({ listing, offers }: ShapedProduct, offer: ShapedOffer): MatchSide {
  return sideOf({ name: listing.name, observed: listing.observed, variantCount: offers.length }, offer.observed)
}
