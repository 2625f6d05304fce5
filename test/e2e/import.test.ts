import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { owner } from '../support/hub.ts'
import {
  addChannel,
  addConnected,
  addImported,
  connectedLine,
  connectionForm,
  connectionPathOf,
  domainOf,
  formOf,
  importAgain,
  importEnded,
  importPanel,
  importSettingsPathOf,
  makeAccount,
  minimumScopes,
  pathOf,
  readCatalog,
  recordStatus,
} from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox

beforeEach(async () => {
  store = await createSandbox({ seed: 31, products: 120, quota: 'off' })
})
afterEach(() => store.close())

/** Lets the store answer so slowly that an import can be watched; the doctor asks for other things. */
const slowly = (delayMs: number) =>
  store.faults.add({ match: { path: /^\/v3\/catalog\/(?:trees|brands|products\?.*include=)/ }, kind: 'slow', delayMs })

/** The products of the store, as its API lists them. */
async function productsOf(limit: number): Promise<{ id: number; name: string }[]> {
  const { clientId, accessToken } = makeAccount(store)
  const address = `${store.apiAddress}/stores/${store.storeHash}/v3/catalog/products?limit=${limit}&sort=id`
  const response = await fetch(address, { headers: { 'X-Auth-Token': accessToken, Accept: 'application/json' } })
  store.deleteAccount(clientId)
  return ((await response.json()) as { data: { id: number; name: string }[] }).data
}

/** Gives every product a weight that is none. */
function allHeavy(body: unknown): unknown {
  const { data, ...rest } = body as { data: readonly object[] }
  return { ...rest, data: data.map(row => ({ ...row, weight: 'heavy' })) }
}

/** Notes what the page asks the hub for. */
function watchCalls(page: Page): string[] {
  const calls: string[] = []
  page.on('request', request => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(`${request.method()} ${pathname}`)
  })
  return calls
}

