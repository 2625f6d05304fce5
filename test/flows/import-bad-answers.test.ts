import { beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '../../src/api/contract/runs.ts'
import type { FaultRule, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allRunRows,
  catalogOf,
  connectStore,
  endOf,
  endOfImport,
  fieldOf,
  giveCredentials,
  hurry,
  importStore,
  importsForFile,
  listingPage,
  pull,
  runOf,
  runUntil,
} from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile({ storeTimeoutMs: 4_000 })

const products = 40
/** The addresses of each part of an import, and of nothing else. */
const phases = {
  trees: /^\/v3\/catalog\/trees$/,
  categories: /^\/v3\/catalog\/trees\/categories/,
  brands: /^\/v3\/catalog\/brands/,
  count: /direction=desc/,
  list: /include=variants/,
  options: /include=options/,
  'own address': /^\/v3\/catalog\/products\/\d+\?/,
} as const
const phaseNames = Object.keys(phases) as (keyof typeof phases)[]

type Trouble = Omit<FaultRule, 'match'>

/** Each of them comes once in every phase, and goes by itself. */
const troubles: Record<string, Trouble> = {
  '429 that says how long to wait': {
    kind: 'status',
    status: 429,
    headers: {
      'X-Rate-Limit-Time-Window-Ms': '30000',
      'X-Rate-Limit-Time-Reset-Ms': '300',
      'X-Rate-Limit-Requests-Quota': '150',
      'X-Rate-Limit-Requests-Left': '0',
      'X-Retry-After': '1',
    },
  },
  '429 without a word': { kind: 'status', status: 429, bare: true },
  '500 in place of a 429': { kind: 'status', status: 500, bare: true },
  '503': { kind: 'status', status: 503 },
  'a page of HTML': { kind: 'html' },
  'a page of HTML with 200': { kind: 'html', status: 200 },
  'a connection that is cut': { kind: 'reset' },
  'no answer at all': { kind: 'hang' },
  'an answer that is lost': { kind: 'lost-reply' },
  'half an answer': { kind: 'half-body' },
  'half a JSON': { kind: 'cut-json' },
  'an empty answer': { kind: 'status', status: 200, body: '' },
  'a JSON that is no list': { kind: 'status', status: 200, body: '{"data":{}}' },
  'a bare list': { kind: 'status', status: 200, body: '[]' },
  null: { kind: 'status', status: 200, body: 'null' },
  '401': { kind: 'status', status: 401 },
  '403': { kind: 'status', status: 403 },
  '422': { kind: 'status', status: 422 },
  'a redirect': { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' } },
}
/** More than a page of categories, and each product in one of them too. */
const newStore = () => imports.store({ seed: 41, products, categories: 300 })

/** All that the hub has of a store, as if every store were at the same address. */
async function keptOf(store: Sandbox, channelId: string): Promise<string> {
  return JSON.stringify(await catalogOf(imports.hub, channelId), null, 1).replaceAll(store.url, 'the store')
}

/** What an import comes to while nothing is in its way, before and after two products were deleted. */
const calm = { first: '', second: '' }

beforeAll(async () => {
  const store = await newStore()
  const browser = await imports.newBusiness()
  const { channelId } = await importStore(browser, store)
  calm.first = await keptOf(store, channelId)
  store.merchant.deleteProduct(110)
  store.merchant.deleteProduct(133)
  await pull(browser, channelId)
  calm.second = await keptOf(store, channelId)
})

describe('trouble that comes once in every phase', () => {
  const plant = (store: Sandbox, trouble: Trouble) => {
    store.faults.clear()
    for (const path of Object.values(phases)) store.faults.add({ match: { path }, times: 1, ...trouble })
  }
  /** Which phases met theirs. */
  const met = (store: Sandbox) => phaseNames.filter((_, at) => (store.faults.list[at]?.hits ?? 0) > 0)

  /** Some trouble makes the run wait a minute for its store; here it need not. */
  async function endInTime(browser: Browser, channelId: string): Promise<Run> {
    const { id } = await runOf(browser, channelId)
    for (;;) {
      const run = await runUntil(browser, id, ({ state }) => state !== 'queued' && state !== 'running')
      if (run.state !== 'waiting') return run
      await hurry(imports.hub, id)
    }
  }

  async function importTwice(trouble: Trouble) {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    plant(store, trouble)
    const channelId = await connectStore(browser, store)
    const first = await endInTime(browser, channelId)
    const afterFirst = await keptOf(store, channelId)
    const metFirst = met(store)
    plant(store, trouble)
    store.merchant.deleteProduct(110)
    store.merchant.deleteProduct(133)
    await browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} })
    const second = await endInTime(browser, channelId)
    return {
      first,
      second,
      afterFirst,
      afterSecond: await keptOf(store, channelId),
      metFirst,
      met: met(store),
    }
  }

  const ends = new Map<string, Promise<Awaited<ReturnType<typeof importTwice>>>>()
  // Side by side: most of the time is spent waiting.
  beforeAll(() => {
    for (const [name, trouble] of Object.entries(troubles)) {
      const end = importTwice(trouble)
      end.catch(() => {})
      ends.set(name, end)
    }
  })

  it.each(Object.keys(troubles))('%s: is imported to the last row', async name => {
    const end = await ends.get(name)
    if (end === undefined) throw new Error('It did not begin')
    expect([...end.metFirst, 'own address']).toEqual(phaseNames)
    expect(end.met).toEqual(phaseNames)
    const clean = { refused: 0, unexplained: 0, madeMeanwhile: 0, deletedMeanwhile: 0, held: 0, remarks: [] }
    expect(end.first).toMatchObject({
      state: 'done',
      account: { ...clean, storeSaid: products, taken: products, rows: {} },
    })
    expect(end.second).toMatchObject({ state: 'done', account: { ...clean, taken: products - 2, rows: { gone: 2 } } })
    expect(end.afterFirst).toBe(calm.first)
    expect(end.afterSecond).toBe(calm.second)
  })
})

