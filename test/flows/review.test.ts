import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Listing, ProductDetail } from '../../src/api/contract/catalog.ts'
import type { MatchReason, ReviewDecision, ReviewItem } from '../../src/api/contract/review.ts'
import type { NewProduct, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allPages,
  allProducts,
  allReviews,
  allRunRows,
  catalogOf,
  fieldOf,
  importStore,
  importsForFile,
  listingPage,
  masterCounts,
  pull,
} from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile()

type Shop = 'here' | 'there'

/** Two stores in a workspace of its own; the second one was imported after the first. */
class TwoShops {
  readonly browser: Browser
  readonly channels: Readonly<Record<Shop, string>>
  readonly stores: Readonly<Record<Shop, Sandbox>>
  /** The store's ids of its products, by name. */
  readonly #ids: Readonly<Record<Shop, ReadonlyMap<string, string>>>

  private constructor(
    browser: Browser,
    opened: Pick<TwoShops, 'channels' | 'stores'>,
    ids: Record<Shop, Map<string, string>>,
  ) {
    this.browser = browser
    this.channels = opened.channels
    this.stores = opened.stores
    this.#ids = ids
  }

  static async open(products: Readonly<Record<Shop, readonly NewProduct[]>>): Promise<TwoShops> {
    const browser = await imports.newBusiness()
    const stores = { here: await imports.store({ products: 0 }), there: await imports.store({ products: 0 }) }
    const channels = { here: '', there: '' }
    const ids = { here: new Map<string, string>(), there: new Map<string, string>() }
    for (const shop of ['here', 'there'] as const) {
      for (const product of products[shop]) {
        const { productId } = stores[shop].merchant.addProduct(product, { allowDuplicates: true })
        ids[shop].set(product.name, String(productId))
      }
      const { channelId, run } = await importStore(browser, stores[shop], { name: shop })
      expect(run).toMatchObject({ state: 'done', account: { taken: products[shop].length, unexplained: 0 } })
      channels[shop] = channelId
    }
    return new TwoShops(browser, { channels, stores }, ids)
  }

  idOf(shop: Shop, name: string): string {
    return this.#ids[shop].get(name) ?? ''
  }

  page(shop: Shop, name: string): Promise<ProductDetail> {
    return listingPage(this.browser, this.channels[shop], this.idOf(shop, name))
  }

  async listed(shop: Shop, name: string): Promise<Listing | undefined> {
    const listings = await allListings(this.browser, this.channels[shop])
    return listings.find(({ remoteId }) => remoteId === this.idOf(shop, name))
  }

  /** What asks about the variants of a product. */
  async asked(shop: Shop, name: string): Promise<ReviewItem[]> {
    const items = await allReviews(this.browser, { channelId: this.channels[shop] })
    return items.filter(({ listingRemoteId }) => listingRemoteId === this.idOf(shop, name))
  }

  decide(decision: ReviewDecision, reviews: readonly ReviewItem[]) {
    return this.browser.call('POST /api/review/decide', { body: { ids: idsOf(reviews), decision } })
  }

  reopen(reviews: readonly ReviewItem[]) {
    return this.browser.call('POST /api/review/reopen', { body: { ids: idsOf(reviews) } })
  }

  counts() {
    return masterCounts(imports.hub, this.channels.here)
  }

  /** Everything that the hub has of both, but for ids of its own and moments. */
  async catalog() {
    const { here, there } = this.channels
    return [await catalogOf(imports.hub, here), await catalogOf(imports.hub, there), await this.counts()]
  }

  async expectRules(): Promise<void> {
    const { db } = imports.hub
    const channel = db.kysely.selectFrom('channel').where('id', '=', this.channels.here).select('workspace_id')
    const { workspace_id } = await channel.executeTakeFirstOrThrow()
    expect(await brokenRules(db, workspace_id)).toEqual([])
  }

  /** Both stores are read once more, and nothing is otherwise than before. */
  async expectLasting(): Promise<void> {
    await this.expectRules()
    const before = await this.catalog()
    for (const channelId of Object.values(this.channels)) {
      expect((await pull(this.browser, channelId)).account).toMatchObject({
        ...{ newProducts: 0, newVariants: 0, joined: 0, waiting: 0, changed: 0, rows: {} },
      })
    }
    expect(await this.catalog()).toEqual(before)
  }
}

const idsOf = (reviews: readonly ReviewItem[]) => reviews.map(({ id }) => id)
const decisions = ['join', 'keep_apart', 'leave_out'] as const
const sizes = (values: string[]) => [{ name: 'Size', values }]

/** Fields in which a channel has a value of its own, with that value. */
function ownValues({ fields }: Pick<ProductDetail, 'fields'>, channelId: string): Record<string, unknown> {
  const own = fields.flatMap(({ key, channels }) =>
    channels.filter(one => one.channelId === channelId && one.differs).map(({ value }) => [key, value]),
  )
  return Object.fromEntries(own)
}

