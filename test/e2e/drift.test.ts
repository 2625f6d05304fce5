import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { addImported, importAgain, importEnded, mainMenu, makeAccount, pathOf } from './steps.ts'

/** What was edited in a store: found, shown, decided, taken back; who owns fields, and what holds a plan. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let mug: number
/** Another one with each edit. */
let price = 13
let cup: number

beforeAll(async () => {
  store = await createSandbox({ seed: 41, products: 4, quota: 'off', storeName: 'Oak & Iron' })
  mug = store.merchant.addProduct({ name: 'Blue Mug', sku: 'MUG-1', price: 12 }).productId
  cup = store.merchant.addProduct({ name: 'Green Cup', sku: 'CUP-1', price: 8 }).productId
})
afterAll(() => store.close())

const editedPathOf = (channelId: string) => `${pathOf(channelId)}/edited`
const driftOf = async (channelId: string) =>
  (await dashboard.api.call('GET /api/channels/:channelId/drift', { params: { channelId }, query: {} })).rows
const toDo = async (channelId: string) =>
  (await dashboard.api.call('POST /api/channels/:channelId/plans', { params: { channelId } })).changes

/** A live channel, in whose store a merchant edits after the hub and the store agreed. */
async function liveShop(warranty: string): Promise<string> {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  const body = { on: ['data', 'prices'] as const }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: [...body.on] } })
  price += 1
  store.merchant.editProduct(mug, { warranty, price })
  store.merchant.editProduct(cup, { warranty })
  return channelId
}

async function editedShop(warranty: string): Promise<string> {
  const channelId = await liveShop(warranty)
  await importAgain(dashboard, channelId, 'changes')
  return channelId
}

const table = (page: Page) => page.getByRole('table', { name: 'Edits that wait' })
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).first()

describe('what was edited in the store', () => {
  it('is found by a look that somebody asks for, and counted wherever the channel is shown', async () => {
    const channelId = await liveShop('Found')
    const { page } = await dashboard.open(editedPathOf(channelId))
    await page.getByText('The store shows what the hub means').waitFor()
    await page
      .getByRole('region', { name: 'Last look at the store' })
      .getByText(/^Looked for changes just now/)
      .waitFor()
    await page.getByRole('button', { name: 'Look now' }).click()
    await table(page).getByRole('link', { name: 'Blue Mug' }).waitFor()
    await importEnded(dashboard, channelId)
    await page.getByRole('status').getByText('3 edits', { exact: true }).waitFor()
    await mainMenu(page)
      .getByRole('link', { name: /^Edited in the store.*3.*to decide/ })
      .waitFor()
    await page.goto(new URL('/', dashboard.hub.url).href)
    await page.getByRole('article', { name: 'My shop' }).getByRole('link', { name: '3 edited in the store' }).click()
    await table(page).waitFor()
    await page.goto(new URL(pathOf(channelId), dashboard.hub.url).href)
    await page.getByText('3 fields were edited in the store.').waitFor()
    await page.getByRole('link', { name: 'Decide', exact: true }).click()
    await table(page).waitFor()
  })

  it('shows what was there, what is there and what is meant; searched by product, filtered by field', async () => {
    const channelId = await editedShop('Three years')
    const { page } = await dashboard.open(editedPathOf(channelId))
    const price = table(page)
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'Price' }) })
    await price.waitFor()
    const [edit] = (await driftOf(channelId)).filter(({ field }) => field === 'price')
    const now = await price.getByRole('cell').allInnerTexts()
    expect(now.some(text => text.includes(`$${Number(edit?.observed).toFixed(2)}`))).toBe(true)
    await page.getByRole('searchbox', { name: 'Search' }).fill('cup')
    await page.getByRole('status').getByText('1 edit', { exact: true }).waitFor()
    expect(await table(page).getByRole('link').allInnerTexts()).toEqual(['Green Cup'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Price of products (1)' }).click()
    await page.getByRole('status').getByText('1 edit', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('field')).toBe('price')
    await page.getByRole('searchbox', { name: 'Search' }).fill('cup')
    await page.getByRole('region', { name: 'Nothing found' }).waitFor()
  })

  it('is taken one by one, and put back', async () => {
    const channelId = await editedShop('Taken')
    const { page } = await dashboard.open(editedPathOf(channelId))
    await page.getByRole('button', { name: 'Take: Warranty of Blue Mug' }).click()
    await page.getByText('Taken from the store: Warranty of Blue Mug.').waitFor()
    await expect.poll(async () => (await driftOf(channelId)).length).toBe(2)
    await page.getByRole('button', { name: 'Take: Warranty of Blue Mug' }).waitFor({ state: 'detached' })
    await undo(page).click()
    await page.getByRole('button', { name: 'Take: Warranty of Blue Mug' }).waitFor()
    expect(await driftOf(channelId)).toHaveLength(3)
    expect(await toDo(channelId)).toBe(0)
  })

  it('is written over where rows are chosen: it becomes a change to review, and can be taken back', async () => {
    const channelId = await editedShop('Written over')
    const { page } = await dashboard.open(editedPathOf(channelId))
    await page.getByRole('checkbox', { name: 'Choose all of Blue Mug' }).check()
    await page.getByRole('status').getByText('2 edits chosen').waitFor()
    const bar = page.getByRole('group', { name: 'Decide' })
    await bar.getByRole('button', { name: 'Write over' }).click()
    await page.getByText('Now among the changes to review: 2 edits.').waitFor()
    await expect.poll(async () => (await driftOf(channelId)).length).toBe(1)
    expect(await toDo(channelId)).toBe(2)
    await undo(page).click()
    await page.getByText('Taken back. 2 edits as before.').waitFor()
    expect(await toDo(channelId)).toBe(0)
    expect(await driftOf(channelId)).toHaveLength(3)
  })

  it('is decided for all that is found, after saying what follows', async () => {
    const channelId = await editedShop('All of them')
    const { page } = await dashboard.open(`${editedPathOf(channelId)}?level=product&field=warranty`)
    await page.getByRole('group', { name: 'Decide' }).getByRole('button', { name: 'Take…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take from the store: 2 edits?' })
    await dialog.getByText('no other channel changes').waitFor()
    await dialog.getByRole('button', { name: 'Take 2 edits' }).click()
    await page.getByText('Taken from the store: 2 edits.').waitFor()
    expect((await driftOf(channelId)).map(({ field }) => field)).toEqual(['price'])
    await undo(page).click()
    await expect.poll(async () => (await driftOf(channelId)).length).toBe(3)
  })

  it('is given to the store for good, with all of that field, and the hub gets it back', async () => {
    const channelId = await editedShop('Given away')
    const { page } = await dashboard.open(editedPathOf(channelId))
    await table(page).getByRole('button', { name: 'Give to the store: Warranty' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Give Warranty of products to the store?' })
    await dialog.getByText('2 edits of this field are taken').waitFor()
    await dialog.getByRole('button', { name: 'Give to the store' }).click()
    await page.getByText('Warranty of products belongs to the store now.').waitFor()
    await expect.poll(async () => (await driftOf(channelId)).map(({ field }) => field)).toEqual(['price'])
    await undo(page).click()
    await page.getByText('Taken back. 2 edits as before.').waitFor()
    expect(await driftOf(channelId)).toHaveLength(3)
  })
})

