import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/api/contract/runs.ts'
import type { Fault, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  allRunRows,
  catalogOf,
  connectStore,
  endOf,
  importedStore,
  importStore,
  importsForFile,
  listingPage,
  makeDue,
  masterCounts,
  pull,
  runOf,
  runUntil,
  until,
} from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile()

/** Of a store with 760 products the pages begin behind 0, 350, 600 and 850; one that was deleted moves them by one. */
const large = 760
const thirdPage = /id:greater=60[01]&/
const details = /include=options/

/** The store never answers what matches, so that an import comes this far and no further. */
function stopAt(store: Sandbox, path: RegExp, after = 0): Fault {
  return store.faults.add({ match: { path }, kind: 'hang', after })
}

const cancel = (browser: Browser, runId: string) => browser.call('POST /api/runs/:runId/cancel', { params: { runId } })
const catalogState = (browser: Browser, channelId: string) =>
  browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } })

/** Cancels a run that is as far as it should be, and says how it ended. */
async function cancelled(browser: Browser, runId: string, isThere: (run: Run) => boolean): Promise<Run> {
  await runUntil(browser, runId, isThere)
  expect(await cancel(browser, runId)).toMatchObject({ id: runId, cancelling: true })
  return endOf(browser, runId)
}

/** The hub imports another store from beginning to end, and meanwhile asks this one for nothing. */
async function expectLeftAlone(store: Sandbox): Promise<void> {
  const asked = store.journal.total
  await importedStore(imports, 60, 15)
  expect(store.journal.total).toBe(asked)
}

/** The channel has what an import of the same store has that nobody cancelled. */
async function expectAsUndisturbed(channelId: string, store: Sandbox): Promise<void> {
  const { channelId: undisturbed } = await importStore(await imports.newBusiness(), store)
  expect(await masterCounts(imports.hub, channelId)).toEqual(await masterCounts(imports.hub, undisturbed))
  expect(await catalogOf(imports.hub, channelId)).toEqual(await catalogOf(imports.hub, undisturbed))
}

