import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { owner } from '../support/hub.ts'
import { addImported, importAgain, mainMenu, makeAccount, readCatalog } from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)

const script = '<img src=x onerror="document.title=1">'
let first: Sandbox
let second: Sandbox
let firstId: string
let secondId: string

/** Two stores that sell the same things under slightly other names and SKUs; what others have sold stays in the hub. */
beforeEach(async ({ task }) => {
  const last = task.id.replaceAll(/\W/g, '')
  first = await createSandbox({ seed: 41, products: 0, quota: 'off', storeName: 'First' })
  second = await createSandbox({ seed: 42, products: 0, quota: 'off', storeName: 'Second' })
  first.merchant.addProduct({ name: 'Oak table', sku: `TBL ${last}`, price: 100 })
  first.merchant.addProduct({ name: 'Iron lamp', sku: `LMP ${last}`, price: 40 })
  first.merchant.addProduct({ name: 'Linen towel', sku: `TWL ${last}` })
  first.merchant.addProduct({ name: 'Chair', sku: `CHR ${last}`, price: 60 })
  second.merchant.addProduct({ name: `Oak table ${script}`, sku: `TBL ${last}`, price: 120 })
  second.merchant.addProduct({ name: 'Iron lamp', sku: `lmp ${last}`, price: 40 })
  second.merchant.addProduct({ name: 'Linen towel', sku: `TWL  ${last}` })
  second.merchant.addProduct({ name: 'Chair', sku: `CHR ${last}`, price: 65 })
  second.merchant.addProduct({ name: 'Oak table, old', sku: `TBL ${last}` }, { allowDuplicates: true })
  firstId = await addImported(dashboard, makeAccount(first), 'First shop')
  secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
})
afterEach(async () => {
  await first.close()
  await second.close()
})

const cards = (page: Page) => page.getByRole('list', { name: 'Matches that wait' }).getByRole('article')
const card = (page: Page, name: string) => cards(page).filter({ has: page.getByRole('table').getByText(name).first() })
const menuAmount = (page: Page, amount: number) =>
  mainMenu(page)
    .getByRole('link', { name: new RegExp(`^Review\\s*, ${amount} waiting$`) })
    .waitFor()
const current = (page: Page) => page.locator('article[aria-current]')

async function waiting(): Promise<number> {
  return (await dashboard.api.call('GET /api/review')).waiting
}

/** Of the master products of the two stores that are called so, how many of the stores each is in. */
async function channelsOf(name: string): Promise<number[]> {
  const { products } = await dashboard.api.call('GET /api/products', { query: { search: name } })
  const open = [firstId, secondId]
  const amounts = products.map(({ channels }) => channels.filter(({ channelId }) => open.includes(channelId)).length)
  return amounts.filter(amount => amount > 0).sort()
}

async function marksIn(row: Locator): Promise<string[]> {
  return row.locator('mark').allInnerTexts()
}