describe('importing', () => {
  it('begins by itself after connecting, is seen to go on without asking, and ends with everything', async () => {
    const domain = await domainOf(store)
    const channelId = await addChannel(dashboard, 'My shop')
    const { page } = await dashboard.open(connectionPathOf(channelId))
    await connectionForm(page).fill(formOf(makeAccount(store)))
    // Nothing comes until somebody looks.
    store.faults.add({ match: { path: '/v3/catalog/trees' }, kind: 'reset' })
    await connectionForm(page).save.click()
    await connectedLine(page, { name: store.storeName, domain }).waitFor()
    await page.getByText('Its catalog is being imported').waitFor()
    await page.getByRole('link', { name: 'Follow the import' }).click()

    const { panel, bar, cancel, amount } = importPanel(page)
    await bar.waitFor()
    await cancel.waitFor()
    const said = await recordStatus(page)
    const calls = watchCalls(page)
    store.faults.clear()
    slowly(1_000)
    const widths = new Set<string | null>()
    while (await bar.isVisible()) widths.add(await bar.getAttribute('aria-valuenow').catch(() => null))
    await panel.getByText('Everything is here.').waitFor()
    expect((await said()).join()).toContain('Reading options and modifiers')
    expect(widths.size).toBeGreaterThan(3)
    // What moved was pushed: the page asks at its start and end, and not in between.
    const asked = calls.filter(call => call === `GET /api/channels/${channelId}/catalog`)
    expect(asked.length).toBeLessThan(widths.size)

    expect((await readCatalog(dashboard, channelId)).counts).toMatchObject({
      products: store.counts.products,
      variants: store.counts.variants,
    })
    expect(await amount('Products')).toBe(store.counts.products)
    expect(await amount('Variants')).toBe(store.counts.variants)
  })

  it('stops when somebody wants it to, and does not double what is there when it is done again', async () => {
    const hung = store.faults.add({ match: { path: '/v3/catalog/products' }, kind: 'slow', delayMs: 1_500, after: 3 })
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, bar, cancel, resume, amount } = importPanel(page)
    await bar.waitFor()
    await cancel.click()
    const dialog = page.getByRole('dialog', { name: 'Stop this import?' })
    await dialog.getByRole('button', { name: 'Go on importing' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await readCatalog(dashboard, channelId)).activeRun?.cancelling).toBe(false)
    await cancel.click()
    await dialog.getByRole('button', { name: 'Stop importing' }).click()
    await panel.getByText(/stopped before its end\. .*\. Resume it/).waitFor()
    await panel.getByText(/^.*Otherwise the hub resumes it by itself: .*/).waitFor()
    // Who only looks at the dashboard must not take a part for the whole.
    await page.goto(dashboard.hub.url)
    await page
      .getByRole('article')
      .getByRole('link', { name: /^The first import was stopped .*: resume it$/ })
      .click()
    hung.remove()
    await resume.click()
    await panel.getByText('Everything is here.').waitFor()
    expect(await amount('Products')).toBe(store.counts.products)
    expect(await amount('Variants')).toBe(store.counts.variants)
    const { runs } = await dashboard.api.call('GET /api/runs', { query: { channelId } })
    expect(runs.map(({ state, startedBy }) => [state, startedBy])).toEqual([
      ['done', owner.name],
      ['cancelled', owner.name],
    ])
  })

  it('waits while the store gives no usable answer, says until when, and goes on by itself', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    store.faults.add({ match: { path: '/v3/catalog/products' }, kind: 'cut-json' })
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, start } = importPanel(page)
    await start.click()
    await panel.getByText('Waiting', { exact: true }).waitFor()
    await panel.getByText(/It goes on by itself where it stopped, at \d/).waitFor()
    expect((await readCatalog(dashboard, channelId)).activeRun?.problem).not.toBeNull()
    await panel.getByText((await readCatalog(dashboard, channelId)).activeRun?.problem ?? '?').waitFor()
    store.faults.clear()
    await dashboard.hub.db.kysely
      .updateTable('run')
      .set({ due_at: new Date(0) })
      .where('state', '=', 'waiting')
      .execute()
    await panel.getByText('Everything is here.').waitFor()
  })

  it('without the Products permission says which one is missing, what it would unlock and how to get it', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store, { scopes: minimumScopes }), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, start, amount } = importPanel(page)
    await panel.getByText('Nothing was imported: the API account lacks the Products permission.').waitFor()
    const { missingPermission } = await readCatalog(dashboard, channelId)
    await panel.getByText(`It would unlock: ${missingPermission?.unlocks}`).waitFor()
    await panel.getByText(missingPermission?.fix ?? '?').waitFor()
    expect(await start.count()).toBe(0)
    await page.goto(new URL(`/activity?channel=${channelId}`, dashboard.hub.url).href)
    await page.getByRole('region', { name: 'No imports yet' }).waitFor()
    await page.goBack()
    await panel.getByRole('link', { name: 'To API Connection' }).click()

    // With another API account that has it, the import begins by itself.
    await page.getByRole('button', { name: 'Replace credentials' }).click()
    await connectionForm(page).fill(formOf(makeAccount(store)))
    await connectionForm(page).save.click()
    await page.getByText('120 products imported.').waitFor()
    await page.getByRole('link', { name: 'See the channel' }).click()
    await panel.getByText('Everything is here.').waitFor()
    expect(await amount('Products')).toBe(120)
  })

  it('shows an import that somebody else starts, and refuses none that runs already', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, start, bar, other } = importPanel(page)
    await start.waitFor()
    slowly(300)
    await dashboard.api.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} })
    await bar.waitFor()
    store.faults.clear()
    await start.waitFor()
    store.merchant.editProduct((await productsOf(1))[0]?.id ?? 0, { name: 'Another name' })
    await other.click()
    await page.getByRole('menuitem', { name: /^Only what changed/ }).click()
    await panel.getByText(/Up to date\. 1 changed product/).waitFor()
  })
})

