import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { owner } from '../support/hub.ts'
import { calm, expectWell } from './looking.ts'
import { addChannel, addImported, goingLivePathOf, makeAccount } from './steps.ts'

/** Going live: for each part, whether somebody is asked before something is sent, or not, and when. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let seed = 40

// What is wanted of a store comes back with it: a price that one test leaves held would hold the other’s plan too.
beforeEach(async () => {
  seed += 1
  store = await createSandbox({ seed, products: 12, quota: 'off', storeName: 'Oak & Iron' })
})
afterEach(() => store.close())

const partOf = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
const choose = (page: Page, part: string, how: string) => partOf(page, part).getByText(how, { exact: true }).click()
const readSending = (channelId: string) =>
  dashboard.api.call('GET /api/channels/:channelId/sending', { params: { channelId } })

async function edit(channelId: string, field: string, value: string, at = 0): Promise<void> {
  const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', { params: { channelId } })
  const ids = [listings[at]?.remoteId ?? '']
  await dashboard.api.call('POST /api/edits', { body: { channelId, ids, edits: [{ do: 'set', field, value }] } })
}

describe('how changes are sent', () => {
  it('is chosen part by part, at once or by schedule, and the page says what becomes of it', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const params = { channelId }
    await dashboard.api.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data', 'prices'] } })
    await edit(channelId, 'warranty', 'A year')
    const { page } = await dashboard.open(goingLivePathOf(channelId), calm)
    const data = partOf(page, 'Product data')
    await data.getByText('Nothing is sent before you have reviewed it.').waitFor()
    expect(await data.getByRole('button', { name: 'Save' }).count()).toBe(0)

    await choose(page, 'Product data', 'Send by itself')
    await data.getByText('What you edit is sent within seconds.').waitFor()
    await data.getByText(/1 change waits, and will be sent too/).waitFor()
    await data.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Product data: What you edit is sent within seconds.').waitFor()
    await data.getByText(`by ${owner.name}`).waitFor()
    // What waited is sent, and the page leads to what became of it.
    await data.getByRole('link', { name: '1 change sent' }).click()
    await page.waitForURL(/\/changes\/pln_/)
    await page.goBack()

    // A price that trips a warning waits, and is looked at from here.
    await choose(page, 'Prices', 'Send by itself')
    await partOf(page, 'Prices').getByRole('button', { name: 'Save' }).click()
    await partOf(page, 'Prices').getByText(`by ${owner.name}`).waitFor()
    await edit(channelId, 'price', '0.01')
    await partOf(page, 'Prices')
      .getByText(/A warning holds a plan until you have looked at it/)
      .waitFor()
    await partOf(page, 'Prices').getByRole('link', { name: 'Look at it' }).click()
    await page
      .getByText(/would fall by more than 30 %/)
      .first()
      .waitFor()
    await page.goBack()

    await data.getByRole('combobox', { name: 'When changes of product data are sent' }).selectOption('daily')
    await data.getByLabel(/Time of day/).fill('06:30')
    await data.getByRole('button', { name: 'Save' }).click()
    await data.getByText('Next', { exact: true }).waitFor()
    expect(await readSending(channelId)).toMatchObject({
      data: { mode: 'by_itself', at: { dailyAt: '06:30' }, nextAt: expect.any(String) },
      prices: { mode: 'by_itself', at: 'once', toDo: 1, kept: { held: 1 } },
    })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await readSending(channelId)).data.at).toBe('once')
    // Until the page has heard of it, it would put what is chosen next back to what was undone.
    await data.getByText('What you edit is sent within seconds.').waitFor()

    await data.getByRole('combobox', { name: 'When changes of product data are sent' }).selectOption('every')
    await data.getByLabel('Minutes').fill('0')
    await data.getByText('Give a number of minutes from 1 to 10,080.').waitFor()
    expect(await data.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await data.getByRole('button', { name: 'Cancel' }).click()
    await data.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' })
  })

  it('looks well, with little and with much on it', async () => {
    const empty = await addChannel(dashboard, 'A new shop')
    const { page: first } = await dashboard.open(goingLivePathOf(empty), calm)
    await partOf(first, 'Prices').waitFor()
    await expectWell(first, 'sending-empty')

    const channelId = await addImported(dashboard, makeAccount(store), `A shop with ${'many words '.repeat(6)}`.trim())
    const params = { channelId }
    await dashboard.api.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data', 'prices'] } })
    const once = { mode: 'by_itself', at: 'once' } as const
    await dashboard.api.call('PUT /api/channels/:channelId/sending', { params, body: { data: once, prices: once } })
    await edit(channelId, 'warranty', 'Ten years', 1)
    const { page } = await dashboard.open(goingLivePathOf(channelId), calm)
    await partOf(page, 'Product data').getByText('1 change sent').waitFor()
    await edit(channelId, 'price', '0.01')
    await partOf(page, 'Prices')
      .getByText(/A warning holds a plan/)
      .waitFor()
    await dashboard.api.call('POST /api/channels/:channelId/stop-writing', { params })
    await edit(channelId, 'warranty', 'Two years', 2)
    await partOf(page, 'Product data')
      .getByText(/is stopped. What is to be sent waits/)
      .waitFor()
    await choose(page, 'Product data', 'Ask me')
    await partOf(page, 'Product data').getByRole('combobox').selectOption('daily')
    await expectWell(page, 'sending-much')
  })
})