describe('the review list', () => {
  it('shows both sides of each match with what differs, why it is asked, and how many wait', async () => {
    const { page } = await dashboard.open('/')
    await menuAmount(page, 4)
    await page
      .getByRole('article', { name: 'Second shop' })
      .getByRole('link', { name: '4 variants not matched: the same, or not?' })
      .click()
    await cards(page).nth(3).waitFor()
    expect(await cards(page).count()).toBe(4)

    const lamp = card(page, 'Iron lamp')
    const sku = lamp.getByRole('row', { name: /^SKU/ })
    expect(await marksIn(sku)).toEqual(['lmp', 'LMP'])
    await lamp.getByText(/^The SKU lmp .* differs from LMP .* only in upper and lower case/).waitFor()
    expect(await marksIn(card(page, 'Linen towel').getByRole('row', { name: /^SKU/ }))).toEqual(['␣'])
    const table = card(page, `Oak table ${script}`)
    await table.getByRole('columnheader', { name: 'In the store Second shop' }).waitFor()
    await table.getByRole('columnheader', { name: 'In the master catalog on First shop' }).waitFor()
    await table
      .getByRole('row', { name: /^Price differs/ })
      .getByText('120')
      .waitFor()
    // What a store says is shown as the text that it is.
    await table.getByText(script).first().waitFor()
    expect(await page.title()).toBe('Review · Cartwright')

    const reasons = page.getByRole('navigation', { name: 'Reasons' })
    await reasons.getByRole('link', { name: /^All 4$/ }).waitFor()
    await reasons.getByRole('link', { name: /^SKUs differ in spaces 1$/ }).click()
    await page.getByRole('heading', { name: 'SKUs differ in spaces' }).waitFor()
    await cards(page).nth(1).waitFor({ state: 'detached' })
    // The chair is the same thing in both stores: nobody is asked.
    expect(await channelsOf('Chair')).toEqual([2])
  })

  it('joins, keeps apart and leaves out; each can be taken back at once', async () => {
    const { page } = await dashboard.open('/review')
    await card(page, 'Iron lamp').getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByText('Joined: Iron lamp').waitFor()
    await menuAmount(page, 3)
    expect(await channelsOf('Iron lamp')).toEqual([2])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('1 match waits again.').waitFor()
    await card(page, 'Iron lamp').waitFor()
    expect(await channelsOf('Iron lamp')).toEqual([1])

    await card(page, 'Iron lamp').getByRole('button', { name: 'Keep apart', exact: true }).click()
    await page.getByText('Kept apart: Iron lamp').waitFor()
    expect(await channelsOf('Iron lamp')).toEqual([1, 1])
    await card(page, 'Linen towel').getByRole('button', { name: 'Leave out', exact: true }).click()
    await page.getByText('Left out: Linen towel').waitFor()
    await menuAmount(page, 2)
    expect((await readCatalog(dashboard, secondId)).counts).toMatchObject({ waiting: 2, leftOut: 1 })
    expect(second.journal.exchanges.filter(({ method }) => method !== 'GET')).toEqual([])

    await page.getByRole('link', { name: 'Decided' }).click()
    const decided = page.getByRole('list', { name: 'Matches that were decided' }).getByRole('article')
    await decided.nth(1).waitFor()
    expect(await decided.count()).toBe(2)
    await decided.nth(0).getByText(`Left out by ${owner.name}`).waitFor()
    await decided.nth(0).getByRole('button', { name: 'Take back' }).click()
    await menuAmount(page, 3)
    await decided.nth(1).waitFor({ state: 'detached' })
    expect((await readCatalog(dashboard, secondId)).counts).toMatchObject({ waiting: 3, leftOut: 0 })
  })

  it('is worked through with the keyboard, which takes no key from a field or a dialog', async () => {
    const { page } = await dashboard.open('/review')
    await cards(page).nth(3).waitFor()
    const names = await cards(page).evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''))
    const [one = '', two = '', three = ''] = names
    await expect.poll(() => current(page).getAttribute('aria-label')).toBe(one)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await current(page).getAttribute('aria-label')).toBe(two)
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(two)
    await page.keyboard.press('3')
    await page.getByText(`Left out: ${two}`).waitFor()
    expect(await current(page).getAttribute('aria-label')).toBe(three)
    await page.keyboard.press('u')
    await page.getByText('1 match waits again.').waitFor()
    await menuAmount(page, 4)

    await page.getByLabel('Channel', { exact: true }).focus()
    await page.keyboard.press('1')
    await page.keyboard.press('Control+1')
    await page.goto(new URL('/review?reason=name_differs', dashboard.hub.url).href)
    await page.getByRole('button', { name: 'Decide all 2…' }).click()
    await page.getByRole('dialog', { name: 'Decide all 2 at once?' }).waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await waiting()).toBe(4)
  })

  it('decides all of a reason after saying what that does, and takes all of it back', async () => {
    const { page } = await dashboard.open('/review?reason=name_differs')
    await page.getByRole('button', { name: 'Decide all 2…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Decide all 2 at once?' })
    expect(await dialog.getByRole('button', { name: 'Choose first' }).isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: 'Leave out' }).check()
    await dialog.getByText('2 variants stay in the store as they are').waitFor()
    await dialog.getByRole('button', { name: 'Leave out 2 variants' }).click()
    await page.getByText('Left out: 2 variants').waitFor()
    await page.getByRole('region', { name: 'Nothing to review' }).waitFor()
    expect(await waiting()).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('2 matches wait again.').waitFor()
    await cards(page).nth(1).waitFor()
    expect(await waiting()).toBe(4)
  })

  it('follows what somebody else decides, and says when there is nothing left of it', async () => {
    const { page } = await dashboard.open('/review?reason=case_twin')
    const { items } = await dashboard.api.call('GET /api/review', { query: { reason: 'case_twin' } })
    await cards(page).first().waitFor()
    await dashboard.api.call('POST /api/review/decide', {
      body: { ids: items.map(({ id }) => id), decision: 'leave_out' },
    })
    await page.getByText('Nothing waits here').waitFor()
    await page.getByText('For other reasons, or from other channels, something may wait still.').waitFor()
    await page.getByRole('link', { name: 'Show all that wait' }).click()
    await cards(page).nth(2).waitFor()
    await page.getByLabel('Channel', { exact: true }).selectOption('First shop')
    await page.getByText('Nothing waits here').waitFor()
    // What was decided is shown of every reason: nothing there says that some is left out.
    await page.goto(new URL('/review?reason=space_twin', dashboard.hub.url).href)
    await page.getByRole('link', { name: 'Decided' }).click()
    await page.getByRole('button', { name: 'Take back' }).first().waitFor()
  })

  it('asks once about all variants of a product, and lets one of them be decided by itself', async ({ task }) => {
    const last = task.id.replaceAll(/\W/g, '')
    const colors = ['Red', 'Blue', 'Green']
    const sofa = {
      ...{ name: 'Sofa', price: 900, options: [{ name: 'Color', values: colors }] },
      variants: colors.map(color => ({ sku: `SOFA ${color} ${last}`, values: [color], price: 900 })),
    }
    first.merchant.addProduct(sofa)
    second.merchant.addProduct({ ...sofa, name: 'Couch' })
    await importAgain(dashboard, firstId)
    await importAgain(dashboard, secondId)
    expect(await waiting()).toBe(7)
    const { page } = await dashboard.open('/review')
    await cards(page).nth(4).waitFor()
    expect(await cards(page).count()).toBe(5)
    const couch = cards(page).and(page.getByRole('article', { name: 'Couch' }))
    await couch.getByText('3 variants of Couch: Same SKU, other name.').waitFor()
    expect(await couch.getByRole('listitem').count()).toBe(3)
    await couch.getByRole('listitem').nth(1).getByText('Color: Blue · $900.00').first().waitFor()
    await couch
      .getByRole('group', { name: 'Decide Color: Blue by itself' })
      .getByRole('button', { name: 'Leave out' })
      .click()
    await page.getByText('Left out: Couch').waitFor()
    await couch.getByText('2 variants of Couch').waitFor()
    await menuAmount(page, 6)
    await couch.getByRole('button', { name: 'Join all 2' }).click()
    await page.getByText('Joined: Couch, 2 variants').waitFor()
    await menuAmount(page, 4)
    expect(await channelsOf('Sofa')).toEqual([2])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('2 matches wait again.').waitFor()
    await couch.getByText('2 variants of Couch').waitFor()
    await couch.getByRole('button', { name: 'Keep apart all 2' }).click()
    await menuAmount(page, 4)
    await page.getByRole('link', { name: 'Decided' }).click()
    await page.getByRole('button', { name: 'Take back all 2' }).click()
    await menuAmount(page, 6)
  })
})