describe('the account of an import', () => {
  it('names every row that was not taken with the reason and what came, and gives them as a file', async () => {
    const [first, second] = await productsOf(2)
    const instead = { oops: 'half a <b>row</b>' }
    store.faults.add({
      match: { path: '/v3/catalog/products' },
      kind: 'rewrite',
      row: { id: first?.id ?? 0, set: { id: null, name: 'Broken <i>one</i>' } },
    })
    store.faults.add({
      match: { path: '/v3/catalog/products' },
      kind: 'rewrite',
      row: { id: second?.id ?? 0, set: { weight: 'heavy', nobody_knows: instead } },
    })
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const state = await importEnded(dashboard, channelId)
    const account = state.lastRun?.account
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, report } = importPanel(page)
    await panel.getByText(/could not be taken\./).waitFor()
    await report.click()
    await page.getByRole('heading', { name: 'Import from My shop', level: 1 }).waitFor()

    const sums = page.getByRole('table', { name: 'What there was to take' })
    await sums.getByRole('row', { name: `The store said it has ${account?.storeSaid}` }).waitFor()
    const found = page.getByRole('table', { name: 'What became of it' })
    await found.getByRole('row', { name: `Taken ${account?.taken}` }).waitFor()
    await found.getByRole('row', { name: `Refused + ${account?.refused}` }).waitFor()
    expect(account?.refused).toBeGreaterThan(0)
    await page.getByRole('region', { name: 'Account' }).getByText('Nothing unexplained.').waitFor()
    await page.getByRole('region', { name: 'Remarks' }).getByText('nobody_knows').waitFor()

    const refused = page.getByRole('table', { name: 'Refused' })
    const row = refused.getByRole('row').filter({ hasText: 'Broken <i>one</i>' }).first()
    await row.getByText('The product has no id that can be used.').waitFor()
    await row.getByText('What came').click()
    await row.getByText('"name":"Broken <i>one</i>"').or(row.getByText('"name": "Broken <i>one</i>"')).waitFor()

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const csv = readFileSync(await file.path(), 'utf8')
    expect(csv).toContain('The product has no id that can be used.')
    expect(csv.trim().split('\r\n')).toHaveLength(1 + (account?.rows.refused ?? 0))

    const rows = page.getByRole('navigation', { name: 'Rows by what became of them' })
    await rows.getByRole('link', { name: /^Taken with a note/ }).click()
    await page
      .getByRole('table', { name: 'Taken with a note' })
      .getByText(second?.name ?? '?')
      .first()
      .waitFor()
    expect(new URL(page.url()).searchParams.get('rows')).toBe('noted')
  })

  it('pages through all rows, however many', async () => {
    store.faults.add({ match: { path: '/v3/catalog/products' }, kind: 'rewrite', rewrite: allHeavy })
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const { lastRun } = await importEnded(dashboard, channelId)
    const noted = lastRun?.account?.rows.noted ?? 0
    expect(noted).toBeGreaterThanOrEqual(120)
    const { page } = await dashboard.open(`/activity/${lastRun?.id}?rows=noted`)
    await page.getByText(`100 of ${noted} shown`).waitFor()
    for (let shown = 100; shown < noted; shown += 100) {
      await page.getByRole('button', { name: 'Load more' }).click()
      await page.getByText(`${Math.min(noted, shown + 100)} of ${noted} shown`).waitFor()
    }
    expect(await page.getByRole('table', { name: 'Taken with a note' }).getByRole('rowheader').count()).toBe(noted)
  })

  it('is listed under Activity, by channel', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const other = await createSandbox({ seed: 32, products: 3, quota: 'off' })
    try {
      await addImported(dashboard, makeAccount(other), 'Small shop')
      await importAgain(dashboard, channelId)
      const { page } = await dashboard.open('/activity')
      const rows = page.getByRole('table', { name: 'Imports' }).getByRole('row')
      await rows.nth(3).waitFor()
      await rows
        .nth(1)
        .getByText(`120 products with ${store.counts.variants.toLocaleString('en')} variants`)
        .waitFor()
      await rows.nth(1).getByText(`by ${owner.name}`).waitFor()
      await page.getByLabel('Channel', { exact: true }).selectOption('Small shop')
      await rows.nth(2).waitFor({ state: 'detached' })
      await rows.nth(1).getByRole('link', { name: 'Small shop' }).click()
      await page.getByRole('heading', { name: 'Import from Small shop', level: 1 }).waitFor()
      await page.getByText('None: every row came as it should').waitFor()
      await page.goto(new URL('/activity/run_none', dashboard.hub.url).href)
      await page.getByRole('heading', { name: 'There is no such import' }).waitFor()
    } finally {
      await other.close()
    }
  })
})

