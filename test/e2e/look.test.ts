import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile, shoot, startDashboard } from '../support/browser.ts'
import { owner } from '../support/hub.ts'
import { axeFaults, calm, expectWell, settled } from './looking.ts'
import {
  addChannel,
  addConnected,
  connectedLine,
  connectionForm,
  connectionPathOf,
  doctor,
  domainOf,
  formOf,
  generalPathOf,
  makeAccount,
  minimumScopes,
  pathOf,
} from './steps.ts'

/** Every page and main state, at two widths, light and dark: fits, can be read, and every control has a name. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 16, products: 20, storeName: 'Oak & Iron Outfitters' })
})
afterAll(() => store.close())
afterEach(() => {
  store.faults.clear()
  for (const { clientId } of store.accounts) store.deleteAccount(clientId)
})

describe('the pages for nobody yet', () => {
  it('look well: set-up and sign-in', async () => {
    const hub = await startDashboard()
    const { page, end } = await browser.visit(calm)
    try {
      await page.goto(hub.url)
      await page.getByRole('heading', { name: 'Set up your hub' }).waitFor()
      await expectWell(page, 'set-up')
      await page.getByRole('button', { name: 'Create the owner account' }).click()
      await page.getByText('Give your name.').waitFor()
      await page.getByLabel('Password', { exact: true }).fill('a fair password')
      await expectWell(page, 'set-up-errors')
      await hub.signedIn()
      await page.goto(hub.url)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await page.getByText('Forgot your password?').click()
      await page.getByLabel('E-mail', { exact: true }).fill(owner.email)
      await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').waitFor()
      await expectWell(page, 'sign-in-refused')
    } finally {
      await end()
      await hub.close()
    }
  })
})

describe('the dashboard', () => {
  it('looks well without channels: welcome, All Channels, Add channel, nothing there', async () => {
    const { page } = await dashboard.open('/', calm)
    await page.getByRole('heading', { name: `Welcome, ${owner.name}` }).waitFor()
    await expectWell(page, 'welcome')
    await page.goto(new URL('/channels', dashboard.hub.url).href)
    await page.getByRole('region', { name: 'No channels yet' }).waitFor()
    await expectWell(page, 'all-channels-empty')
    await page.getByRole('link', { name: 'Add channel' }).click()
    await page.getByRole('dialog', { name: 'Add channel' }).getByRole('radio').waitFor()
    await expectWell(page, 'add-channel')
    await page.goto(new URL('/nowhere', dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
    await expectWell(page, 'not-found')
  })

  it('looks well with channels in every state: dashboard, All Channels, menus', async () => {
    const broken = makeAccount(store)
    const brokenId = await addConnected(dashboard, broken, 'Broken one')
    store.deleteAccount(broken.clientId)
    await dashboard.api.call('POST /api/channels/:channelId/checks', { params: { channelId: brokenId } })
    const other = await createSandbox({ seed: 17, products: 5, quota: 'off' })
    const third = await createSandbox({ seed: 18, products: 5, quota: 'off' })
    try {
      await addConnected(dashboard, makeAccount(other, { scopes: minimumScopes }), 'Connected one')
      const paused = await addConnected(dashboard, makeAccount(third), 'Paused one')
      await dashboard.api.call('PATCH /api/channels/:channelId', {
        params: { channelId: paused },
        body: { paused: true },
      })
      await addChannel(dashboard, `A new one with a rather long name, of ${'many words, '.repeat(3)}`)
      const { page } = await dashboard.open('/', calm)
      await page.getByRole('article', { name: 'Connected one' }).getByText('permissions missing').waitFor()
      await expectWell(page, 'dashboard')
      await page.getByRole('button', { name: `User menu of ${owner.name}` }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
      await expectWell(page, 'user-menu')
      await page.keyboard.press('Escape')
      await page.goto(new URL('/channels', dashboard.hub.url).href)
      await page.getByRole('rowheader', { name: 'Paused one' }).waitFor()
      await expectWell(page, 'all-channels')
      await page.setViewportSize({ width: 390, height: 844 })
      await page.getByRole('button', { name: 'Open the menu' }).click()
      await page.getByRole('dialog').getByRole('link', { name: 'All Channels' }).waitFor()
      await settled(page)
      expect(await axeFaults(page)).toEqual([])
      await shoot(page, 'drawer-390-light', { fullPage: false })
      await page.goto(new URL(pathOf(paused), dashboard.hub.url).href)
      await page.getByRole('table', { name: 'Storefronts' }).waitFor()
      await expectWell(page, 'channel-paused')
      await page.goto(new URL(pathOf(brokenId), dashboard.hub.url).href)
      await page.getByRole('link', { name: 'Mend the connection' }).waitFor()
      await expectWell(page, 'channel-broken')
    } finally {
      await other.close()
      await third.close()
    }
  })
})

describe('a channel', () => {
  it('looks well before it is connected: its page, its settings, the form empty, with faults and refused', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const { page } = await dashboard.open(pathOf(channelId), calm)
    await page.getByRole('link', { name: 'Connect the store' }).waitFor()
    await expectWell(page, 'channel-new')
    await page.goto(new URL(generalPathOf(channelId), dashboard.hub.url).href)
    await page.getByLabel('Channel name', { exact: true }).waitFor()
    await expectWell(page, 'settings-general')
    await page.getByRole('button', { name: 'Remove channel' }).click()
    await page.getByRole('dialog', { name: 'Remove this channel?' }).waitFor()
    await expectWell(page, 'remove-channel')

    await page.goto(new URL(connectionPathOf(channelId), dashboard.hub.url).href)
    const form = connectionForm(page)
    await form.form.waitFor()
    await expectWell(page, 'connection-empty')
    await form.storeHash.fill('https://www.oak-and-iron.example/')
    await form.save.click()
    await page.getByText('Paste the Client ID.').waitFor()
    await page.getByText('The Store Hash is not part of this address.').waitFor()
    await expectWell(page, 'connection-field-errors')
    await form.fill({ ...formOf(makeAccount(store)), accessToken: 'w'.repeat(31) })
    await form.save.click()
    await form.problem.getByText('BigCommerce refuses this Access Token.').waitFor()
    await doctor(page).row('Customers').waitFor()
    await expectWell(page, 'connection-refused')
    store.faults.add({ match: { path: '**' }, kind: 'reset' })
    await form.save.click()
    await form.problem.getByRole('button', { name: 'Keep and try again by itself' }).waitFor()
    await expectWell(page, 'connection-unreachable')
  })

  it('looks well when it is connected: its page and its connection, with all permissions and with few', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'Oak & Iron')
    const { page } = await dashboard.open(pathOf(channelId), calm)
    await page.getByRole('table', { name: 'Storefronts' }).waitFor()
    await expectWell(page, 'channel')
    await page.goto(new URL(connectionPathOf(channelId), dashboard.hub.url).href)
    await doctor(page).row('Customers').waitFor()
    await expectWell(page, 'connection')
    // The README's picture is this one.
    await shoot(page, 'api-connection', { fullPage: false })
    await page.getByText('How to obtain BigCommerce Credentials').click()
    await page.getByRole('table', { name: 'OAuth scopes to choose' }).waitFor()
    await expectWell(page, 'connection-guide')

    await page.getByRole('button', { name: 'Replace credentials' }).click()
    const form = connectionForm(page)
    await form.fill(formOf(makeAccount(store, { scopes: minimumScopes })))
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    await expectWell(page, 'leave-guard')
    await page.getByRole('button', { name: 'Stay here' }).click()
    await form.save.click()
    await doctor(page).row('Customers').getByText('Missing', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Replace credentials' }).waitFor()
    await expectWell(page, 'connection-minimum')
    await page.goto(new URL(pathOf(channelId), dashboard.hub.url).href)
    await page.getByRole('region', { name: '6 permissions are missing' }).waitFor()
    await expectWell(page, 'channel-minimum')
  })

  it('looks well while the hub is silent', async () => {
    const { page, expects } = await dashboard.open('/channels', calm)
    expects(/^Failed to load resource: .*(?:net::ERR_|503)/)
    await page.getByRole('region', { name: 'No channels yet' }).waitFor()
    await dashboard.hub.hub.stop()
    try {
      await page.getByRole('status').filter({ hasText: 'The hub does not answer.' }).waitFor()
      await expectWell(page, 'hub-silent')
    } finally {
      await dashboard.restart()
    }
  })
})

describe('the sandbox’s panel', () => {
  it('looks well: home, accounts, the form, the values, the question before deleting', async () => {
    const { page } = await browser.visit(calm)
    await page.goto(store.panelUrl)
    await expectWell(page, 'panel-home')
    await page.goto(new URL('/settings/api-accounts', store.panelUrl).href)
    await page.getByText('No API accounts yet.').waitFor()
    await expectWell(page, 'panel-accounts-empty')
    await page.getByRole('link', { name: 'Create API account' }).click()
    await page.getByRole('table', { name: 'OAuth scopes' }).waitFor()
    await expectWell(page, 'panel-create')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('The account was not created.').waitFor()
    await expectWell(page, 'panel-create-errors')
    await page.getByRole('textbox', { name: 'Name' }).fill('Cartwright <b>')
    await page.getByRole('radio', { name: 'Orders: Read-only', exact: true }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog', { name: 'API account created' }).waitFor()
    await expectWell(page, 'panel-created')
    await page.reload()
    await page.getByRole('heading', { name: 'These values were shown already' }).waitFor()
    await expectWell(page, 'panel-shown-already')
    await page.getByRole('link', { name: 'To the API accounts' }).click()
    await page.getByRole('rowheader', { name: 'Cartwright <b>' }).waitFor()
    await expectWell(page, 'panel-accounts')
    await page.getByRole('link', { name: 'Delete Cartwright <b>' }).click()
    await page.getByRole('button', { name: 'Delete account' }).waitFor()
    await expectWell(page, 'panel-delete')
    await page.getByRole('button', { name: 'Delete account' }).click()
    await page.getByRole('status').filter({ hasText: 'The account was deleted.' }).waitFor()
    await page.goto(new URL('/nowhere', store.panelUrl).href)
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
    await expectWell(page, 'panel-not-found')
  })

  it('looks well: products, orders, webhooks, requests and faults', async () => {
    const { page, expects } = await browser.visit(calm)
    expects(/status of 422 .* at http:\/\/127\.0\.0\.1:\d+\/faults$/)
    for (const path of [
      'products',
      'products/101',
      'products/101/delete',
      'orders',
      'orders/101',
      'settings/webhooks',
    ]) {
      await page.goto(new URL(path, store.panelUrl).href)
      await expectWell(page, `panel-${path.replaceAll('/', '-')}`)
    }
    await fetch(`${store.apiAddress}/stores/${store.storeHash}/v3/catalog/products`)
    await page.goto(new URL('requests', store.panelUrl).href)
    await expectWell(page, 'panel-requests')
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.getByRole('heading', { name: 'Answer' }).waitFor()
    await expectWell(page, 'panel-request')
    await page.getByRole('link', { name: 'Faults' }).click()
    await page.getByRole('textbox', { name: 'Status' }).fill('many')
    await page.getByRole('button', { name: 'Add fault' }).click()
    await page.getByRole('alert').getByText('Nothing was changed.').waitFor()
    await expectWell(page, 'panel-fault-errors')
    await page.getByRole('textbox', { name: 'Path' }).fill('/v3/none')
    await page.getByRole('textbox', { name: 'Status' }).fill('503')
    await page.getByRole('button', { name: 'Add fault' }).click()
    await page.getByRole('status').filter({ hasText: 'The fault is in force.' }).waitFor()
    await expectWell(page, 'panel-faults')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('All faults and quirks were removed, and the other app was stopped.').waitFor()
  })
})

/** Tells how the focused element and what is around it are drawn. */
const drawnFocus = `(() => {
  const told = []
  for (let at = globalThis.watched ?? document.activeElement, up = 0; at && up < 4; at = at.parentElement, up += 1) {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopWidth, borderTopColor } = getComputedStyle(at)
    const outline = outlineStyle === 'none' ? '' : outlineWidth + outlineColor
    told.push([outline, boxShadow, borderTopWidth === '0px' ? '' : borderTopColor].join())
  }
  return told.join(';')
})()`