describe('a second store that sells what the first one sells', () => {
  let shops: TwoShops
  let there: string
  const alike = { sku: 'CHAIR', upc: '036000291452', brand: 'Oak', weight: 3 }

  beforeAll(async () => {
    shops = await TwoShops.open({
      here: [
        { name: 'Chair', ...alike, price: 20, description: '<p>Sit.</p>' },
        { name: 'Shirt', price: 9, options: sizes(['S', 'M']), variants: [shirt('S', null), shirt('M', null)] },
        { name: 'Lamp', sku: 'LAMP' },
        { name: 'Cup', sku: 'CUP', upc: '4006381333931' },
        { name: 'Vase', options: sizes(['Low', 'High']), variants: [vase('Low'), vase('High')] },
        { name: 'Only here', sku: 'HERE' },
      ],
      there: [
        {
          name: ' chair',
          ...alike,
          upc: '0036000291452',
          price: 25.5,
          description: '<p>Sit down.</p>',
          warranty: '1 y',
        },
        { name: 'Shirt', price: 9, options: sizes(['S', 'M']), variants: [shirt('S', null), shirt('M', 11)] },
        { name: 'Desk lamp', sku: 'LAMP', price: 31 },
        { name: 'Cup', sku: 'CUP', upc: '4006381333948' },
        {
          name: 'Vase',
          options: sizes(['Low', 'Tall']),
          variants: [vase('Low'), { ...vase('High'), values: ['Tall'] }],
        },
        { name: 'Only there', sku: 'THERE' },
      ],
    })
    there = shops.channels.there
  })

  it('is joined without a question where SKU, name, barcode and options agree', async () => {
    const page = await shops.page('here', 'Chair')
    expect(page.channels.map(({ channelId }) => channelId)).toEqual([shops.channels.here, there])
    expect((await shops.page('there', ' chair')).id).toBe(page.id)
    expect(page.variants).toHaveLength(1)
    expect(page.variants[0]?.channels).toMatchObject([
      { channelId: shops.channels.here, match: 'matched', sku: 'CHAIR', price: '20' },
      { channelId: there, match: 'matched', reviewId: null, sku: 'CHAIR', price: '25.5' },
    ])
    // The lamp, the cup and the tall vase wait; the chair, two shirts and the low vase are joined.
    expect((await shops.browser.call('GET /api/runs', { query: { channelId: there } })).runs[0]?.account).toMatchObject(
      { taken: 6, variantsTaken: 8, newProducts: 1, newVariants: 1, joined: 4, waiting: 3 },
    )
    expect(await shops.counts()).toEqual({ products: 7, variants: 9 })
  })

  it('keeps its values that differ as its own, and leaves the master’s as they were', async () => {
    const chair = await shops.page('here', 'Chair')
    expect(ownValues(chair, there)).toMatchObject({
      ...{ name: ' chair', price: '25.5', description: '<p>Sit down.</p>', warranty: '1 y', upc: '0036000291452' },
    })
    expect(ownValues(chair, shops.channels.here)).toEqual({})
    const { master } = fieldOf(chair, 'warranty')
    expect([chair.name, fieldOf(chair, 'price').master, master]).toEqual(['Chair', '20', null])
    expect(fieldOf(chair, 'weight').differs(there)).toBe(false)
    const [small, medium] = (await shops.page('there', 'Shirt')).variants
    expect(small && ownValues(small, there)).toEqual({})
    expect(medium && ownValues(medium, there)).toEqual({ price: '11' })
    await shops.expectRules()
  })

  it.each<[MatchReason, string, Partial<ReviewItem['store']>, Partial<ReviewItem['master']>]>([
    ['name_differs', 'Desk lamp', { productName: 'Desk lamp', sku: 'LAMP', price: '31' }, { productName: 'Lamp' }],
    ['barcode_differs', 'Cup', { sku: 'CUP', barcode: '4006381333948' }, { barcode: '4006381333931' }],
    [
      'options_differ',
      'Vase',
      { sku: 'VASE-High', optionValues: [{ option: 'Size', value: 'Tall' }] },
      { sku: 'VASE-High', optionValues: [{ option: 'Size', value: 'High' }] },
    ],
  ])('waits where it may be another thing: %s', async (reason, name, store, master) => {
    const items = await shops.asked('there', name)
    expect(items).toMatchObject([
      { reason, channelId: there, channelName: 'there', decision: null, decidedAt: null, decidedBy: null },
    ])
    expect(items).toMatchObject([{ store, master: { ...master, channels: ['here'] } }])
    const [item] = items
    expect(item?.sentence).toContain(`“${item?.master.productName}” has the SKU ${item?.store.sku} too`)
    const waiting = (await shops.page('there', name)).variants.filter(({ channels }) =>
      channels.some(({ match }) => match === 'waiting'),
    )
    expect(waiting).toMatchObject([{ id: null, channels: [{ channelId: there, reviewId: item?.id }] }])
    const [run] = (await shops.browser.call('GET /api/runs', { query: { channelId: there } })).runs
    const rows = await allRunRows(shops.browser, run?.id ?? '', { outcome: 'waiting' })
    expect(rows.map(({ reason: sentence }) => sentence)).toContain(item?.sentence)
  })

  it('is listed and found among what is not matched while it waits', async () => {
    const found = async (query: Record<string, string>) =>
      (await allListings(shops.browser, there, query)).map(({ name }) => name).sort()
    expect(await found({ match: 'waiting' })).toEqual(['Cup', 'Desk lamp', 'Vase'])
    expect(await found({ match: 'waiting', search: 'desk' })).toEqual(['Desk lamp'])
    expect(await found({ match: 'waiting', search: '4006381333948' })).toEqual(['Cup'])
    expect(await found({ match: 'waiting', search: 'vase-high' })).toEqual(['Vase'])
    expect(await found({ match: 'waiting', search: 'chair' })).toEqual([])
    expect(await found({ match: 'matched' })).toEqual([' chair', 'Only there', 'Shirt'])
    expect(await shops.listed('there', 'Cup')).toMatchObject({ productId: null, waitingCount: 1, variantCount: 1 })
    expect(await shops.listed('there', 'Vase')).toMatchObject({
      productId: (await shops.page('here', 'Vase')).id,
      ...{ waitingCount: 1, variantCount: 2 },
    })
    expect(await allProducts(shops.browser, { search: 'desk lamp' })).toEqual([])
    const { counts } = await shops.browser.call('GET /api/channels/:channelId/catalog', {
      params: { channelId: there },
    })
    expect(counts).toMatchObject({ products: 6, variants: 8, waiting: 3, leftOut: 0 })
    const { waiting, reasons } = await shops.browser.call('GET /api/review', { query: {} })
    expect([waiting, reasons.filter(one => one.waiting > 0).map(({ reason }) => reason)]).toEqual([
      3,
      ['name_differs', 'barcode_differs', 'options_differ'],
    ])
    for (const { title, help } of reasons) expect([title, help]).toEqual([expect.any(String), expect.any(String)])
    // Of one channel only its own are counted: what is said before all of a reason is decided must be true.
    const { waiting: ofHere } = await shops.browser.call('GET /api/review', {
      query: { channelId: shops.channels.here },
    })
    const { waiting: ofThere } = await shops.browser.call('GET /api/review', { query: { channelId: there } })
    expect([ofHere, ofThere]).toEqual([0, 3])
  })

  it('asks the same once more after the next import, and nothing twice', async () => {
    const before = idsOf(await allReviews(shops.browser))
    await shops.expectLasting()
    expect(idsOf(await allReviews(shops.browser))).toEqual(before)
  })
})