describe('products that are gone', () => {
  /** A channel whose store lost this many products since the import. */
  async function lose(amount: number): Promise<string> {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    for (const { id } of await productsOf(amount)) store.merchant.deleteProduct(id)
    return channelId
  }

  it('wait for a choice, which is said before it is done and can be taken back', async () => {
    const channelId = await lose(2)
    await importAgain(dashboard, channelId)
    const { page } = await dashboard.open(pathOf(channelId))
    const { panel, amount } = importPanel(page)
    await panel.getByText('2 products are gone from the store.').waitFor()
    expect(await amount('Gone from the store')).toBe(2)
    await panel.getByRole('button', { name: 'Make again later' }).click()
    const dialog = page.getByRole('dialog', { name: 'Note 2 products to be made again?' })
    await dialog.getByText('Nothing is written to the store now').waitFor()
    await dialog.getByRole('button', { name: 'Make again later' }).click()
    await page.getByText('2 products noted to be made again.').waitFor()
    await panel.getByText('2 products are gone from the store.').waitFor({ state: 'hidden' })
    expect((await readCatalog(dashboard, channelId)).counts.goneUndecided).toBe(0)
    const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', {
      params: { channelId },
      query: { state: 'gone' },
    })
    expect(listings.map(({ goneChoice }) => goneChoice)).toEqual(['make_again', 'make_again'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await panel.getByText('2 products are gone from the store.').waitFor()
    expect(store.journal.exchanges.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('are not marked when they are too many at once, until somebody says that it is true', async () => {
    const channelId = await lose(31)
    await importAgain(dashboard, channelId)
    const { page } = await dashboard.open('/')
    const card = page.getByRole('article', { name: 'My shop' })
    await page.getByText('1 channel needs you.').waitFor()
    await card.getByRole('link', { name: '31 products missing at once: gone, or not?' }).click()
    const { panel, amount } = importPanel(page)
    await panel.getByText('31 products are missing from the store’s list.').waitFor()
    expect(await amount('Gone from the store')).toBe(0)
    await panel.getByRole('link', { name: 'See which' }).first().click()
    const held = page.getByRole('table', { name: 'Missing, not marked' })
    await held.getByRole('rowheader').nth(30).waitFor()
    await page.goBack()
    await panel.getByRole('button', { name: 'Check connection' }).click()
    await panel.getByRole('button', { name: 'They are really gone' }).click()
    await page
      .getByRole('dialog', { name: 'Mark them as gone from the store?' })
      .getByRole('button', { name: 'Mark 31 products' })
      .click()
    await page.getByText('31 products are marked as gone from the store.').waitFor()
    await panel.getByText('31 products are gone from the store.').waitFor()
    expect(await amount('Gone from the store')).toBe(31)
  })
})

describe('Channel settings, Import', () => {
  it('sets how many may be missing at once: faults at the field, kept with a way back, not lost by leaving', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(importSettingsPathOf(channelId))
    const most = page.getByLabel('Products that may be missing at once', { exact: true })
    const percent = page.getByLabel('Part of the catalog that may be missing at once', { exact: true })
    const save = page.getByRole('button', { name: 'Save', exact: true })
    expect([await most.inputValue(), await percent.inputValue()]).toEqual(['20', '5 %'])
    await most.fill('')
    await percent.fill('101')
    await save.click()
    await page.getByText('Give a whole number from 0 to 1,000,000.').waitFor()
    await page.getByText('Give a whole number from 0 to 100.').waitFor()
    await most.fill('300')
    await percent.fill('40')
    await page.getByRole('link', { name: 'General' }).click()
    const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
    await guard.getByRole('button', { name: 'Stay here' }).click()
    await save.click()
    await page.getByText('Saved.').waitFor()
    expect((await readCatalog(dashboard, channelId)).limits).toEqual({ missingMost: 300, missingPercentMost: 40 })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => most.inputValue()).toBe('20')
    expect((await readCatalog(dashboard, channelId)).limits).toEqual({ missingMost: 20, missingPercentMost: 5 })
  })
})