describe('a store that stays down', () => {
  /** Options are read several at a time, and an overloaded store gets them one by one, which takes its time. */
  const troubleIn = (phase: keyof typeof phases): Trouble =>
    phase === 'options' ? { kind: 'reset' } : { kind: 'status', status: 503, bare: true }

  async function waitAndGoOn(phase: keyof typeof phases) {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const { channelId } = phase === 'own address' ? await importStore(browser, store) : { channelId: '' }
    if (phase === 'own address') for (const id of [110, 133]) store.merchant.deleteProduct(id)
    const fault = store.faults.add({ match: { path: phases[phase] }, ...troubleIn(phase) })
    const channel = channelId === '' ? await connectStore(browser, store) : channelId
    if (channelId !== '') {
      await browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} })
    }
    const { id } = await runOf(browser, channel)
    const waiting = await runUntil(browser, id, ({ state }) => state === 'waiting')
    fault.remove()
    await hurry(imports.hub, id)
    const done = await endOf(browser, id)
    return { waiting, done, kept: await keptOf(store, channel), store }
  }

  const ends = new Map<string, Promise<Awaited<ReturnType<typeof waitAndGoOn>>>>()
  beforeAll(() => {
    for (const phase of phaseNames) {
      const end = waitAndGoOn(phase)
      end.catch(() => {})
      ends.set(phase, end)
    }
  })

  it.each(phaseNames)('is waited for in plain words, and the import goes on by itself: %s', async phase => {
    const end = await ends.get(phase)
    if (end === undefined) throw new Error('It did not begin')
    expect(end.waiting).toMatchObject({ state: 'waiting', account: null, cancelling: false })
    expect(end.waiting.problem).toMatch(
      /^The store is closed for the moment: .*\.$|^The connection to .* broke off .*\.$/,
    )
    const inMs = Date.parse(end.waiting.triesAgainAt ?? '') - Date.now()
    expect(inMs).toBeLessThanOrEqual(60_000)
    expect(end.done).toMatchObject({ state: 'done', problem: null, triesAgainAt: null, account: { unexplained: 0 } })
    expect(end.kept).toBe(phase === 'own address' ? calm.second : calm.first)
  })

  it('is not asked again for what it has shown already, also after the hub was started anew', async () => {
    const [store, browser] = [await imports.store({ seed: 42, products: 520 }), imports.browser]
    const fault = store.faults.add({ match: { path: /id:greater=350&/ }, kind: 'status', status: 500, bare: true })
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    const waiting = await runUntil(browser, id, ({ state }) => state === 'waiting')
    expect(waiting.progress).toMatchObject({ phase: 'products', products: { done: 250, total: 520 } })
    // What was taken can be used meanwhile.
    expect(await allListings(browser, channelId)).toHaveLength(250)
    await imports.restart()
    fault.remove()
    store.journal.clear()
    await hurry(imports.hub, id)
    const done = await endOf(imports.browser, id)
    expect(done).toMatchObject({ state: 'done', account: { storeSaid: 520, taken: 520, newProducts: 520 } })
    const again = store.journal.exchanges.map(({ url }) => url)
    expect(again.filter(url => /trees|brands|id:greater=0&/.test(url) && !url.includes('date_modified'))).toEqual([])
  })

  it('is tried less and less often, and the run can be cancelled meanwhile', async () => {
    const [store, browser] = [await imports.store({ seed: 43, products: 5 }), await imports.newBusiness()]
    // With 200, such a page is not asked for again at once.
    const fault = store.faults.add({ match: { path: phases.list }, kind: 'html', status: 200 })
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    const waits: number[] = []
    for (let times = 0; times < 4; times += 1) {
      const later = Date.now() + 30_000
      const isPut = (at: string | null) => at !== null && Date.parse(at) > later
      const { triesAgainAt } = await runUntil(browser, id, run => run.state === 'waiting' && isPut(run.triesAgainAt))
      waits.push(Math.round((Date.parse(triesAgainAt ?? '') - Date.now()) / 60_000))
      await hurry(imports.hub, id)
    }
    expect(waits).toEqual([1, 2, 5, 10])
    await browser.call('POST /api/runs/:runId/cancel', { params: { runId: id } })
    expect(await endOf(browser, id)).toMatchObject({ state: 'cancelled', problem: null })
    fault.remove()
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { taken: 5 } })
  })
})

