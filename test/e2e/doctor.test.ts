import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { allScopes, createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import {
  addChannel,
  addConnected,
  channelRow,
  connectedLine,
  connectionForm,
  connectionPathOf,
  doctor,
  domainOf,
  type FormValues,
  formOf,
  mainMenu,
  makeAccount,
  makeDue,
  minimumScopes,
  pathOf,
  permissionRows,
  readChannel,
} from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
/** Answers 429, which slows the hub down: for that test alone. */
let busyStore: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 12, products: 5, quota: 'off' })
  busyStore = await createSandbox({ seed: 13, products: 5, quota: 'off' })
})
afterAll(async () => {
  await store.close()
  await busyStore.close()
})
afterEach(() => {
  for (const { clientId } of store.accounts) store.deleteAccount(clientId)
  store.faults.clear()
  busyStore.faults.clear()
})

describe('the row of a permission that is missing', () => {
  it.each([
    ['store_v2_content', ['Content'], 'Content', 'The hub sees the pages of your storefronts.'],
    ['store_v2_orders', ['Orders'], 'Orders', 'Orders come into the hub; shipments'],
    [
      'store_v2_information',
      ['Store information', 'Shipping zones and methods'],
      'Information & Settings',
      "The hub knows the store's name, domain, currency",
    ],
    ['store_v2_products', ['Products'], 'Products', 'Products, variants, prices'],
    ['store_inventory', ['Stock'], 'Store Inventory', 'Stock counts come into the hub'],
    ['store_locations', ['Locations'], 'Store Locations', 'Each place that holds stock'],
    ['store_v2_transactions', ['Payments of orders'], 'Order Transactions', 'Orders show how they were paid.'],
    ['store_channel_settings', ['Storefronts'], 'Channel Settings', 'Each storefront of the store'],
    ['store_v2_customers', ['Customers'], 'Customers', 'Orders can be seen by customer'],
  ])('%s says so, what it would unlock and how to get it; all others stay', async (scope, titles, name, unlocks) => {
    const account = makeAccount(store, { scopes: allScopes.filter(one => one !== scope) })
    const channelId = await addConnected(dashboard, account)
    const { page } = await dashboard.open(connectionPathOf(channelId))
    const { permissions, row } = doctor(page)
    for (const title of titles) {
      await row(title).getByText('Missing', { exact: true }).waitFor()
      await row(title).getByText(`${name} is missing on this API account`).waitFor()
      await row(title).getByText('Would unlock:').waitFor()
    }
    await row(titles[0] ?? '')
      .getByText(`Would unlock: ${unlocks}`)
      .waitFor()
    // Told once above the rows where several need it, else in the row.
    const fix = permissions.getByText('BigCommerce cannot add a scope to an API account that exists')
    const told = titles.length > 1 ? fix.first() : row(titles[0] ?? '').getByText('BigCommerce cannot add a scope')
    await told.waitFor()
    expect(await told.innerText()).toContain(`${name} (`)
    expect(await told.innerText()).toContain('Replace credentials')
    for (const title of permissionRows.filter(one => !titles.includes(one))) {
      await row(title).getByText(/^Have/).waitFor()
    }
    await doctor(page).panel.getByText(`${titles.length} missing`).waitFor()
  })

  it('shows on the channel’s own page too, with the least scopes of the page', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store, { scopes: minimumScopes }))
    const { page } = await dashboard.open(pathOf(channelId))
    const missing = page.getByRole('region', { name: '6 permissions are missing' })
    for (const name of ['Products', 'Store Inventory', 'Store Locations', 'Order Transactions', 'Channel Settings']) {
      await missing.getByRole('listitem').filter({ hasText: name }).waitFor()
    }
    await page.getByRole('region', { name: 'Storefronts' }).getByText('Channel Settings').waitFor()
    await page.getByRole('table', { name: 'Shipping zones and methods' }).waitFor()
    await missing.getByRole('link', { name: 'How to get them' }).click()
    await doctor(page).row('Products').getByText('Missing', { exact: true }).waitFor()
    for (const title of permissionRows.slice(0, 4)) await doctor(page).row(title).getByText(/^Have/).waitFor()
  })

  it('is gone when the check is run again with a new account that has it', async () => {
    const account = makeAccount(store, { scopes: allScopes.filter(one => one !== 'store_v2_products') })
    const channelId = await addConnected(dashboard, account)
    const { page } = await dashboard.open(connectionPathOf(channelId))
    await doctor(page).row('Products').getByText('Missing', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Replace credentials' }).click()
    await connectionForm(page).fill(formOf(makeAccount(store)))
    await connectionForm(page).save.click()
    await doctor(page).row('Products').getByText(/^Have/).waitFor()
    await doctor(page).panel.getByRole('button', { name: 'Check connection' }).click()
    await doctor(page).panel.getByText('Last run').waitFor()
    await doctor(page).row('Products').getByText(/^Have/).waitFor()
  })
})

