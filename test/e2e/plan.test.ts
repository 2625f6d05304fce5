import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { owner } from '../support/hub.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** Changes to review: looked at, held by a warning, sent with progress, refused and mended. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let seed = 800

beforeEach(async () => {
  seed += 1
  store = await createSandbox({ seed, products: 24, quota: 'off', storeName: 'Oak & Iron' })
})
afterEach(() => store.close())

interface Shop {
  readonly channelId: string
  readonly ids: readonly string[]
  readonly names: readonly string[]
}

async function openShop(on: readonly string[] = ['data', 'prices']): Promise<Shop> {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  if (on.length > 0) {
    await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: [...on] } })
  }
  const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const priced = listings.filter(({ price, waitingCount }) => Number(price) > 2 && waitingCount === 0)
  return { channelId, ids: priced.map(({ remoteId }) => remoteId), names: priced.map(({ name }) => name) }
}

async function edit(shop: Shop, ids: readonly (string | undefined)[], fields: Readonly<Record<string, unknown>>) {
  const edits = Object.entries(fields).map(([field, value]) => ({ do: 'set' as const, field, value }))
  const body = { channelId: shop.channelId, ids: ids.map(id => id ?? ''), edits }
  const { refused, faulty } = await dashboard.api.call('POST /api/edits', { body })
  expect([refused, faulty]).toEqual([0, []])
}

const changesPathOf = ({ channelId }: Shop) => `${pathOf(channelId)}/changes`
const compute = (page: Page) => page.getByRole('button', { name: /^Compute the changes/ })
const changes = (page: Page) => page.getByRole('table', { name: 'Changes' })
const rowOf = (page: Page, words: RegExp | string) => changes(page).getByRole('row').filter({ hasText: words })
const send = (page: Page) => page.getByRole('button', { name: /^Send .*to store$/ })
const sendable = (page: Page) => page.getByRole('button', { name: /^Send .*to store$/, disabled: false })
const figure = (page: Page, label: string) =>
  page.getByRole('region', { name: 'What would be sent' }).locator('dl > div').filter({ hasText: label })
const slow = () =>
  store.faults.add({ match: { path: /^\/v3\/catalog\/(?:products|variants)/ }, kind: 'slow', delayMs: 1_500 })
/** What the store itself says of a product. */
const shown = async (id: string | undefined) => (await askStore(store, `/v3/catalog/products?id:in=${id}`))[0]
const field = (id: string | undefined, name: string) => shown(id).then(product => product?.[name])

