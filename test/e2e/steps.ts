import type { Locator, Page } from 'playwright-core'
import {
  type AccountCredentials,
  allScopes,
  type NewAccount,
  type Sandbox,
} from '../../src/sandbox/bigcommerce/index.ts'
import { type Dashboard, patienceMs } from '../support/browser.ts'

/** The scopes that the page about connecting asks for at the least, read-only. */
export const minimumScopes = [
  'store_v2_content_read_only',
  'store_v2_orders_read_only',
  'store_v2_information_read_only',
]

/** The names of the doctor's rows about permissions. */
export const permissionRows = [
  ...['Content', 'Orders', 'Store information', 'Shipping zones and methods', 'Products', 'Stock', 'Locations'],
  ...['Payments of orders', 'Storefronts', 'Customers'],
]

export interface FormValues {
  readonly storeHash: string
  readonly clientId: string
  readonly accessToken: string
  readonly clientSecret?: string
  readonly apiAddress?: string
}

/** Channel settings > API Connection, as long as values are to be entered. */
export function connectionForm(page: Page) {
  const form = page.getByRole('form', { name: 'API Connection' })
  return {
    form,
    storeHash: form.getByLabel('Store Hash', { exact: true }),
    clientId: form.getByLabel('Client ID', { exact: true }),
    accessToken: form.getByLabel('Access Token', { exact: true }),
    clientSecret: form.getByLabel('Client Secret (optional)', { exact: true }),
    apiAddress: form.getByLabel('API address', { exact: true }),
    advanced: form.getByText('Advanced', { exact: true }),
    file: page.getByLabel('Credentials file', { exact: true }),
    save: form.getByRole('button', { name: 'Save', exact: true }),
    problem: form.getByRole('alert'),
    async fill(values: FormValues) {
      await this.storeHash.fill(values.storeHash)
      await this.clientId.fill(values.clientId)
      await this.accessToken.fill(values.accessToken)
      if (values.clientSecret !== undefined) await this.clientSecret.fill(values.clientSecret)
      if (values.apiAddress === undefined) return
      if (!(await this.apiAddress.isVisible())) await this.advanced.click()
      await this.apiAddress.fill(values.apiAddress)
    },
    async values(): Promise<FormValues> {
      return {
        storeHash: await this.storeHash.inputValue(),
        clientId: await this.clientId.inputValue(),
        accessToken: await this.accessToken.inputValue(),
      }
    },
  }
}

export function doctor(page: Page) {
  const panel = page.getByRole('region', { name: 'Connection check' })
  return {
    panel,
    permissions: panel.getByRole('region', { name: 'Permissions' }),
    row: (title: string): Locator => panel.getByRole('listitem').filter({ hasText: new RegExp(`^${title}`) }),
  }
}

/** The line on the form, and on its page, that says that all is well. */
export function connectedLine(page: Page, store: { readonly name: string; readonly domain: string }): Locator {
  return page.getByRole('status').filter({ hasText: `Connected to ${store.name}, ${store.domain}` })
}

/** A channel's row under All Channels. */
export function channelRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
}

export function mainMenu(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Main menu' })
}

export function makeAccount(store: Sandbox, account: Partial<NewAccount> = {}): AccountCredentials {
  return store.createAccount({ name: 'Cartwright', scopes: allScopes, ...account })
}

export function formOf({ apiPath, clientId, accessToken }: AccountCredentials): FormValues {
  return { storeHash: apiPath, clientId, accessToken }
}

/** Adds a channel through the API, for tests that are not about adding one. */
export async function addChannel({ api }: Dashboard, name = 'My shop'): Promise<string> {
  return (await api.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })).id
}

/** Adds a channel and connects it through the API. */
export async function addConnected(dashboard: Dashboard, account: AccountCredentials, name?: string): Promise<string> {
  const channelId = await addChannel(dashboard, name)
  await dashboard.api.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: { ...formOf(account), clientSecret: account.clientSecret },
  })
  return channelId
}

export function readChannel({ api }: Dashboard, channelId: string) {
  return api.call('GET /api/channels/:channelId', { params: { channelId } })
}