describe('credentials that are taken away while a store is imported', () => {
  it('end the import with what to do; new ones begin it again', async () => {
    const [store, browser] = [await imports.store({ seed: 44, products: 300 }), await imports.newBusiness()]
    const account = store.journal.onExchange(({ url }) => {
      if (!url.includes('include=variants')) return
      account()
      for (const { clientId } of store.accounts) store.deleteAccount(clientId)
    })
    const channelId = await connectStore(browser, store)
    const run = await endOfImport(browser, channelId)
    expect(run).toMatchObject({
      state: 'failed',
      account: { storeSaid: 300, storeSaysNow: 300, taken: 250, notReached: 50, unexplained: 0, remarks: [] },
    })
    expect(run.problem).toContain('connection doctor')
    const channel = () => browser.call('GET /api/channels/:channelId', { params: { channelId } })
    await runUntil(browser, run.id, () => true)
    for (let tries = 0; tries < 100 && (await channel()).state !== 'needs_attention'; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(await channel()).toMatchObject({ state: 'needs_attention', lastCheck: { verdict: 'refused' } })
    expect(await allListings(browser, channelId)).toHaveLength(250)

    await giveCredentials(browser, store, channelId)
    const again = await endOfImport(browser, channelId)
    expect(again.id).not.toBe(run.id)
    expect(again).toMatchObject({ state: 'done', account: { taken: 300, newProducts: 50 } })
  })
})

/** Meets every page of products that would show one of them. */
class PagesThatShow extends RegExp {
  readonly #ids: readonly number[]
  readonly #bad: ReadonlySet<number>
  readonly #ignoresKeys: boolean

  constructor(ids: readonly number[], bad: readonly number[], { ignoresKeys = false } = {}) {
    super('')
    this.#ids = ids
    this.#bad = new Set(bad)
    this.#ignoresKeys = ignoresKeys
  }

  override test(address: string): boolean {
    if (!address.includes('include=variants') || address.includes('date_modified')) return false
    const query = new URL(address, 'http://store').searchParams
    const chosen = query.get('id:in')?.split(',').map(Number)
    const after = this.#ignoresKeys ? 0 : Number(query.get('id:greater') ?? 0)
    const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit'))]
    const shown = chosen ?? this.#ids.filter(id => id > after).slice((page - 1) * limit, page * limit)
    return shown.some(id => this.#bad.has(id))
  }
}

describe('one product whose answer is always spoilt', () => {
  const ids = Array.from({ length: products }, (_, at) => 101 + at)

  async function importWith(bad: readonly number[], trouble: Trouble) {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const fault = store.faults.add({ match: { path: new PagesThatShow(ids, bad) }, ...trouble })
    const { channelId, run } = await importStore(browser, store)
    const listed = (await allListings(browser, channelId)).map(({ remoteId }) => Number(remoteId))
    const rows = await allRunRows(browser, run.id)
    fault.remove()
    const again = await pull(browser, channelId)
    return { run, listed: listed.sort((a, b) => a - b), rows, again, kept: await keptOf(store, channelId) }
  }

  it.each([
    ['in the middle', [117]],
    ['the first and the last', [101, 140]],
    ['two in a row', [120, 121]],
  ])('half a JSON: %s is named, and all others are there', async (_, bad) => {
    const { run, listed, rows, again, kept } = await importWith(bad, { kind: 'cut-json' })
    expect(run).toMatchObject({
      state: 'done',
      account: { storeSaid: products, taken: products - bad.length, refused: bad.length, unexplained: 0 },
    })
    expect(listed).toEqual(ids.filter(id => !bad.includes(id)))
    expect(rows.map(({ remoteId }) => Number(remoteId))).toEqual(bad)
    for (const row of rows) {
      expect(row).toMatchObject({ outcome: 'refused', kind: 'product' })
      expect(row.reason).toContain('cannot be used')
      expect(row.came).toMatch(/^\{"data":\[\{"id":\d+/)
    }
    expect(again).toMatchObject({ state: 'done', account: { taken: products, newProducts: bad.length, rows: {} } })
    expect(kept).toBe(calm.first)
  })

  it('an answer that is larger than anything should be', async () => {
    const bad = [117]
    const flood = (body: unknown) => ({ ...(body as object), flood: 'x'.repeat(17 * 1024 * 1024) })
    const { run, listed, rows, kept } = await importWith(bad, { kind: 'rewrite', rewrite: flood })
    expect(run).toMatchObject({ state: 'done', account: { taken: products - 1, refused: 1, unexplained: 0 } })
    expect(listed).toEqual(ids.filter(id => !bad.includes(id)))
    expect(rows).toMatchObject([
      { outcome: 'refused', remoteId: '117', reason: expect.stringContaining('far more than was asked for') },
    ])
    expect(kept).toBe(calm.first)
  })

  it('keeps what an earlier import knew of it', async () => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const { channelId } = await importStore(browser, store)
    store.faults.add({ match: { path: new PagesThatShow(ids, [117]) }, kind: 'cut-json' })
    const run = await pull(browser, channelId)
    expect(run).toMatchObject({ state: 'done', account: { taken: products - 1, refused: 1, gone: 0, held: 0 } })
    expect(await keptOf(store, channelId)).toBe(calm.first)
  })

  it('a store that is read by page number: two in different pages are named', async () => {
    const bad = [105, 380]
    const store = await imports.store({ seed: 45, products: 300, quirks: { ignoresIdGreater: true } })
    const browser = await imports.newBusiness()
    const all = Array.from({ length: 300 }, (_, at) => 101 + at)
    const path = new PagesThatShow(all, bad, { ignoresKeys: true })
    const fault = store.faults.add({ match: { path }, kind: 'cut-json' })
    const { channelId, run } = await importStore(browser, store)
    expect(run).toMatchObject({
      state: 'done',
      account: { storeSaid: 300, taken: 298, refused: 2, unexplained: 0, rows: { refused: 2 } },
    })
    const rows = await allRunRows(browser, run.id)
    expect(rows.map(({ remoteId }) => Number(remoteId)).sort()).toEqual(bad)
    for (const row of rows) expect(row).toMatchObject({ outcome: 'refused', came: expect.stringContaining('{"data"') })
    fault.remove()
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { taken: 300, newProducts: 2 } })
  })

  it('options: it is named once, and all others have theirs', async () => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const fault = store.faults.add({ match: { path: /id:in=[^&]*\b117\b.*include=options/ }, kind: 'cut-json' })
    const { channelId, run } = await importStore(browser, store)
    expect(run).toMatchObject({ state: 'done', account: { taken: products, refused: 0, rows: { noted: 1 } } })
    const rows = await allRunRows(browser, run.id)
    expect(rows).toMatchObject([{ outcome: 'noted', kind: 'product', remoteId: '117' }])
    expect(rows[0]?.reason).toContain('options and modifiers could not be read')
    expect(rows[0]?.name).not.toBe('')
    const page = await listingPage(browser, channelId, 117)
    expect([page.channels[0]?.detailsAt, fieldOf(page, 'options').of(channelId)]).toEqual([null, null])
    fault.remove()
    await pull(browser, channelId)
    expect(await keptOf(store, channelId)).toBe(calm.first)
  })

  it('its own address: it stays as it is, and is named', async () => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const { channelId } = await importStore(browser, store)
    store.merchant.deleteProduct(117)
    const fault = store.faults.add({
      match: { path: /^\/v3\/catalog\/products\/117\?/ },
      ...{ kind: 'status', status: 200, body: '{"data":{"id":11' },
    })
    const run = await pull(browser, channelId)
    expect(run).toMatchObject({ state: 'done', account: { taken: products - 1, gone: 0 } })
    expect(await allRunRows(browser, run.id)).toMatchObject([
      { outcome: 'noted', remoteId: '117', reason: expect.stringContaining('own address') },
    ])
    const listing = async () => (await allListings(browser, channelId)).find(({ remoteId }) => remoteId === '117')
    expect((await listing())?.goneAt).toBeNull()
    fault.remove()
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { gone: 1 } })
    expect((await listing())?.goneAt).not.toBeNull()
  })
})