/** Goes on with Tab until the control of this name has the focus; every stop on the way must show that it has it. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(`globalThis.watched = null; ${drawnFocus}`)
    await page.evaluate('globalThis.watched = document.activeElement')
    const own = await page.evaluate<string>(
      'watched.getAttribute("aria-label") ?? watched.labels?.[0]?.innerText ?? watched.innerText ?? ""',
    )
    await page.evaluate('watched.blur()')
    const plain = await page.evaluate<string>(drawnFocus)
    await page.evaluate('watched.focus({ focusVisible: true })')
    passed.push(own.trim())
    if (focused === plain) throw new Error(`The focus cannot be seen on “${own.trim()}”`)
    if (own.trim() === name) return
  }
  throw new Error(`No Tab leads to “${name}”, only to ${passed.join(' | ')}`)
}

describe('the keyboard alone', () => {
  it('signs in, fills the API Connection form and saves it, and the focus is always to be seen', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const { page } = await browser.visit(calm)
    await page.goto(new URL(connectionPathOf(channelId), dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expect.poll(() => page.evaluate<string>('document.activeElement.labels?.[0]?.innerText')).toBe('E-mail')
    await page.keyboard.type(owner.email)
    await tabTo(page, 'Password')
    await page.keyboard.type(owner.password)
    await tabTo(page, 'Sign in')
    await page.keyboard.press('Enter')

    await connectionForm(page).form.waitFor()
    const account = makeAccount(store)
    await tabTo(page, 'Store Hash')
    await page.keyboard.type(account.apiPath)
    await tabTo(page, 'Client ID')
    await page.keyboard.type(account.clientId)
    await tabTo(page, 'Access Token')
    await page.keyboard.type(account.accessToken)
    await tabTo(page, 'Client Secret (optional)')
    await tabTo(page, 'Advanced')
    await tabTo(page, 'Save')
    await page.keyboard.press('Enter')
    await connectedLine(page, { name: store.storeName, domain: await domainOf(store) }).waitFor()
    await tabTo(page, 'Replace credentials')
    await tabTo(page, 'Check connection')
    await page.keyboard.press('Space')
    await doctor(page).row('Customers').getByText(/^Have/).waitFor()
  })

  it('skips the menu', async () => {
    const { page } = await dashboard.open('/channels', calm)
    await page.getByRole('region', { name: 'No channels yet' }).waitFor()
    await tabTo(page, 'Skip to the content')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Add channel')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Add channel' }).getByRole('radio').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Add channel' }).waitFor({ state: 'hidden' })
  })
})