function shirt(size: string, price: number | null) {
  return { sku: `SHIRT-${size}`, values: [size], price }
}

function vase(size: string) {
  return { sku: `VASE-${size}`, values: [size] }
}

/** A product's page but for when its stores were read. */
function withoutReadings({ channels, ...page }: ProductDetail) {
  return { ...page, channels: channels.map(({ observedAt: _, detailsAt: _d, ...one }) => one) }
}

interface Question {
  readonly here: readonly NewProduct[]
  readonly there: readonly NewProduct[]
  /** Whose only variant waits, and what it may be: a product of the first store. */
  readonly asked: readonly [Shop, string]
  readonly master: string
  readonly reason: MatchReason
}

const lamp = { name: 'Lamp', sku: 'LAMP 1', upc: '4006381333931', price: 20, description: '<p>Bright.</p>' }
const other = { description: '<p>Brighter.</p>', price: 24 }
const between = (changed: Partial<NewProduct>, reason: MatchReason): Question => {
  const product = { ...lamp, ...other, ...changed }
  return { here: [lamp], there: [product], asked: ['there', product.name], master: 'Lamp', reason }
}
const inside = (sku: string, reason: MatchReason): Question => ({
  ...{ here: [lamp, { name: 'Second lamp', sku, ...other }], there: [] },
  ...{ asked: ['here', 'Second lamp'], master: 'Lamp', reason },
})
const sized = (value: string) => ({ options: sizes([value]), variants: [{ sku: 'SHIRT', values: [value] }] })

const questions: Readonly<Record<string, Question>> = {
  'another name': between({ name: 'Desk lamp' }, 'name_differs'),
  'another barcode': between({ upc: '4006381333948' }, 'barcode_differs'),
  'other options': {
    here: [{ name: 'Shirt', ...sized('S') }],
    there: [{ name: 'Shirt', ...sized('Small'), ...other }],
    ...{ asked: ['there', 'Shirt'], master: 'Shirt', reason: 'options_differ' },
  },
  'a SKU in another case': between({ sku: 'lamp 1' }, 'case_twin'),
  'a SKU with a space more': between({ sku: 'LAMP  1' }, 'space_twin'),
  'a SKU twice in one store': inside('LAMP 1', 'duplicate'),
  'a SKU in another case in one store': inside('Lamp 1', 'case_twin'),
  'a SKU with a space behind it in one store': inside('LAMP 1 ', 'space_twin'),
}