describe('Changes to review', () => {
  it('are computed, shown field by field, found and left out', async () => {
    const shop = await openShop()
    const [one, two] = shop.ids
    await edit(shop, [one, two], { warranty: 'Two years' })
    await edit(shop, [one], { name: 'Blue mug', description: `<p>${'A fine mug. '.repeat(30)}</p>` })
    const { page } = await dashboard.open('/')
    await page.getByText('4 changes wait to be sent.').waitFor()
    await page.getByRole('link', { name: '4 changes to review' }).click()
    await page.getByRole('region', { name: 'To send' }).waitFor()
    await page.goto(new URL(pathOf(shop.channelId), page.url()).href)
    await page.getByText('4 changes of 2 products wait to be sent to the store.').waitFor()
    await page
      .getByRole('navigation', { name: 'Main menu' })
      .getByRole('link', { name: /^Changes to review.*4 to send$/ })
      .click()
    await page.getByRole('region', { name: 'To send' }).getByText('4 changes of 2 products').first().waitFor()
    await compute(page).click()
    await send(page).waitFor()
    expect(await figure(page, 'Changes').innerText()).toContain('4')
    expect(await figure(page, 'Products').innerText()).toContain('2')
    expect(await figure(page, 'Requests').innerText()).toContain('1 to write, 1 to look first')
    const name = rowOf(page, 'Blue mug')
    await name
      .getByText(shop.names[0] ?? '')
      .first()
      .waitFor()
    await rowOf(page, 'Description').getByRole('button', { name: 'Show what changes' }).click()
    await rowOf(page, 'Description').locator('ins').getByText('A fine mug.').first().waitFor()

    await page.getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Warranty' }).click()
    await page.getByRole('status').getByText('2 changes').waitFor()
    await page.getByRole('button', { name: 'Leave all 2 out' }).click()
    await page.getByRole('button', { name: 'Put all 2 back' }).waitFor()
    expect(await figure(page, 'Changes').innerText()).toContain('2 left out')
    await page.getByRole('button', { name: `Put back Warranty of ${shop.names[1]}` }).click()
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await page.getByRole('button', { name: 'Send 3 changes to store' }).waitFor()
    await page.getByRole('button', { name: `Leave out Name of ${shop.names[0]}` }).click()
    await page.getByRole('button', { name: 'Send 2 changes to store' }).waitFor()

    await page.getByRole('searchbox', { name: 'Search' }).fill('nothing has this name')
    await page.getByText('No change is like this.').waitFor()
  })

  it('of an untouched store are none, and say so', async () => {
    const shop = await openShop()
    const { page } = await dashboard.open(changesPathOf(shop))
    await page.getByText('The store shows what is wanted').waitFor()
    await compute(page).click()
    await page.getByText('Nothing to send', { exact: true }).first().waitFor()
    expect(await page.getByRole('button', { name: 'Send to store' }).isDisabled()).toBe(true)
    await page.getByText('Nothing is to send.').waitFor()
  })

  it('say why they can’t be sent, and lead to where that is mended', async () => {
    const shop = await openShop([])
    await edit(shop, [shop.ids[0]], { warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    await page.getByText('“My shop” is not live for product data.').waitFor()
    expect(await send(page).isDisabled()).toBe(true)
    await page.getByRole('link', { name: 'Go live', exact: true }).click()
    await page.getByRole('switch', { name: 'Product data' }).waitFor()
    await page.goBack()
    await page.getByText('“My shop” is not live for product data.').waitFor()
    await dashboard.api.call('PATCH /api/channels/:channelId/live', {
      params: { channelId: shop.channelId },
      body: { on: ['data'] },
    })
    await sendable(page).waitFor()
    await page.getByRole('button', { name: 'Stop all writing' }).click()
    await page.getByText('All writing to stores is stopped.').waitFor()
    expect(await send(page).isDisabled()).toBe(true)
    await dashboard.api.call('POST /api/resume-writing')
    await sendable(page).waitFor()
  })

  it('are held by a warning until somebody has looked a second time', async () => {
    const shop = await openShop()
    const [one, two] = shop.ids
    await edit(shop, [one, two], { price: '0.01' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    const warning = page.getByRole('listitem', { name: 'Prices fall far' })
    await warning.getByText('2 prices would fall by more than 30 %.').waitFor()
    await page.getByText('A warning must be looked at and let pass first.').waitFor()
    expect(await send(page).isDisabled()).toBe(true)
    await warning.getByRole('link', { name: 'Show all 2 below' }).click()
    await page.getByRole('button', { name: 'No longer only: Prices that fall far' }).waitFor()
    await warning.getByRole('button', { name: 'Look and let pass' }).click()
    const dialog = page.getByRole('dialog', { name: 'Prices fall far' })
    const pass = dialog.getByRole('button', { name: 'Let it pass' })
    expect(await pass.isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await pass.click()
    await warning.getByText(`Let pass by ${owner.name}`).waitFor()
    await send(page).click()
    await page.getByText('2 of 2 changes were sent').waitFor()
    expect(await field(one, 'price')).toBe(0.01)
  })

  it('that were edited since say so, and are computed anew with a click', async () => {
    const shop = await openShop()
    await edit(shop, [shop.ids[0]], { warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    await send(page).waitFor()
    await edit(shop, [shop.ids[1]], { warranty: 'Three years' })
    await page.getByText('1 difference is not in these changes').waitFor()
    const old = page.url()
    await page.getByRole('button', { name: 'Compute them anew' }).click()
    await page.getByRole('button', { name: 'Send 2 changes to store' }).waitFor()
    await page.goto(old)
    await page.getByText('Newer changes have taken the place of these').waitFor()
    await page.getByRole('link', { name: 'Show the newer ones' }).click()
    await page.getByRole('button', { name: 'Send 2 changes to store' }).waitFor()
  })
})

describe('Send to store', () => {
  it('shows progress, pauses, goes on, and ends with a report that stays', async () => {
    const shop = await openShop()
    await edit(shop, shop.ids, { warranty: 'Two years' })
    await edit(shop, shop.ids, { costPrice: '1.5' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    // Each answer takes its time, so that there is something to pause.
    slow()
    await send(page).click()
    const bar = page.getByRole('progressbar', { name: 'Send to store' })
    await bar.waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused: nothing is sent until you resume it').first().waitFor()
    await page.getByText('Paused', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    store.faults.clear()
    const amount = shop.ids.length * 2
    await page.getByText(`${amount} of ${amount} changes were sent`).waitFor()
    await page.getByText('Sent', { exact: true }).first().waitFor()
    expect(await Promise.all(shop.ids.map(id => field(id, 'warranty')))).toEqual(shop.ids.map(() => 'Two years'))
    await page.getByRole('link', { name: 'Changes', exact: true }).click()
    const history = page.getByRole('table', { name: 'History' })
    await history.getByText(`${amount} sent`).waitFor()
    await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Activity' }).click()
    await page.getByRole('table', { name: 'Changes to review' }).getByText(`by ${owner.name}`).first().waitFor()
  })

  it('names what the store refuses, leads to where it is mended, and sends it again', async () => {
    const shop = await openShop()
    const [one, two] = shop.ids
    await edit(shop, [one], { name: shop.names[1], warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    await send(page).click()
    await page.getByText('1 of 2 changes was sent').waitFor()
    const refused = rowOf(page, 'Another product of this store has the same name.')
    await refused.getByText('Give one of the two another name').waitFor()
    expect(await refused.getByRole('link', { name: /^Mend Name of/ }).getAttribute('href')).toBe(
      `${pathOf(shop.channelId)}/products/${one}`,
    )
    await edit(shop, [one], { name: 'A name of its own' })
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('button', { name: 'Send 1 change to store' }).click()
    await page.getByText('1 of 1 change was sent').waitFor()
    expect(await field(one, 'name')).toBe('A name of its own')
    expect(await field(two, 'name')).toBe(shop.names[1])
  })

  it('is cancelled after asking, and what was not sent stays wanted', async () => {
    const shop = await openShop()
    await edit(shop, shop.ids, { warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    slow()
    await send(page).click()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('dialog', { name: 'Stop sending?' }).getByRole('button', { name: 'Stop sending' }).click()
    await page.getByText('It was stopped before its end.').waitFor()
    store.faults.clear()
    await page.getByRole('button', { name: 'Compute what is left' }).click()
    await send(page).waitFor()
  })

  it('is undone for review, after showing what comes back and what stays', async () => {
    const shop = await openShop()
    const [one, two] = shop.ids
    const before = await field(one, 'warranty')
    await edit(shop, [one, two], { warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop))
    await compute(page).click()
    await send(page).click()
    await page.getByText('2 of 2 changes were sent').waitFor()
    await edit(shop, [two], { warranty: 'Nine years' })
    await page.getByRole('button', { name: 'Undo' }).click()
    const dialog = page.getByRole('dialog', { name: 'Undo what was sent?' })
    await dialog
      .getByRole('region', { name: 'Put back' })
      .getByText(shop.names[0] ?? '')
      .waitFor()
    await dialog.getByRole('region', { name: 'Left as it is' }).getByText('was edited in the hub since').waitFor()
    await dialog.getByRole('button', { name: 'Put it back for review' }).click()
    await page.getByText('undoes what was sent before').waitFor()
    // The other edit waits beside it.
    await page.getByRole('button', { name: 'Send 2 changes to store' }).click()
    await page.getByText('2 of 2 changes were sent').waitFor()
    expect([await field(one, 'warranty'), await field(two, 'warranty')]).toEqual([before, 'Nine years'])
    await page.getByRole('link', { name: 'undoes what was sent before' }).click()
    await page.getByText(/· undone/).waitFor()
  })

  it('first shows what going live would write', async () => {
    const shop = await openShop([])
    await edit(shop, [shop.ids[0]], { price: '1234.5' })
    const { page } = await dashboard.open(`${pathOf(shop.channelId)}/settings/going-live`)
    await page.getByRole('switch', { name: 'Product data' }).click()
    const data = page.getByRole('dialog', { name: 'Switch on product data?' })
    await data.getByText('nothing. The store shows what is wanted.').waitFor()
    await data.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('switch', { name: 'Prices' }).click()
    const prices = page.getByRole('dialog', { name: 'Switch on prices?' })
    await prices.getByText('1 change.').waitFor()
    await prices.getByRole('listitem').getByText('$1,234.50').waitFor()
    await prices.getByRole('link', { name: 'See them among the changes to review' }).click()
    await rowOf(page, '$1,234.50').waitFor()
    await page.getByText('“My shop” is not live for prices.').waitFor()
    await page.getByRole('link', { name: 'Go live', exact: true }).click()
    await page.getByRole('switch', { name: 'Prices' }).click()
    await prices.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Prices of My shop: switched on.').waitFor()
  })

  it('works on a phone', async () => {
    const shop = await openShop()
    await edit(shop, [shop.ids[0]], { warranty: 'Two years' })
    const { page } = await dashboard.open(changesPathOf(shop), { viewport: { width: 390, height: 844 } })
    await compute(page).click()
    await rowOf(page, 'Two years').waitFor()
    await send(page).click()
    await page.getByText('1 of 1 change was sent').waitFor()
  })
})