interface Failure {
  readonly what: string
  readonly form: (good: FormValues) => FormValues | Promise<FormValues>
  readonly fault?: Omit<FaultRule, 'match'>
  readonly words: string
  /** In the answer: what to do. */
  readonly advice: string
}

const plain = (good: FormValues, changed: Partial<FormValues> = {}): FormValues => ({
  ...good,
  storeHash: store.storeHash,
  apiAddress: store.apiAddress,
  ...changed,
})

describe('credentials that don’t work, on a new channel', () => {
  it.each<Failure>([
    {
      what: 'a wrong hash',
      form: good => plain(good, { storeHash: 'zzzzzzzzzz' }),
      words: 'BigCommerce refuses every read of the store zzzzzzzzzz with this Access Token.',
      advice: 'First compare the Store Hash with the API path',
    },
    {
      what: 'an address where nothing listens',
      form: async good => plain(good, { apiAddress: `http://127.0.0.1:${await freePort()}` }),
      words: 'the connection was turned away.',
      advice: 'Check the API address under Advanced',
    },
    {
      what: 'https to a port that speaks http',
      form: good => plain(good, { apiAddress: store.apiAddress.replace('http:', 'https:') }),
      words: 'so the Access Token was not sent.',
      advice: 'Check the API address under Advanced',
    },
    {
      what: 'a name that does not exist',
      form: good => plain(good, { apiAddress: 'https://no-such-store.invalid' }),
      words: 'There is no address on the network under the name no-such-store.invalid.',
      advice: 'typing errors',
    },
  ])('$what has a sentence of its own; nothing is kept, and what was typed stays', async ({ form, words, advice }) => {
    const channelId = await addChannel(dashboard)
    const { page } = await dashboard.open(connectionPathOf(channelId))
    const typed = await form(formOf(makeAccount(store)))
    await connectionForm(page).fill(typed)
    await connectionForm(page).save.click()
    const { problem } = connectionForm(page)
    await problem.getByText(words).waitFor()
    await problem.getByText(advice).waitFor()
    const { storeHash, clientId, accessToken } = typed
    expect(await connectionForm(page).values()).toEqual({ storeHash, clientId, accessToken })
    expect(await connectionForm(page).apiAddress.inputValue()).toBe(typed.apiAddress)
    await doctor(page)
      .panel.getByText(/^1 failed$/)
      .waitFor()
    expect(await readChannel(dashboard, channelId)).toMatchObject({ state: 'not_connected', connection: null })
  })
})