describe.each(Object.entries(questions))('%s', (_, { asked: [shop, name], master, reason, ...products }) => {
  let shops: TwoShops
  let before: ProductDetail
  let reviews: ReviewItem[]
  let untouched: unknown

  beforeAll(async () => {
    shops = await TwoShops.open(products)
    before = await shops.page('here', master)
    reviews = await shops.asked(shop, name)
    untouched = await shops.catalog()
    expect(await allReviews(shops.browser)).toEqual(reviews)
    expect(reviews).toMatchObject([{ reason, master: { productId: before.id, productName: master } }])
    expect(await shops.listed(shop, name)).toMatchObject({ productId: null, waitingCount: 1, leftOutCount: 0 })
    expect(await shops.counts()).toEqual({ products: 1, variants: 1 })
  })

  const decide = async (decision: ReviewDecision) => {
    expect(await shops.decide(decision, reviews)).toMatchObject({ decided: 1, left: 0 })
    expect(await allReviews(shops.browser)).toEqual([])
    expect(await allReviews(shops.browser, { decided: 'true' })).toMatchObject([
      { id: reviews[0]?.id, decision, decidedBy: 'Ada Owner', decidedAt: expect.any(String) },
    ])
    await shops.expectLasting()
    return { page: await shops.page(shop, name), listed: await shops.listed(shop, name) }
  }
  /** The other side shows no trace of it. */
  const expectMasterAlone = async () => {
    expect(withoutReadings(await shops.page('here', master))).toEqual(withoutReadings(before))
    expect((await allProducts(shops.browser, { search: before.name })).map(({ id }) => id)).toContain(before.id)
  }
  const takeBack = async () => {
    expect(await shops.reopen(reviews)).toEqual({ reopened: 1, kept: [] })
    expect(await allReviews(shops.browser)).toEqual(reviews)
    expect(await allReviews(shops.browser, { decided: 'true' })).toEqual([])
    expect(await shops.catalog()).toEqual(untouched)
    await expectMasterAlone()
  }

  it('is one product where it is joined, with what differs as the channel’s own', async () => {
    const { page, listed } = await decide('join')
    expect(listed).toMatchObject({ productId: before.id, waitingCount: 0, leftOutCount: 0 })
    expect(await shops.counts()).toEqual({ products: 1, variants: 1 })
    expect(page.id).toBe(before.id)
    expect(page.fields.map(field => [field.key, field.master])).toEqual(
      before.fields.map(field => [field.key, field.master]),
    )
    const [variant] = page.variants
    expect(variant).toMatchObject({ id: reviews[0]?.master.variantId, sku: before.variants[0]?.sku, skuFault: null })
    expect(variant?.channels.map(({ match }) => match)).toEqual(['matched', 'matched'])
    // In one store both are values of the same channel.
    const its = page.fields.find(({ key }) => key === 'description')?.channels.map(({ value }) => value)
    expect(its).toContain(other.description)
    expect((await allProducts(shops.browser, {}))[0]?.channels).toHaveLength(2)
    await takeBack()
  })

  it('are two products where it is kept apart, of which one has no SKU of its own', async () => {
    const { page, listed } = await decide('keep_apart')
    expect(listed).toMatchObject({ productId: page.id, waitingCount: 0, leftOutCount: 0 })
    expect(await shops.counts()).toEqual({ products: 2, variants: 2 })
    expect([page.name, page.channels.length, page.id === before.id]).toEqual([name, 1, false])
    expect(fieldOf(page, 'description').master).toBe(other.description)
    expect(ownValues(page, shops.channels[shop])).toEqual({})
    expect(page.variants).toMatchObject([
      { sku: null, skuFault: 'duplicate', channels: [{ match: 'matched', sku: reviews[0]?.store.sku }] },
    ])
    const { faults } = await shops.browser.call('GET /api/sku-faults')
    expect(faults).toMatchObject({ duplicate: 1 })
    await expectMasterAlone()
    await takeBack()
  })

  it('stays in its store alone where it is left out', async () => {
    const { page, listed } = await decide('leave_out')
    expect(listed).toMatchObject({ productId: null, waitingCount: 0, leftOutCount: 1 })
    expect(await shops.counts()).toEqual({ products: 1, variants: 1 })
    expect(page).toMatchObject({ id: null, name, variants: [{ id: null, channels: [{ match: 'left_out' }] }] })
    const found = await allListings(shops.browser, shops.channels[shop], { match: 'left_out' })
    expect(found.map(({ remoteId }) => remoteId)).toEqual([shops.idOf(shop, name)])
    await expectMasterAlone()
    await takeBack()
  })
})

const lampsOf = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => ({ name: `${name} ${at}`, sku: `LAMP-${at}` }))