describe('an import that is cancelled', () => {
  it('in the middle of the list keeps what it took, says so, and asks the store for nothing more', async () => {
    const store = await imports.store({ seed: 61, products: large })
    const browser = await imports.newBusiness()
    const fault = stopAt(store, thirdPage)
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    const run = await cancelled(browser, id, ({ progress }) => progress.products.done === 500)
    expect(run).toMatchObject({
      ...{ state: 'cancelled', problem: null, triesAgainAt: null, finishedAt: expect.any(String) },
      progress: { products: { done: 500, total: 760 }, requestsLeft: null, endsAt: null },
      account: {
        ...{ storeSaid: 760, taken: 500, newProducts: 500, notReached: 260, unexplained: 0 },
        ...{ refused: 0, gone: 0, held: 0, deletedMeanwhile: 0, rows: {} },
      },
    })
    fault.remove()
    await expectLeftAlone(store)
    expect(await allListings(browser, channelId)).toHaveLength(500)
    expect(await allProducts(browser)).toHaveLength(500)
    expect((await listingPage(browser, channelId, 101)).id).not.toBeNull()
    const { activeRun, lastRun, readAt, counts } = await catalogState(browser, channelId)
    expect([activeRun, lastRun?.id, readAt.complete, counts.products]).toEqual([null, id, null, 500])

    const again = await pull(browser, channelId)
    expect(again).toMatchObject({
      ...{ mode: 'full', state: 'done' },
      account: { storeSaid: 760, taken: 760, newProducts: 260, changed: 0, unexplained: 0, rows: {} },
    })
    await expectAsUndisturbed(channelId, store)
  })

  it('while options are read keeps those that it has, and the next import reads the rest', async () => {
    const store = await imports.store({ seed: 62, products: 300 })
    const browser = await imports.newBusiness()
    const fault = stopAt(store, details, 16)
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    const run = await cancelled(browser, id, ({ progress }) => progress.details.done >= 100)
    expect(run).toMatchObject({
      ...{ state: 'cancelled', problem: null },
      account: { storeSaid: 300, taken: 300, newProducts: 300, unexplained: 0, gone: 0, rows: {} },
    })
    fault.remove()
    await expectLeftAlone(store)
    const { products } = await catalogOf(imports.hub, channelId)
    const read = products.filter(({ has_details }) => has_details === true).length
    expect([products.length, read]).toEqual([300, run.progress.details.done])
    expect((await catalogState(browser, channelId)).readAt).toMatchObject({ complete: null, details: null })

    expect(await pull(browser, channelId)).toMatchObject({
      ...{ state: 'done', progress: { details: { done: 300 } } },
      account: { taken: 300, newProducts: 0, newVariants: 0, changed: 0, rows: {} },
    })
    await expectAsUndisturbed(channelId, store)
  })

  it('is taken up again by the hub itself a day later, where it was the first', async () => {
    const store = await imports.store({ seed: 66, products: large })
    const browser = await imports.newBusiness()
    const fault = stopAt(store, thirdPage)
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    const run = await cancelled(browser, id, ({ progress }) => progress.products.done === 500)
    fault.remove()
    const state = await catalogState(browser, channelId)
    expect(state.nextChangesAt).toBeNull()
    expect(Date.parse(state.nextFullAt ?? '') - Date.parse(run.finishedAt ?? '')).toBe(24 * 3_600_000)
    await makeDue(imports.hub, channelId, 'full')
    const latest = async () => (await browser.call('GET /api/runs', { query: { channelId } })).runs[0]
    await until(async () => (await latest())?.id !== id)
    expect(await endOf(browser, (await latest())?.id ?? '')).toMatchObject({
      ...{ mode: 'full', state: 'done', startedBy: 'the hub itself' },
      account: { taken: large, newProducts: 260, unexplained: 0 },
    })
    await expectAsUndisturbed(channelId, store)
  })

  it('takes nothing that it did not see for gone', async () => {
    const { store, browser, channelId } = await importedStore(imports, 65, large)
    const { complete } = (await catalogState(browser, channelId)).readAt
    store.merchant.deleteProduct(105)
    store.merchant.deleteProduct(855)
    store.merchant.editProduct(106, { name: 'Edited before' })
    store.merchant.editProduct(856, { name: 'Edited behind' })
    const fault = stopAt(store, thirdPage)
    const { id } = await browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} })
    const run = await cancelled(browser, id, ({ progress }) => progress.products.done === 500)
    expect(run).toMatchObject({
      ...{ state: 'cancelled', account: { storeSaid: 758, taken: 500, changed: 1, gone: 0, held: 0, newProducts: 0 } },
    })
    fault.remove()
    await expectLeftAlone(store)
    const state = await catalogState(browser, channelId)
    expect(state).toMatchObject({ counts: { products: 760, gone: 0 }, heldRun: null, readAt: { complete } })
    expect((await allListings(browser, channelId)).filter(({ goneAt }) => goneAt !== null)).toEqual([])
    expect((await listingPage(browser, channelId, 106)).name).toBe('Edited before')
    expect((await listingPage(browser, channelId, 856)).name).not.toBe('Edited behind')

    const again = await pull(browser, channelId)
    expect(again).toMatchObject({ state: 'done', account: { taken: 758, changed: 1, newProducts: 0, gone: 2 } })
    const gone = (await allRunRows(browser, again.id, { outcome: 'gone' })).map(({ remoteId }) => remoteId)
    expect(gone.sort()).toEqual(['105', '855'])
    expect((await listingPage(browser, channelId, 856)).name).toBe('Edited behind')
    expect(await masterCounts(imports.hub, channelId)).toMatchObject({ products: 760 })
  })

  it('leaves what it would have found to the next look for changes', async () => {
    const { store, browser, channelId } = await importedStore(imports, 63, 20)
    store.merchant.editProduct(103, { name: 'Edited' })
    const fault = stopAt(store, /date_modified/)
    const { id } = await browser.call('POST /api/channels/:channelId/pulls', {
      ...{ params: { channelId }, body: { mode: 'changes' } },
    })
    const run = await cancelled(browser, id, ({ progress }) => progress.phase === 'changes')
    expect(run).toMatchObject({ mode: 'changes', state: 'cancelled', account: { taken: 0, changed: 0 } })
    fault.remove()
    expect((await listingPage(browser, channelId, 103)).name).not.toBe('Edited')
    expect(await pull(browser, channelId, 'changes')).toMatchObject({ state: 'done', account: { changed: 1 } })
    expect((await listingPage(browser, channelId, 103)).name).toBe('Edited')
  })

  it('ends once, whoever asks for it and how often, and stays in the way of another until it has', async () => {
    const store = await imports.store({ seed: 64, products: 12 })
    const browser = await imports.newBusiness()
    const fault = stopAt(store, details)
    const channelId = await connectStore(browser, store)
    const { id } = await runOf(browser, channelId)
    await runUntil(browser, id, ({ progress }) => progress.phase === 'details')
    const start = () => browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} })
    expect(await refusalOf(start())).toMatchObject({ status: 409, code: 'run_active', about: { runId: id } })
    for (const asked of await Promise.all([1, 2, 3].map(() => cancel(browser, id)))) expect(asked.id).toBe(id)
    const run = await endOf(browser, id)
    expect(run).toMatchObject({ state: 'cancelled', account: { taken: 12 } })
    fault.remove()
    expect(await refusalOf(cancel(browser, id))).toMatchObject({ status: 409, code: 'run_ended' })
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { taken: 12, newProducts: 0 } })
    const { runs } = await browser.call('GET /api/runs', { query: { channelId } })
    expect(runs.map(({ state }) => state)).toEqual(['done', 'cancelled'])
    // A later import leaves the account of the one before as it was.
    expect(runs[1]).toEqual(run)
  })
})