describe('a list beside the products that is always spoilt', () => {
  it.each(['categories', 'brands'] as const)('%s: it is said, and the products come', async what => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const fault = store.faults.add({ match: { path: phases[what] }, kind: 'cut-json' })
    const { channelId, run } = await importStore(browser, store)
    expect(run).toMatchObject({ state: 'done', account: { taken: products, refused: 0, unexplained: 0 } })
    expect(run.account?.remarks).toHaveLength(1)
    expect(run.account?.remarks[0]).toContain(`Not all ${what} could be read`)
    fault.remove()
    // Their names come with the next import, and so do those of the products.
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { remarks: [] } })
    expect(await keptOf(store, channelId)).toBe(calm.first)
    // Once known, they are not forgotten.
    store.faults.add({ match: { path: phases[what] }, kind: 'cut-json' })
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { changed: 0 } })
    expect(await keptOf(store, channelId)).toBe(calm.first)
  })

  it.each([
    ['trees', 'categories'],
    ['categories', 'categories'],
    ['brands', 'brands'],
  ] as const)('%s that the API account may not read: the products come without their names', async (phase, what) => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    const fault = store.faults.add({ match: { path: phases[phase] }, kind: 'status', status: 403 })
    const { channelId, run } = await importStore(browser, store)
    expect(run).toMatchObject({
      ...{ state: 'done', problem: null },
      account: { taken: products, refused: 0, unexplained: 0, rows: {} },
    })
    expect(run.account?.remarks).toEqual([
      expect.stringMatching(`^Not all ${what} could be read: .* The scope Products is meant to allow them: .* plan`),
    ])
    const shown = fieldOf(await listingPage(browser, channelId, 101), what === 'brands' ? 'brand' : 'categories')
    expect(JSON.stringify(shown.of(channelId))).toMatch(what === 'brands' ? /"Brand \d+"/ : /"Category \d+"/)
    fault.remove()
    // With the permission come the names.
    await giveCredentials(browser, store, channelId)
    expect(await endOfImport(browser, channelId)).toMatchObject({ state: 'done', account: { remarks: [] } })
    expect(await keptOf(store, channelId)).toBe(calm.first)
  })

  it('one page of categories: the others are there', async () => {
    const [store, browser] = [await newStore(), await imports.newBusiness()]
    store.faults.add({ match: { path: /trees\/categories\?.*page=2/ }, kind: 'cut-json' })
    const { channelId, run } = await importStore(browser, store)
    expect(run).toMatchObject({ state: 'done', account: { taken: products } })
    expect(run.account?.remarks.join()).toContain('Not all categories')
    const { categories } = await catalogOf(imports.hub, channelId)
    expect(categories.length).toBeGreaterThanOrEqual(250)
  })
})