/** The part of a channel's page that is about its catalog. */
export function importPanel(page: Page) {
  const panel = page.getByRole('region', { name: 'Import from store', exact: true })
  return {
    panel,
    bar: panel.getByRole('progressbar', { name: 'Import from store' }),
    start: panel.getByRole('button', { name: 'Import from store', exact: true }),
    resume: panel.getByRole('button', { name: 'Resume the import', exact: true }),
    other: panel.getByRole('button', { name: 'Other ways to import' }),
    cancel: panel.getByRole('button', { name: 'Cancel import' }),
    report: panel.getByRole('link', { name: 'See the report' }),
    /** The number above its way on, such as `Products`. */
    async amount(label: string): Promise<number> {
      const said = await panel.locator('dl > div').filter({ hasText: label }).getByRole('definition').innerText()
      return Number(/^[\d,]+/.exec(said)?.[0].replaceAll(',', ''))
    },
  }
}

export function readCatalog({ api }: Dashboard, channelId: string) {
  return api.call('GET /api/channels/:channelId/catalog', { params: { channelId } })
}

/** Waits until nothing is imported any more, and gives back what is there. */
export async function importEnded(dashboard: Dashboard, channelId: string) {
  const deadlineMs = Date.now() + patienceMs
  for (;;) {
    const state = await readCatalog(dashboard, channelId)
    if (state.activeRun === null && state.lastRun !== null) return state
    if (Date.now() > deadlineMs) throw new Error(`The import has not ended: ${JSON.stringify(state.activeRun)}`)
    await new Promise(done => setTimeout(done, 50))
  }
}

/** Connects a channel through the API, and waits until its catalog is here. */
export async function addImported(dashboard: Dashboard, account: AccountCredentials, name?: string): Promise<string> {
  const channelId = await addConnected(dashboard, account, name)
  await importEnded(dashboard, channelId)
  return channelId
}

/** Imports through the API, and waits for the end. */
export async function importAgain(dashboard: Dashboard, channelId: string, mode: 'full' | 'changes' = 'full') {
  const { id } = await dashboard.api.call('POST /api/channels/:channelId/pulls', {
    params: { channelId },
    body: { mode },
  })
  await importEnded(dashboard, channelId)
  return dashboard.api.call('GET /api/runs/:runId', { params: { runId: id } })
}

/** The products of the master catalog that are found, of the first 200. */
export async function readProducts({ api }: Dashboard, query: { search?: string } = {}) {
  return (await api.call('GET /api/products', { query: { ...query, limit: 200 } })).products
}

export const importSettingsPathOf = (channelId: string) => `/channels/${channelId}/settings/import`
export const pathOf = (channelId: string) => `/channels/${channelId}`
export const generalPathOf = (channelId: string) => `/channels/${channelId}/settings/general`
export const goingLivePathOf = (channelId: string) => `/channels/${channelId}/settings/going-live`
export const connectionPathOf = (channelId: string) => `/channels/${channelId}/settings/api-connection`

/** Scrolls the window down, and waits until what is there now is drawn. */
export async function scrollOn(page: Page, byPx: number): Promise<void> {
  await page.evaluate(`new Promise(done => {
    scrollBy(0, ${byPx})
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))
  })`)
}

/** Makes the worker find the channel's next check due; it looks every five seconds. */
export async function makeDue({ hub }: Dashboard, channelId: string): Promise<void> {
  await hub.db.kysely
    .updateTable('channel_connection')
    .set({ next_check_at: new Date(0) })
    .where('channel_id', '=', channelId)
    .execute()
}

/** The domain that the store tells everybody who may ask. */
export async function domainOf(store: Sandbox): Promise<string> {
  const { clientId, accessToken } = makeAccount(store)
  const headers = { 'X-Auth-Token': accessToken, Accept: 'application/json' }
  const response = await fetch(`${store.apiAddress}/stores/${store.storeHash}/v2/store`, { headers })
  store.deleteAccount(clientId)
  return ((await response.json()) as { domain: string }).domain
}

/** Notes whatever any status line of the page says from now on; the returned function gives it all, in its order. */
export async function recordStatus(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    globalThis.saidLines = []
    const note = () => {
      for (const line of document.querySelectorAll('[role=status]')) {
        const words = line.textContent.trim()
        if (!saidLines.includes(words)) saidLines.push(words)
      }
    }
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  `)
  return () => page.evaluate<string[]>('saidLines')
}