const settingsOf = (channelId: string, tab: string) => `${pathOf(channelId)}/settings/${tab}`
const ownerOf = async (channelId: string, level: string, field: string) =>
  (await dashboard.api.call('GET /api/channels/:channelId/owners', { params: { channelId } })).owners.find(
    each => each.level === level && each.field === field,
  )?.owner

describe('field owners', () => {
  it('are changed after saying what follows, found again, and put back', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    await page.getByRole('link', { name: 'Channel settings' }).click()
    await page.getByRole('link', { name: 'Field owners' }).click()
    const basics = page.getByRole('region', { name: 'Products: Basics' })
    await basics.getByRole('combobox', { name: 'Owner of Warranty' }).selectOption('The store')
    const dialog = page.getByRole('dialog', { name: 'Give Warranty of products to the store?' })
    await dialog.getByText('what waits to be sent of it is dropped').waitFor()
    await dialog.getByRole('button', { name: 'Give to the store' }).click()
    await page.getByText('Warranty of products belongs to the store now.').waitFor()
    expect(await ownerOf(channelId, 'product', 'warranty')).toBe('store')
    await page.getByRole('checkbox', { name: /^Only those that differ/ }).check()
    await page.getByRole('status').getByText('1 field', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Back to the hub: Warranty' }).click()
    await page.getByText('Every field has its default owner.').waitFor()
    expect(await ownerOf(channelId, 'product', 'warranty')).toBe('hub')
  })

  it('are given for a whole group; what the hub can’t write says why', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(settingsOf(channelId, 'field-owners'))
    await page.getByRole('searchbox', { name: 'Search' }).fill('variant shipping')
    await page.getByRole('button', { name: 'Give all of Shipping of variants' }).click()
    await page.getByRole('menuitem', { name: 'To nobody' }).click()
    const dialog = page.getByRole('dialog', { name: /^Give \d+ fields to nobody\?/ })
    await dialog.getByRole('button', { name: 'Give to nobody' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await ownerOf(channelId, 'variant', 'weight')).toBe('nobody')
    await undo(page).click()
    await expect.poll(() => ownerOf(channelId, 'variant', 'weight')).toBe('hub')
    await page.getByRole('searchbox', { name: 'Search' }).fill('modifiers')
    await page.getByText('It can’t be edited here yet, so the hub can’t own it.').waitFor()
    const owner = page.getByRole('combobox', { name: 'Owner of Modifiers' })
    expect(await owner.getByRole('option', { name: 'The hub' }).isDisabled()).toBe(true)
  })
})

describe('brakes', () => {
  it('are set for a channel, refused where they make no sense, and put back', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(settingsOf(channelId, 'brakes'))
    const read = () => dashboard.api.call('GET /api/channels/:channelId/brakes', { params: { channelId } })
    const form = page.getByRole('form', { name: 'Brakes' })
    const cut = form.getByLabel('A price that falls by more than')
    await cut.fill('101')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Give a whole number from 0 to 100.').waitFor()
    await cut.fill('50')
    await form.getByLabel('More categories left empty than').fill('3')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await read()).toMatchObject({ priceCutPercent: 50, emptiedMost: 3, hiddenMost: 20 })
    await page.getByRole('button', { name: 'Back to default' }).click()
    await page.getByText('The usual limits apply again.').waitFor()
    const { usual, ...limits } = await read()
    expect(limits).toEqual(usual)
    await page.getByRole('button', { name: 'Back to default' }).waitFor({ state: 'detached' })
    await undo(page).click()
    await expect.poll(async () => (await read()).emptiedMost).toBe(3)
  })
})
