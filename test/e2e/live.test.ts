import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { owner } from '../support/hub.ts'
import { calm, expectWell } from './looking.ts'
import { addChannel, addConnected, channelRow, goingLivePathOf, mainMenu, makeAccount, pathOf } from './steps.ts'

/** Going live part by part, and stopping all writing from wherever somebody is. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let otherStore: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 31, products: 5, quota: 'off', storeName: 'Oak & Iron' })
  otherStore = await createSandbox({ seed: 32, products: 5, quota: 'off', storeName: 'Tin & Tallow' })
})
afterAll(async () => {
  await store.close()
  await otherStore.close()
})
afterEach(() => dashboard.api.call('POST /api/resume-writing'))

const readLive = (channelId: string) =>
  dashboard.api.call('GET /api/channels/:channelId/live', { params: { channelId } })
const switchOn = (channelId: string, on: string[]) =>
  dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on } })
const partsOf = async (channelId: string) =>
  Object.fromEntries((await readLive(channelId)).parts.map(({ part, on }) => [part, on]))

const part = (page: Page, name: string) => page.getByRole('switch', { name, exact: true })
const stopAll = (page: Page) => page.getByRole('button', { name: 'Stop all writing' })
const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'is stopped' })
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Resume writing?' })

describe('going live', () => {
  it('switches one part after the other, says by whom, and takes it back', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    await page.getByRole('link', { name: 'Channel settings' }).click()
    await page.getByRole('link', { name: 'Going live' }).click()
    const section = page.getByRole('region', { name: 'Going live' })
    await section.waitFor()
    expect(await part(page, 'Product data').isChecked()).toBe(false)
    expect(await part(page, 'Images').isChecked()).toBe(false)
    expect(await part(page, 'Prices').isChecked()).toBe(false)
    expect(await section.getByRole('switch').count()).toBe(3)
    expect(await stopAll(page).count()).toBe(0)
    await part(page, 'Prices').click()
    const asked = page.getByRole('dialog', { name: 'Switch on prices?' })
    await asked.getByText('nothing. The store shows what is wanted.').waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    expect(await partsOf(channelId)).toEqual({ data: false, images: false, prices: false })
    await part(page, 'Prices').click()
    await asked.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Prices of My shop: switched on.').waitFor()
    await section.getByText(`On since just now, by ${owner.name}`).waitFor()
    expect(await partsOf(channelId)).toEqual({ data: false, images: false, prices: true })
    await page.getByText('Live', { exact: true }).waitFor()
    await stopAll(page).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Prices of My shop: switched off.').waitFor()
    await expect.poll(() => part(page, 'Prices').isChecked()).toBe(false)
    expect(await partsOf(channelId)).toEqual({ data: false, images: false, prices: false })
    await stopAll(page).waitFor({ state: 'detached' })
    await page.getByText('Connected (reads only)', { exact: true }).waitFor()
  })

  it('asks for a store first', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const { page } = await dashboard.open(goingLivePathOf(channelId))
    await page.getByText('This channel can go live once it is connected to its store.').waitFor()
    expect(await part(page, 'Product data').isDisabled()).toBe(true)
    await page.getByRole('link', { name: 'Connect the store' }).click()
    await page.getByLabel('Store Hash').waitFor()
  })
})

describe('Stop all writing', () => {
  it('is one click on any page, is seen on all of them, and asks before it is taken back', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const other = await addConnected(dashboard, makeAccount(otherStore), 'Other shop')
    await switchOn(channelId, ['data', 'prices'])
    await switchOn(other, ['data'])
    await dashboard.api.call('POST /api/channels/:channelId/stop-writing', { params: { channelId: other } })
    const { page } = await dashboard.open('/inventory/products')
    const { page: elsewhere } = await dashboard.open('/activity')
    await banner(page).getByText('All writing to Other shop is stopped').waitFor()
    await stopAll(page).click()
    await banner(page).getByText('All writing to stores is stopped').waitFor()
    await banner(elsewhere).getByText(`by ${owner.name}`).waitFor()
    expect(await readLive(channelId)).toMatchObject({ allStopped: { by: owner.name }, stopped: null })
    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    await channelRow(page, 'My shop').getByText('Writing stopped', { exact: true }).waitFor()

    await banner(page).getByRole('button', { name: 'Resume writing' }).click()
    await dialogOf(page).getByText('My shop: product data and prices').waitFor()
    await dialogOf(page).getByText('Stopped by itself, and so it stays: Other shop.').waitFor()
    await dialogOf(page).getByRole('button', { name: 'Stay stopped' }).click()
    expect((await readLive(channelId)).allStopped).not.toBeNull()
    await page.getByRole('button', { name: 'Writing is stopped' }).click()
    await dialogOf(page).getByRole('button', { name: 'Resume writing' }).click()
    await dialogOf(page).waitFor({ state: 'detached' })
    await stopAll(page).waitFor()
    await stopAll(elsewhere).waitFor()
    await channelRow(page, 'My shop').getByText('Live', { exact: true }).waitFor()
    await channelRow(page, 'Other shop').getByText('Writing stopped', { exact: true }).waitFor()
    expect(await readLive(channelId)).toMatchObject({ allStopped: null, stopped: null })
    expect(await readLive(other)).toMatchObject({ allStopped: null, stopped: { by: owner.name } })
  })

  it('is one click on a phone too', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    await switchOn(channelId, ['data'])
    const { page } = await dashboard.open(pathOf(channelId), { viewport: { width: 390, height: 844 } })
    await stopAll(page).click()
    await banner(page).getByText('All writing to stores is stopped').waitFor()
    expect((await readLive(channelId)).allStopped).not.toBeNull()
  })

  it('of one store is in its settings, with the way back', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    await switchOn(channelId, ['data'])
    const { page } = await dashboard.open(goingLivePathOf(channelId))
    await page.getByRole('button', { name: 'Stop writing to this store' }).click()
    const section = page.getByRole('region', { name: 'All writing to this store is stopped' })
    await section.getByText(`by ${owner.name}`).waitFor()
    expect(await stopAll(page).count()).toBe(0)
    expect(await readLive(channelId)).toMatchObject({ stopped: { by: owner.name }, allStopped: null })
    await section.getByRole('button', { name: 'Resume writing' }).click()
    await dialogOf(page).getByText('The hub may write product data to My shop again.').waitFor()
    await dialogOf(page).getByRole('button', { name: 'Resume writing' }).click()
    await page.getByRole('button', { name: 'Stop writing to this store' }).waitFor()
    expect((await readLive(channelId)).stopped).toBeNull()
  })

  it('says so when the hub could not be told', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    await switchOn(channelId, ['data'])
    const { page, expects } = await dashboard.open(pathOf(channelId))
    expects(/^Failed to load resource: .*(?:net::ERR_|503)/)
    await stopAll(page).waitFor()
    await page.route('**/api/stop-writing', route => route.abort())
    await stopAll(page).click()
    await page.getByRole('alert').getByText('The hub does not answer.').waitFor()
    await stopAll(page).waitFor()
    expect((await readLive(channelId)).allStopped).toBeNull()
  })
})

describe('what is live', () => {
  it('looks well: off, on, stopped, and asked whether to resume', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'Oak & Iron, the shop with a rather long name')
    const { page } = await dashboard.open(goingLivePathOf(channelId), calm)
    await part(page, 'Product data').waitFor()
    await expectWell(page, 'going-live-off')
    await switchOn(channelId, ['data'])
    await stopAll(page).waitFor()
    await expectWell(page, 'going-live-on')
    await page.getByRole('button', { name: 'Stop writing to this store' }).click()
    await banner(page).waitFor()
    await expectWell(page, 'going-live-one-stopped')
    await dashboard.api.call('POST /api/stop-writing')
    await page.goto(new URL('/', dashboard.hub.url).href)
    await banner(page).getByText('All writing to stores is stopped').waitFor()
    await page.getByRole('article').waitFor()
    await expectWell(page, 'all-stopped')
    await banner(page).getByRole('button', { name: 'Resume writing' }).click()
    await dialogOf(page).waitFor()
    await expectWell(page, 'resume-writing')
  })
})