describe('credentials that don’t work, where others do', () => {
  it.each<Failure>([
    {
      what: 'a wrong token',
      form: good => ({ ...good, accessToken: 'w'.repeat(31) }),
      words: 'BigCommerce refuses this Access Token.',
      advice: 'Copy the Access Token again, from its first character to its last.',
    },
    {
      what: 'a Stencil-CLI token',
      form: () => formOf(makeAccount(store, { name: 'Themes', tokenType: 'stencil_cli' })),
      words: 'with this Access Token.',
      advice: 'its token may be a Stencil-CLI token, which is for themes only',
    },
    {
      what: 'a web page instead of data',
      form: good => good,
      fault: { kind: 'html', status: 200 },
      words: 'answered with a web page instead of data.',
      advice: 'such as the sign-in page of a network',
    },
    {
      what: 'an answer that never comes',
      form: good => good,
      fault: { kind: 'hang' },
      words: 'did not answer in time.',
      advice: 'Run the check again in a few minutes.',
    },
  ])(
    '$what has a sentence of its own; what was typed stays, and the others stay in force',
    async ({ form, ...failure }) => {
      const good = makeAccount(store)
      const channelId = await addConnected(dashboard, good)
      const before = await readChannel(dashboard, channelId)
      const { page } = await dashboard.open(connectionPathOf(channelId))
      await page.getByRole('button', { name: 'Replace credentials' }).click()
      const typed = await form(formOf(makeAccount(store, { name: 'Another' })))
      await connectionForm(page).fill(typed)
      if (failure.fault !== undefined) store.faults.add({ match: { path: '**' }, ...failure.fault })
      await connectionForm(page).save.click()
      const { problem } = connectionForm(page)
      await problem.getByText(failure.words).waitFor()
      await problem.getByText(failure.advice).waitFor()
      expect(await connectionForm(page).values()).toEqual(typed)

      await connectionForm(page).form.getByRole('button', { name: 'Cancel' }).click()
      await connectedLine(page, before.store ?? { name: '?', domain: '?' }).waitFor()
      expect(await page.getByLabel('Access Token', { exact: true }).inputValue()).toBe(
        `•••• ${good.accessToken.slice(-4)}`,
      )
      expect(await readChannel(dashboard, channelId)).toEqual(before)
      store.faults.clear()
      await doctor(page).panel.getByRole('button', { name: 'Check connection' }).click()
      await doctor(page).row('Orders').getByText(/^Have/).waitFor()
    },
  )

  it('a store with too many requests says so, and the hub is patient with it', async () => {
    const channelId = await addChannel(dashboard)
    const { page } = await dashboard.open(connectionPathOf(channelId))
    const headers = { 'X-Retry-After': '1', 'X-Rate-Limit-Time-Reset-Ms': '300' }
    busyStore.faults.add({ match: { path: '**' }, kind: 'status', status: 429, headers })
    await connectionForm(page).fill(formOf(makeAccount(busyStore)))
    await connectionForm(page).save.click()
    const { problem } = connectionForm(page)
    await problem.getByText('The store is getting more requests from all its apps together than it takes.').waitFor()
    await problem.getByRole('button', { name: 'Keep and try again by itself' }).waitFor()
  })
})

describe('a store that is out of reach', () => {
  it('offers to keep the credentials, tries again by itself, and is connected when it answers', async () => {
    const channelId = await addChannel(dashboard, 'Far away')
    const { page } = await dashboard.open(connectionPathOf(channelId))
    const fault = store.faults.add({ match: { path: '**' }, kind: 'reset' })
    await connectionForm(page).fill(formOf(makeAccount(store)))
    await connectionForm(page).save.click()
    const { problem } = connectionForm(page)
    await problem.getByText('broke off before the answer was complete.').waitFor()
    expect((await readChannel(dashboard, channelId)).connection).toBeNull()
    await problem.getByRole('button', { name: 'Keep and try again by itself' }).click()
    await page.getByRole('status').filter({ hasText: 'The hub tries again by itself. Next try' }).waitFor()
    await page.getByText('has not worked yet').waitFor()
    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    await channelRow(page, 'Far away').getByText('Needs attention').waitFor()
    await channelRow(page, 'Far away').getByText('The hub tries again by itself.').waitFor()

    fault.remove()
    await page.goto(new URL(connectionPathOf(channelId), dashboard.hub.url).href)
    await page.getByText('has not worked yet').waitFor()
    await makeDue(dashboard, channelId)
    // Nobody touches the page any more.
    await connectedLine(page, { name: store.storeName, domain: await domainOf(store) }).waitFor()
    await doctor(page).row('Orders').getByText(/^Have/).waitFor()
  })

  it('keeps its credentials in force when only the check fails, and says what the check found', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store))
    const { page } = await dashboard.open(pathOf(channelId))
    store.faults.add({ match: { path: '**' }, kind: 'reset' })
    await page.getByRole('button', { name: 'Check connection' }).click()
    await page.getByRole('status').filter({ hasText: '1 failed' }).waitFor()
    await page.getByText('Connected (reads only)').first().waitFor()
    store.faults.clear()
    await page.getByRole('button', { name: 'Check connection' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /^(?!.*failed).*have/ })
      .waitFor()
  })
})

/** A port where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
