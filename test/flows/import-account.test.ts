import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { Run, RunRow } from '../../src/api/contract/runs.ts'
import { changeRow, type Exchange, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allRunRows,
  askStore,
  connectStore,
  endOfImport,
  fieldOf,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile()
const list = '/v3/catalog/products'

/** The first total and the last one, with all that happened between them, and nothing left over. */
function expectReconciled({ account, state }: Run): void {
  expect(state).toBe('done')
  expect(account).not.toBeNull()
  if (account === null) return
  const { storeSaid, madeMeanwhile, deletedMeanwhile, storeSaysNow, taken, refused } = account
  expect((storeSaid ?? 0) + madeMeanwhile - deletedMeanwhile).toBe(storeSaysNow)
  expect(taken + refused).toBe(storeSaysNow)
  expect(account.unexplained).toBe(0)
}

/** Every product of the store is in the hub, and none that the store doesn't have. */
async function expectComplete(browser: Browser, channelId: string, store: Sandbox): Promise<void> {
  const there = (await askStore(store, `${list}?include_fields=name`)).map(row => [String(row.id), row.name])
  const here = (await allListings(browser, channelId)).filter(({ goneAt }) => goneAt === null)
  expect(here.map(({ remoteId, name }) => [remoteId, name]).sort()).toEqual(there.sort())
}

/** Does something once, before the answer to the first request that fits leaves the store. */
function once(store: Sandbox, fits: (exchange: Exchange) => boolean, act: (exchange: Exchange) => void): void {
  const stop = store.journal.onExchange(exchange => {
    if (!fits(exchange)) return
    stop()
    act(exchange)
  })
}

const isPage = ({ url }: Exchange) => url.includes('include=variants') && !url.includes('date_modified')
const isDetails = ({ url }: Exchange) => url.includes('include=options')
const named = (rows: readonly RunRow[], outcome: string) => rows.filter(row => row.outcome === outcome)

/** The store tells every weight as a text, which is noted for each product. */
function spoilWeights(store: Sandbox): void {
  store.faults.add({
    match: { path: list },
    kind: 'rewrite',
    rewrite: body => {
      const { data, ...rest } = body as { data: { id: number; weight?: number }[] }
      return { ...rest, data: data.map(row => ('weight' in row ? { ...row, weight: String(row.weight) } : row)) }
    },
  })
}

describe('the account of an import', () => {
  it('names every row that was not taken, with the reason and what came', async () => {
    const store = await imports.store({ seed: 21, products: 30 })
    const broken = (row: object) =>
      store.faults.add({ match: { path: new RegExp(`^${list}\\?`) }, kind: 'rewrite', row: { id: 0, ...row } })
    broken({ id: 102, instead: 'oops' })
    broken({ id: 103, without: ['id'] })
    broken({ id: 104, set: { id: 'x4' } })
    broken({ id: 105, set: { variants: [{ id: null, sku: 'LOST' }] } })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(run.account).toMatchObject({ storeSaid: 30, taken: 27, refused: 3, rows: { refused: 4 } })
    const rows = named(await allRunRows(browser, run.id), 'refused')
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['product', 'product', 'product', 'variant'])
    expect(rows.map(({ came }) => came).join('\n')).toContain('"oops"')
    const nameless = rows.find(({ came }) => came.includes('"x4"'))
    expect(nameless).toMatchObject({ remoteId: '', reason: expect.stringContaining('no id') })
    expect(nameless?.name).not.toBe('')
    expect(rows.find(({ kind }) => kind === 'variant')).toMatchObject({
      sku: 'LOST',
      reason: expect.stringContaining('has no id'),
    })
    const ids = (await allListings(browser, channelId)).map(({ remoteId }) => remoteId)
    expect(ids.filter(id => ['102', '103', '104'].includes(id))).toEqual([])
    expect(ids).toHaveLength(27)
  })

  it('gives all rows of its report, in pages and as a file, also more than a page of them', async () => {
    const store = await imports.store({ seed: 22, products: 620 })
    const names = ['=1+1', '@sum', 'comma, "quote"', 'two\nlines', 'ünïcode 🏕️']
    for (const [at, name] of names.entries()) store.merchant.editProduct(101 + at, { name }, { silent: true })
    spoilWeights(store)
    const browser = await imports.newBusiness()
    const { run } = await importStore(browser, store)
    expectReconciled(run)
    const rows = named(await allRunRows(browser, run.id, { limit: 7 }), 'noted')
    expect(run.account?.rows).toEqual({ noted: 620 })
    expect(rows).toHaveLength(620)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(620)
    expect(new Set(rows.map(({ remoteId }) => remoteId)).size).toBe(620)
    for (const row of rows) {
      expect(row).toMatchObject({ kind: 'product', reason: '“weight” came as text, not as a number.' })
      expect(row.came).toMatch(/^\{"weight":"[\d.]+"\}$/)
    }
    expect(await allRunRows(browser, run.id, { outcome: 'refused' })).toEqual([])

    const file = await browser.send('GET', `/api/runs/${run.id}/rows.csv`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(file.headers.get('content-disposition')).toContain(`${run.id}.csv`)
    const lines = parse(await file.text(), { columns: true, bom: true }) as Record<string, string>[]
    expect(lines).toHaveLength(620)
    // A spreadsheet must not run what a store says.
    const harmless = (text: string) => (/^[=@]/.test(text) ? `'${text}` : text)
    expect(lines.map(line => [line['Store id'], line.Name, line['What came']])).toEqual(
      rows.map(({ remoteId, name, came }) => [remoteId, harmless(name), came]),
    )
    const refused = await browser.send('GET', `/api/runs/${run.id}/rows.csv?outcome=refused`)
    expect(parse(await refused.text(), { bom: true })).toHaveLength(1)
  })
})

describe('a catalog that changes while it is imported', () => {
  it('names what was made, edited and deleted, and tells how many went unread', async () => {
    const store = await imports.store({ seed: 23, products: 260 })
    const { merchant } = store
    let made = 0
    once(store, isPage, () => {
      made = merchant.addProduct({ name: 'Just made', sku: 'JUST-MADE' }).productId
      merchant.editProduct(110, { name: 'Edited meanwhile', price: 3.25 })
      merchant.deleteProduct(120)
      // Not read yet: nobody will ever know what it was.
      merchant.deleteProduct(355)
    })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(run.account).toMatchObject({
      ...{ storeSaid: 260, storeSaysNow: 259, taken: 259 },
      ...{ madeMeanwhile: 1, editedMeanwhile: 1, deletedMeanwhile: 2 },
      remarks: [expect.stringContaining('One product was deleted')],
    })
    const rows = await allRunRows(browser, run.id)
    expect(named(rows, 'made')).toMatchObject([{ remoteId: String(made), name: 'Just made', sku: 'JUST-MADE' }])
    expect(named(rows, 'edited')).toMatchObject([{ remoteId: '110', name: 'Edited meanwhile' }])
    expect(named(rows, 'deleted')).toMatchObject([{ remoteId: '120' }])
    await expectComplete(browser, channelId, store)
    expect(fieldOf(await listingPage(browser, channelId, 110), 'price').of(channelId)).toBe('3.25')
  })

  it('names what was made after the list was read, and reads its options too', async () => {
    const store = await imports.store({ seed: 24, products: 40 })
    let made = 0
    once(store, isDetails, () => {
      made = store.merchant.addProduct({
        name: 'Late',
        sku: 'LATE',
        options: [{ name: 'Size', values: ['S', 'M'] }],
      }).productId
    })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(run.account).toMatchObject({ storeSaid: 40, storeSaysNow: 41, taken: 41, madeMeanwhile: 1 })
    expect(named(await allRunRows(browser, run.id), 'made')).toMatchObject([{ remoteId: String(made), name: 'Late' }])
    const page = await listingPage(browser, channelId, made)
    expect(fieldOf(page, 'options').master).toMatchObject([{ name: 'Size' }])
    expect(page.channels[0]?.detailsAt).not.toBeNull()
    await expectComplete(browser, channelId, store)
  })

  it('finds what was made after the list was read also where the store does not hear the date', async () => {
    const store = await imports.store({ seed: 25, products: 40, quirks: { ignoresDateModifiedMin: true } })
    let made = 0
    once(store, isDetails, () => {
      made = store.merchant.addProduct({ name: 'Late', options: [{ name: 'Size', values: ['S', 'M'] }] }).productId
    })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(named(await allRunRows(browser, run.id), 'made')).toMatchObject([{ remoteId: String(made) }])
    expect(run.account?.remarks.join()).toContain('ignored the question for changes')
    expect(fieldOf(await listingPage(browser, channelId, made), 'options').master).toMatchObject([{ name: 'Size' }])
  })

  it('names what was deleted while options were read', async () => {
    const store = await imports.store({ seed: 26, products: 40 })
    once(store, isDetails, () => {
      for (const id of [101, 125, 140]) store.merchant.deleteProduct(id)
    })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(run.account).toMatchObject({ deletedMeanwhile: 3, taken: 37, gone: 0, remarks: [] })
    const deleted = named(await allRunRows(browser, run.id), 'deleted').map(({ remoteId }) => remoteId)
    expect(deleted.sort()).toEqual(['101', '125', '140'])
    await expectComplete(browser, channelId, store)
  })

  it('names each product once in a later import, also one that was deleted before it was read again', async () => {
    const store = await imports.store({ seed: 27, products: 260 })
    const browser = await imports.newBusiness()
    const { channelId } = await importStore(browser, store)
    once(store, isPage, () => {
      store.merchant.deleteProduct(355)
      store.merchant.deleteProduct(104)
      store.merchant.editProduct(106, { name: 'Edited in the second' })
    })
    const run = await pull(browser, channelId)
    expectReconciled(run)
    const rows = await allRunRows(browser, run.id)
    expect(rows.map(({ outcome, remoteId }) => `${outcome} ${remoteId}`).sort()).toEqual([
      // What it had of the one is no longer there; whether it went before or after the import began, nobody can say.
      ...['deleted 104', 'edited 106', 'gone 355'],
    ])
    expect(run.account).toMatchObject({ storeSaid: 260, storeSaysNow: 258, deletedMeanwhile: 2, gone: 1, remarks: [] })
    await expectComplete(browser, channelId, store)
  })
})

describe('a store that does otherwise than documented', () => {
  const remarksOf = ({ account }: Run) => account?.remarks.join('\n') ?? ''

  it('ignores the key: its products are read by page number, and it is said', async () => {
    const store = await imports.store({ seed: 31, products: 520, quirks: { ignoresIdGreater: true } })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    expect(remarksOf(run)).toContain('read by page number')
    await expectComplete(browser, channelId, store)
    expect(imports.asked).toContain('GET /v3/catalog/products include limit page sort')
  })

  it('ignores the key while products are deleted: none of the others slips through', async () => {
    const store = await imports.store({ seed: 32, products: 760, quirks: { ignoresIdGreater: true } })
    const pages = new RegExp(`^${list}\\?sort=id&page=\\d`)
    store.faults.add({ match: { path: pages }, kind: 'shift', shift: 'disappear', times: 2 })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expect(run.state).toBe('done')
    await expectComplete(browser, channelId, store)
    expectReconciled(run)
  })

  it('ignores the key while products are deleted: what is odd about one is named once', async () => {
    const store = await imports.store({ seed: 38, products: 760, quirks: { ignoresIdGreater: true } })
    const pages = new RegExp(`^${list}\\?sort=id&page=\\d`)
    store.faults.add({ match: { path: pages }, kind: 'shift', shift: 'disappear', times: 2 })
    spoilWeights(store)
    const browser = await imports.newBusiness()
    const { run } = await importStore(browser, store)
    const noted = named(await allRunRows(browser, run.id), 'noted').map(({ remoteId }) => remoteId)
    expect(noted.length).toBeGreaterThanOrEqual(758)
    expect(new Set(noted).size).toBe(noted.length)
  })

  it('ignores the order: nothing is passed over, and it is said', async () => {
    const store = await imports.store({ seed: 33, products: 760, quirks: { ignoresSort: true } })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    await expectComplete(browser, channelId, store)
    expectReconciled(run)
    expect(remarksOf(run)).toContain('by page number')
    expect(await pull(browser, channelId)).toMatchObject({
      state: 'done',
      account: { taken: 760, gone: 0, held: 0, changed: 0, newProducts: 0 },
    })
  })

  it('ignores key and order at once', async () => {
    const quirks = { ignoresSort: true, ignoresIdGreater: true }
    const store = await imports.store({ seed: 34, products: 520, quirks })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    await expectComplete(browser, channelId, store)
    expectReconciled(run)
  })

  it('ignores since when it is asked for changes: a full import finds them, and it is said', async () => {
    const store = await imports.store({ seed: 35, products: 30, quirks: { ignoresDateModifiedMin: true } })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    expectReconciled(run)
    store.merchant.editProduct(105, { name: 'Changed' })
    const changes = await pull(browser, channelId, 'changes')
    expect(changes.state).toBe('done')
    expect(remarksOf(changes)).toContain('only full imports find them')
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { changed: 1 } })
    await expectComplete(browser, channelId, store)
  })

  it.each([
    [7, 'more'],
    [-7, 'fewer'],
  ])('tells a total that is wrong by %i: nothing is lost, and it is said', async (totalOff, what) => {
    const store = await imports.store({ seed: 36, products: 270, quirks: { totalOff } })
    const browser = await imports.newBusiness()
    const { channelId, run } = await importStore(browser, store)
    await expectComplete(browser, channelId, store)
    expect(run).toMatchObject({
      state: 'done',
      account: { storeSaid: 270 + totalOff, storeSaysNow: 270 + totalOff, taken: 270, deletedMeanwhile: 0, rows: {} },
    })
    expect(remarksOf(run)).toContain(`7 ${what} than it shows`)
    expect(run.account?.unexplained).toBe(Math.max(0, totalOff))
  })

  it('has fields that nobody has heard of: they are counted, and the rest is taken', async () => {
    const store = await imports.store({ seed: 37, products: 5 })
    store.faults.add({
      match: { path: list },
      kind: 'rewrite',
      rewrite: changeRow(102, row => ({ ...row, a: 1, b: {} })),
    })
    const browser = await imports.newBusiness()
    const channelId = await connectStore(browser, store)
    const run = await endOfImport(browser, channelId)
    expectReconciled(run)
    expect(run.account).toMatchObject({ unknownFields: { a: 1, b: 1 }, taken: 5 })
  })
})