describe('all matches of a reason', () => {
  /** More than are decided in one go. */
  const lamps = 205
  let shops: TwoShops

  beforeAll(async () => {
    const twins = [
      { name: 'Pen', sku: 'PEN' },
      { name: 'Pencil', sku: 'PEN' },
    ]
    shops = await TwoShops.open({
      here: [...lampsOf(lamps, 'Lamp'), { name: 'Cup', sku: 'CUP', upc: '4006381333931' }, ...twins],
      there: [
        ...lampsOf(lamps, 'Desk lamp'),
        { name: 'Cup', sku: 'CUP', upc: '4006381333948' },
        ...twins.map(({ name }) => ({ name, sku: 'INK' })),
      ],
    })
  })

  const waiting = async () => {
    const { reasons } = await shops.browser.call('GET /api/review', { query: { limit: 1 } })
    return Object.fromEntries(reasons.filter(one => one.waiting > 0).map(one => [one.reason, one.waiting]))
  }

  it('are listed in pages, each of them once, and by reason and channel', async () => {
    const all = await allReviews(shops.browser, { limit: 20 })
    expect(new Set(idsOf(all)).size).toBe(lamps + 3)
    expect(await waiting()).toEqual({ name_differs: lamps, barcode_differs: 1, duplicate: 2 })
    expect(await allReviews(shops.browser, { reason: 'name_differs', limit: 7 })).toHaveLength(lamps)
    const here = await allReviews(shops.browser, { reason: 'duplicate', channelId: shops.channels.here })
    expect(here.map(({ store }) => store.productName)).toEqual(['Pencil'])
  })

  it('are decided at once, and those of other reasons go on waiting', async () => {
    const body = { reason: 'name_differs', decision: 'join' } as const
    expect(await shops.browser.call('POST /api/review/decide', { body })).toMatchObject({ decided: lamps, left: 0 })
    expect(await waiting()).toEqual({ barcode_differs: 1, duplicate: 2 })
    expect(await allListings(shops.browser, shops.channels.there, { match: 'matched' })).toHaveLength(lamps + 1)
    expect(await shops.counts()).toEqual({ products: lamps + 3, variants: lamps + 3 })
    const decided = await allReviews(shops.browser, { decided: 'true', limit: 20 })
    expect(new Set(idsOf(decided)).size).toBe(lamps)
    expect(await shops.browser.call('POST /api/review/decide', { body })).toMatchObject({ decided: 0, left: 0 })
    await shops.expectLasting()
  })

  it('are decided of one channel alone where that is asked', async () => {
    const { there } = shops.channels
    const body = { reason: 'duplicate', channelId: there, decision: 'leave_out' } as const
    expect(await shops.browser.call('POST /api/review/decide', { body })).toMatchObject({ decided: 1, left: 0 })
    expect(await waiting()).toEqual({ barcode_differs: 1, duplicate: 1 })
    expect(await shops.asked('here', 'Pencil')).toHaveLength(1)
    expect(await shops.listed('there', 'Pencil')).toMatchObject({ leftOutCount: 1, waitingCount: 0 })
  })

  it('are reopened together, and decided otherwise', async () => {
    const decided = await allReviews(shops.browser, { decided: 'true', reason: 'name_differs' })
    expect(await shops.reopen(decided)).toEqual({ reopened: lamps, kept: [] })
    expect(await shops.decide('keep_apart', decided)).toMatchObject({ decided: lamps, left: 0 })
    expect(await shops.counts()).toEqual({ products: 2 * lamps + 3, variants: 2 * lamps + 3 })
    await shops.expectRules()
  })
})

