import { describe, expect, it } from 'vitest'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { channelRow, connectedLine, connectionForm, doctor, mainMenu, permissionRows, readChannel } from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)

describe('Try it with a sandbox store', () => {
  it('fills the form, saves it by itself, and shows what the store says of itself', async () => {
    const { page, context } = await dashboard.open('/channels')
    const gate = Promise.withResolvers<void>()
    await page.route('**/api/channels/*/connection', async route => {
      await gate.promise
      await route.continue()
    })
    await page.getByRole('region', { name: 'No channels yet' }).waitFor()
    await page.getByRole('button', { name: 'Try it with a sandbox store' }).click()

    // Filled, and on its way, without another click.
    const form = connectionForm(page)
    await form.form.getByText('Asking the store…').waitFor()
    const typed = await form.values()
    expect(typed.storeHash).toMatch(/^[a-z0-9]{3,20}$/)
    expect(typed.clientId).toMatch(/^[a-z0-9]{31}$/)
    expect(typed.accessToken).toMatch(/^[a-z0-9]{31}$/)
    await form.form.getByText('This is a sandbox store inside your hub. Nothing in it is real.').waitFor()
    gate.resolve()

    for (const title of permissionRows) await doctor(page).row(title).getByText(/^Have/).waitFor()
    const [channel] = (await dashboard.api.call('GET /api/channels')).channels
    const { profile, store } = await readChannel(dashboard, channel?.id ?? '')
    await connectedLine(page, store ?? { name: '?', domain: '?' }).waitFor()
    expect(await page.content()).not.toContain(typed.accessToken)

    const [panel] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open the sandbox store’s panel' }).click(),
    ])
    await panel.getByRole('heading', { name: store?.name ?? '?' }).waitFor()
    await panel.close()

    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    const row = channelRow(page, channel?.name ?? '?')
    await row.getByText('Connected (reads only)').waitFor()
    await row.getByText('Sandbox', { exact: true }).waitFor()
    await row.getByRole('link').click()

    const facts = await page.getByRole('region', { name: 'Store', exact: true }).innerText()
    const known = profile?.store
    for (const fact of [known?.name, known?.domain, known?.planName, known?.currency, known?.timeZone]) {
      expect(facts).toContain(fact ?? '?')
    }
    for (const name of ['BigCommerce plan', 'Currency', 'Time zone', 'Weight', 'Length']) expect(facts).toContain(name)
    const storefronts = page.getByRole('table', { name: 'Storefronts' })
    expect(profile?.storefronts?.length).toBeGreaterThan(0)
    for (const { name } of profile?.storefronts?.slice(0, 8) ?? []) {
      await storefronts.getByRole('rowheader', { name }).first().waitFor()
    }
    const zones = page.getByRole('table', { name: 'Shipping zones and methods' })
    expect(profile?.shippingZones?.length).toBeGreaterThan(0)
    for (const { name, methods } of profile?.shippingZones?.slice(0, 8) ?? []) {
      const zone = zones.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
      for (const method of methods ?? []) await zone.getByText(method.name).first().waitFor()
    }

    // A second time there is nothing to start: the first way leads to the same channel.
    await page.goto(new URL('/channels', dashboard.hub.url).href)
    await channelRow(page, channel?.name ?? '?').waitFor()
    expect(await page.getByRole('button', { name: 'Try it with a sandbox store' }).count()).toBe(0)
  })

  it('starts from the first page of an empty hub, too, and leads to its channel when another tab was first', async () => {
    const button = { name: 'Try it with a sandbox store' }
    const late = await dashboard.open('/')
    await late.page.getByRole('button', button).waitFor()
    // The late one hears nothing of the channel that is there by now.
    await late.page.route('**/api/channels', route => route.fulfill({ json: { channels: [] } }))

    const { page } = await dashboard.open('/')
    await page.getByRole('button', button).click()
    await page.getByRole('status').filter({ hasText: 'Connected to' }).waitFor()

    const [channel] = (await dashboard.api.call('GET /api/channels')).channels
    await late.page.getByRole('button', button).click()
    await late.page.getByRole('heading', { name: channel?.name ?? '?', level: 1 }).waitFor()
    expect((await dashboard.api.call('GET /api/channels')).channels).toHaveLength(1)
  })
})