describe('a product of which several variants wait', () => {
  const table = (name: string, ...colors: string[]): NewProduct => ({
    ...{ name, options: [{ name: 'Color', values: colors }] },
    variants: colors.map(value => ({ sku: `TABLE-${value}`, values: [value] })),
  })
  const open = () => TwoShops.open({ here: [table('Table', 'Red', 'Blue')], there: [table('Desk', 'Red', 'Blue')] })

  it.each([
    ['join', 'join'],
    ['keep_apart', 'keep_apart'],
    ['join', 'keep_apart'],
    ['keep_apart', 'leave_out'],
  ] as const)('can be decided one by one (%s, %s), and taken back in any order', async (first, second) => {
    const shops = await open()
    const untouched = await shops.catalog()
    const reviews = await shops.asked('there', 'Desk')
    expect(reviews.map(({ reason }) => reason)).toEqual(['name_differs', 'name_differs'])
    for (const order of [reviews, reviews.toReversed()]) {
      for (const [at, decision] of [first, second].entries()) {
        expect(await shops.decide(decision, reviews.slice(at, at + 1))).toMatchObject({ decided: 1, left: 0 })
        await shops.expectLasting()
      }
      const apart = [first, second].filter(decision => decision === 'keep_apart').length
      // Both are variants of the one product that the listing has.
      expect(await shops.counts()).toEqual({ products: first === 'keep_apart' ? 2 : 1, variants: 2 + apart })
      for (const review of order) {
        expect(await shops.reopen([review])).toEqual({ reopened: 1, kept: [] })
        await shops.expectRules()
      }
      expect(await shops.listed('there', 'Desk')).toMatchObject({ productId: null, waitingCount: 2 })
      expect(await shops.catalog()).toEqual(untouched)
    }
  })

  it('waits in one piece with them all, whatever else waits, and by reason', async () => {
    const shops = await TwoShops.open({
      here: [table('Table', 'Red', 'Blue', 'Green'), { name: 'Lamp', sku: 'LAMP' }, { name: 'Cup', sku: 'CUP' }],
      there: [
        { ...table('Desk', 'Red', 'Blue'), sku: 'DESK' },
        { name: 'Desk lamp', sku: 'LAMP' },
        { name: 'Mug', sku: 'CUP' },
        { name: 'Stool', sku: 'table-Green' },
      ],
    })
    const read = (query: { limit?: number; reason?: 'name_differs'; after?: string }) =>
      shops.browser.call('GET /api/review/products', { query })
    const waits = (pairs: Awaited<ReturnType<typeof read>>['pairs']) =>
      pairs.map(({ items }) => items.map(({ store, reason }) => `${store.productName} ${store.sku} ${reason}`))
    const paged = await allPages(async after => {
      const { pairs, next } = await read({ limit: 2, ...(after !== undefined && { after }) })
      return { rows: pairs, next }
    })
    const named = [
      ['Desk TABLE-Red name_differs', 'Desk TABLE-Blue name_differs'],
      ['Desk lamp LAMP name_differs'],
      ['Mug CUP name_differs'],
    ]
    const byName = (all: string[][]) => all.sort((a, b) => String(a).localeCompare(String(b)))
    expect(byName(waits(paged))).toEqual(byName([...named, ['Stool table-Green case_twin']]))
    const one = await read({ reason: 'name_differs' })
    expect(byName(waits(one.pairs))).toEqual(byName(named))
    expect(one).toMatchObject({ next: null, waiting: 5 })

    const desk = paged.find(({ items }) => items.length === 2)?.items ?? []
    expect(await shops.decide('join', desk.slice(0, 1))).toMatchObject({ decided: 1 })
    expect(waits((await read({})).pairs).flat()).toContain('Desk TABLE-Blue name_differs')
    expect(await shops.decide('join', desk.slice(1))).toMatchObject({ decided: 1 })
    expect((await read({})).pairs).toHaveLength(3)
  })

  it('shows of which store’s currency each price is', async () => {
    const shops = await open()
    const currency = 'USD'
    const [review] = await allReviews(shops.browser)
    expect(review).toMatchObject({ store: { currency }, master: { currency } })
    expect((await allProducts(shops.browser)).map(product => product.currency)).toEqual([currency])
  })

  it('shows the currency of the store that the product is of where a variant of another store has no price itself', async () => {
    const shops = await TwoShops.open({
      here: [table('Table', 'Red')],
      there: [table('Table', 'Red', 'Blue'), { ...table('Desk', 'Blue') }],
    })
    await imports.hub.db.kysely
      .updateTable('channel_profile')
      .set({ profile: sql`jsonb_set(profile::jsonb, '{store,currency}', '"EUR"')` })
      .where('channel_id', '=', shops.channels.there)
      .execute()
    const [review] = await shops.asked('there', 'Desk')
    expect(review?.store).toMatchObject({ currency: 'EUR' })
    // The blue table was made from the second store; what it costs is told by the table, which is of the first one.
    expect(review?.master).toMatchObject({ sku: 'TABLE-Blue', productName: 'Table', currency: 'USD' })
  })

  it('is one product where they are kept apart at the same time', async () => {
    const shops = await open()
    const reviews = await shops.asked('there', 'Desk')
    const answers = await Promise.all(reviews.map(review => shops.decide('keep_apart', [review])))
    expect(answers).toMatchObject([
      { decided: 1, left: 0 },
      { decided: 1, left: 0 },
    ])
    expect(await shops.counts()).toEqual({ products: 2, variants: 4 })
    expect((await shops.page('there', 'Desk')).variants).toHaveLength(2)
    await shops.expectLasting()
  })

  it('is asked about each where they are variants of several products', async () => {
    const one = (value: string) => table('Table', value)
    const shops = await TwoShops.open({
      here: [one('Red'), { ...one('Blue'), brand: 'Another' }],
      there: [table('Table', 'Red', 'Blue')],
    })
    const untouched = await shops.catalog()
    const reviews = await shops.asked('there', 'Table')
    expect(reviews.map(({ reason }) => reason)).toEqual(['several_products', 'several_products'])
    expect(new Set(reviews.map(({ master }) => master.productId)).size).toBe(2)
    expect(await shops.decide('join', reviews)).toMatchObject({ decided: 2, left: 0 })
    expect(await shops.counts()).toEqual({ products: 2, variants: 2 })
    for (const { master } of reviews) {
      const page = await shops.browser.call('GET /api/products/:productId', { params: { productId: master.productId } })
      expect(page.variants.map(({ channels }) => channels.length)).toEqual([2])
    }
    await shops.expectLasting()
    await shops.reopen(reviews)
    expect(await shops.catalog()).toEqual(untouched)
  })
})

describe('a product of a store that came without variants', () => {
  it.each(['keep_apart', 'join', 'leave_out'] as const)(
    'has the product that it had when its first variant is decided (%s) and that is taken back',
    async decision => {
      const shops = await TwoShops.open({ here: [{ name: 'Lamp', sku: 'LAMP' }], there: [] })
      const { there } = shops.stores
      const { productId } = there.merchant.addProduct({ name: 'Desk lamp', sku: 'LAMP' })
      there.faults.add({
        ...{ match: { path: '/v3/catalog/products' }, kind: 'rewrite', row: { id: productId, set: { variants: [] } } },
      })
      await pull(shops.browser, shops.channels.there)
      const [listing] = await allListings(shops.browser, shops.channels.there)
      expect(listing).toMatchObject({ variantCount: 0, productId: expect.any(String) })
      there.faults.clear()
      await pull(shops.browser, shops.channels.there)
      const reviews = await allReviews(shops.browser)
      expect(reviews).toMatchObject([{ reason: 'name_differs', listingRemoteId: String(productId) }])
      const before = await shops.catalog()
      expect(await shops.decide(decision, reviews)).toMatchObject({ decided: 1 })
      expect(await shops.reopen(reviews)).toEqual({ reopened: 1, kept: [] })
      expect(await shops.catalog()).toEqual(before)
      const [again] = await allListings(shops.browser, shops.channels.there)
      expect(again?.productId).toBe(listing?.productId)
      await shops.expectRules()
    },
  )
})

describe('a decision', () => {
  const open = () => TwoShops.open({ here: lampsOf(2, 'Lamp'), there: lampsOf(2, 'Desk lamp') })

  it('that is sent again, or by several people at once, doubles nothing', async () => {
    const shops = await open()
    const reviews = await allReviews(shops.browser)
    const sum = (answers: readonly { decided: number }[]) => answers.reduce((all, { decided }) => all + decided, 0)
    const same = await Promise.all([1, 2, 3, 4].map(() => shops.decide('keep_apart', reviews)))
    expect(sum(same)).toBe(2)
    expect(await shops.decide('keep_apart', reviews)).toMatchObject({ decided: 0, left: 2 })
    expect(await shops.counts()).toEqual({ products: 4, variants: 4 })
    await shops.expectLasting()

    const reopened = await Promise.all([1, 2, 3].map(() => shops.reopen(reviews)))
    expect(reopened.map(answer => answer.reopened).sort()).toEqual([0, 0, 2])
    expect(await shops.counts()).toEqual({ products: 2, variants: 2 })

    const each = await Promise.all(decisions.map(decision => shops.decide(decision, reviews)))
    expect(sum(each)).toBe(2)
    const decided = await allReviews(shops.browser, { decided: 'true' })
    const apart = decided.filter(({ decision }) => decision === 'keep_apart').length
    expect(await shops.counts()).toEqual({ products: 2 + apart, variants: 2 + apart })
    await shops.expectLasting()
  })

  it('that meets an import of the same products goes through, and is not lost', async () => {
    const shops = await open()
    const reviews = await allReviews(shops.browser)
    const pulls = Object.values(shops.channels).map(channelId => pull(shops.browser, channelId))
    for (let round = 1; round <= 4; round += 1) {
      expect(await shops.decide('keep_apart', reviews)).toMatchObject({ decided: 2, left: 0 })
      expect(await shops.reopen(reviews)).toEqual({ reopened: 2, kept: [] })
    }
    expect(await shops.decide('join', reviews)).toMatchObject({ decided: 2, left: 0 })
    for (const run of await Promise.all(pulls)) expect(run).toMatchObject({ state: 'done', problem: null })
    expect(await shops.counts()).toEqual({ products: 2, variants: 2 })
    await shops.expectLasting()
  })

  it('about all of a reason, by two people at once, is made once each, and each is told what the other did', async () => {
    const amount = 450
    const shops = await TwoShops.open({ here: lampsOf(amount, 'Lamp'), there: lampsOf(amount, 'Desk lamp') })
    const all = (decision: ReviewDecision) =>
      shops.browser.call('POST /api/review/decide', { body: { reason: 'name_differs', decision } })
    const [joined, leftOut] = await Promise.all([all('join'), all('leave_out')])
    expect(joined.decided + leftOut.decided).toBe(amount)
    const decidedBy = expect.any(String)
    const told = ({ decided, left }: typeof joined, decision: ReviewDecision) => {
      expect([decided + left, left]).toEqual([amount, amount - decided])
      return left === 0 ? [] : [{ decision, decidedBy, count: left }]
    }
    expect(joined.others).toEqual(told(joined, 'leave_out'))
    expect(leftOut.others).toEqual(told(leftOut, 'join'))
    // Who comes second for some at least has to hear of it.
    expect(joined.left + leftOut.left).toBe(amount)
    expect(await all('join')).toEqual({ decided: 0, left: 0, others: [] })
    const decided = await allReviews(shops.browser, { decided: 'true' })
    expect(decided.filter(({ decision }) => decision === 'join')).toHaveLength(joined.decided)
    await shops.expectRules()
  })

  it('that is taken back leaves nothing by which the master is found', async () => {
    const shops = await open()
    const reviews = await shops.asked('there', 'Desk lamp 0')
    await shops.decide('join', reviews)
    shops.stores.there.merchant.editProduct(Number(shops.idOf('there', 'Desk lamp 0')), { sku: 'SEEN-THERE' })
    await pull(shops.browser, shops.channels.there)
    const found = async () => (await allProducts(shops.browser, { search: 'seen-there' })).map(({ name }) => name)
    expect(await found()).toEqual(['Lamp 0'])
    await shops.reopen(reviews)
    expect(await found()).toEqual([])
  })

  it('about what is no longer asked changes nothing, and says that it did not', async () => {
    const shops = await TwoShops.open({
      here: [...lampsOf(3, 'Lamp'), ...lampsOf(1, 'Twin lamp')],
      there: [...lampsOf(3, 'Desk lamp'), { name: 'Stays', sku: 'STAYS' }],
    })
    const { merchant } = shops.stores.there
    const [deleted, renamed, decided] = [0, 1, 2].map(at => `Desk lamp ${at}`) as [string, string, string]
    const stale = [deleted, renamed, decided].map(name => shops.asked('there', name))
    const reviews = (await Promise.all(stale)).flat()
    expect(reviews).toHaveLength(3)
    merchant.deleteProduct(Number(shops.idOf('there', deleted)))
    merchant.editProduct(Number(shops.idOf('there', renamed)), { sku: 'ITS-OWN' })
    expect(await pull(shops.browser, shops.channels.there)).toMatchObject({ account: { gone: 1, newVariants: 1 } })
    expect(await shops.decide('leave_out', await shops.asked('there', decided))).toMatchObject({ decided: 1, left: 0 })
    const before = await shops.catalog()
    for (const decision of decisions)
      expect(await shops.decide(decision, reviews)).toMatchObject({ decided: 0, left: 3 })
    expect(await shops.reopen(reviews.slice(0, 2))).toEqual({ reopened: 0, kept: [] })
    expect(await shops.catalog()).toEqual(before)
    // The one in the first store still waits.
    expect((await allReviews(shops.browser)).map(({ reason }) => reason)).toEqual(['duplicate'])
    expect(await shops.listed('there', renamed)).toMatchObject({ waitingCount: 0, productId: expect.any(String) })

    const { here: channelId } = shops.channels
    const [twin] = await allReviews(shops.browser)
    await shops.browser.call('DELETE /api/channels/:channelId', { params: { channelId } })
    expect(await allReviews(shops.browser)).toEqual([])
    if (twin !== undefined) expect(await shops.decide('join', [twin])).toMatchObject({ decided: 0, left: 1 })
  })

  it('that makes no sense is refused in words, and changes nothing', async () => {
    const shops = await open()
    const [review] = await allReviews(shops.browser)
    const ids = [review?.id ?? '']
    const before = await shops.catalog()
    const bodies: [unknown, string][] = [
      [{ decision: 'join' }, 'ids'],
      [{ decision: 'join', channelId: shops.channels.there }, 'ids'],
      [{ decision: 'join', ids: [] }, 'ids'],
      [{ decision: 'join', ids: Array.from({ length: 1_001 }, () => ids[0]) }, 'ids'],
      [{ decision: 'join', ids: 'rvw_1' }, 'ids'],
      [{ decision: 'join', ids: [null] }, 'ids'],
      [{ decision: 'join', ids: ['x'.repeat(41)] }, 'ids'],
      [{ decision: 'maybe', ids }, 'decision'],
      [{ decision: 'JOIN', ids }, 'decision'],
      [{ ids }, 'decision'],
      [{ decision: 'join', reason: 'mood' }, 'reason'],
      [{ decision: 'join', reason: 'duplicate', channelId: 7 }, 'channelId'],
      // Whatever is meant, one half of it would not be heard.
      [{ decision: 'join', ids, reason: 'barcode_differs' }, 'ids'],
      [{ decision: 'join', ids, channelId: shops.channels.here }, 'ids'],
    ]
    for (const [body, field] of bodies) {
      const response = await shops.browser.send('POST', '/api/review/decide', body)
      const problem = (await response.json()) as { code: string; title: string; fields?: Record<string, string> }
      expect([body, response.status, problem.code]).toEqual([body, 400, 'input_invalid'])
      expect([body, Object.keys(problem.fields ?? {})]).toEqual([body, [field]])
      expect(problem.title).toMatch(/^[A-Z].+\.$/)
    }
    for (const body of [{}, { ids: [] }, { ids: null }, { ids: Array.from({ length: 1_001 }, () => ids[0]) }]) {
      expect((await shops.browser.send('POST', '/api/review/reopen', body)).status).toBe(400)
    }
    for (const path of ['decide', 'reopen']) {
      const response = await shops.browser.send('POST', `/api/review/${path}`, { ids: ['rvw_\0'], decision: 'join' })
      expect([path, response.status]).toEqual([path, 400])
    }
    expect(await shops.decide('join', [{ ...review, id: 'rvw_nothing' } as ReviewItem])).toEqual({
      others: [],
      decided: 0,
      left: 1,
    })
    expect(await shops.catalog()).toEqual(before)
    expect(await allReviews(shops.browser)).toHaveLength(2)
  })

  it('reaches nothing of another workspace, by id or by reason', async () => {
    const [mine, theirs] = [await open(), await open()]
    const before = [await theirs.catalog(), await allReviews(theirs.browser)]
    const reviews = await allReviews(theirs.browser)
    for (const decision of decisions)
      expect(await mine.decide(decision, reviews)).toMatchObject({ decided: 0, left: 2 })
    const { there: channelId } = theirs.channels
    for (const body of [
      { reason: 'name_differs', channelId, decision: 'join' },
      { reason: 'name_differs', decision: 'keep_apart' },
    ] as const) {
      await mine.browser.call('POST /api/review/decide', { body })
    }
    expect(await mine.counts()).toEqual({ products: 4, variants: 4 })
    expect([await theirs.catalog(), await allReviews(theirs.browser)]).toEqual(before)
    await theirs.decide('join', reviews)
    expect(await mine.reopen(reviews)).toEqual({ reopened: 0, kept: [] })
    expect(await allReviews(theirs.browser, { decided: 'true' })).toHaveLength(2)
    expect(await allReviews(mine.browser, { channelId })).toEqual([])
  })
})
