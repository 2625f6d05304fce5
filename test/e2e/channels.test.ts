import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
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
  formOf,
  generalPathOf,
  mainMenu,
  makeAccount,
  minimumScopes,
  pathOf,
  readChannel,
} from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let otherStore: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 14, products: 5, quota: 'off', storeName: 'Oak & Iron' })
  otherStore = await createSandbox({ seed: 15, products: 5, quota: 'off', storeName: 'Tin & Tallow' })
})
afterAll(async () => {
  await store.close()
  await otherStore.close()
})
afterEach(() => store.faults.clear())

describe('which store a channel belongs to', () => {
  it('refuses the same store twice, with a link that leads to the first', async () => {
    const first = await addConnected(dashboard, makeAccount(store), 'First')
    const second = await addChannel(dashboard, 'Second')
    const { page } = await dashboard.open(connectionPathOf(second))
    const form = connectionForm(page)
    await form.fill(formOf(makeAccount(store)))
    await form.save.click()
    await form.problem.getByText('This store is already connected as “First”.').waitFor()
    await form.problem.getByRole('link', { name: 'Open First' }).click()
    // What was typed would be lost.
    await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { name: 'First', level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe(pathOf(first))
    expect((await readChannel(dashboard, second)).connection).toBeNull()
  })

  it('offers a new channel for another store, and carries the values over to it', async () => {
    const first = await addConnected(dashboard, makeAccount(store), 'First')
    const before = await readChannel(dashboard, first)
    const { page } = await dashboard.open(connectionPathOf(first))
    await page.getByRole('button', { name: 'Replace credentials' }).click()
    const values = { ...formOf(makeAccount(otherStore)), apiAddress: otherStore.apiAddress }
    const form = connectionForm(page)
    await form.fill(values)
    await form.save.click()
    await form.problem.getByText('“First” belongs to another store.').waitFor()
    await form.problem.getByRole('button', { name: 'Add a new channel for this store' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add channel' })
    await dialog.getByText('The values that you typed are carried over to the new channel.').waitFor()
    await dialog.getByLabel('Name', { exact: true }).fill('Second')
    await dialog.getByRole('button', { name: 'Add channel' }).click()
    await form.form.waitFor()
    expect((await form.values()).accessToken).toBe(values.accessToken)
    await form.save.click()
    await connectedLine(page, { name: otherStore.storeName, domain: await domainOf(otherStore) }).waitFor()
    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    await channelRow(page, 'First').getByText(store.storeName).waitFor()
    await channelRow(page, 'Second').getByText(otherStore.storeName).waitFor()
    expect(await readChannel(dashboard, first)).toEqual(before)
  })

  it('keeps everything when the credentials are replaced by others of the same store', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store, { scopes: minimumScopes }), 'My shop')
    const before = await readChannel(dashboard, channelId)
    const { page } = await dashboard.open(connectionPathOf(channelId))
    await doctor(page).row('Customers').getByText('Missing', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Replace credentials' }).click()
    const form = connectionForm(page)
    expect(await form.storeHash.inputValue()).toBe(store.storeHash)
    expect(await form.accessToken.inputValue()).toBe('')
    await form.form.getByText(`which ends in ${before.connection?.accessTokenEnd}`).waitFor()
    const account = makeAccount(store)
    await form.fill(formOf(account))
    await form.save.click()
    await doctor(page).row('Customers').getByText(/^Have/).waitFor()
    await connectedLine(page, before.store ?? { name: '?', domain: '?' }).waitFor()
    const token = page.getByLabel('Access Token', { exact: true })
    await expect.poll(() => token.inputValue()).toBe(`•••• ${account.accessToken.slice(-4)}`)
    const after = await readChannel(dashboard, channelId)
    expect(after).toMatchObject({ id: channelId, name: 'My shop', store: before.store, createdAt: before.createdAt })
    expect(await page.content()).not.toContain(account.accessToken)
  })
})

describe('a channel’s own settings', () => {
  it('are renamed, with a way back; a taken name and an empty one are refused at the field', async () => {
    const channelId = await addChannel(dashboard, 'Before')
    await addChannel(dashboard, 'Taken')
    const { page } = await dashboard.open(generalPathOf(channelId))
    const name = page.getByLabel('Channel name', { exact: true })
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await name.fill('   ')
    await save.click()
    await page.getByText('Give the channel a name.').waitFor()
    await name.fill('Taken')
    await save.click()
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
    await page.getByText(/Taken.*already|already.*Taken|Another channel/).waitFor()
    await name.fill('After')
    await save.click()
    await page.getByText('The channel is called After now.').waitFor()
    await mainMenu(page).getByRole('link', { name: 'After' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await mainMenu(page).getByRole('link', { name: 'Before' }).waitFor()
    await expect.poll(() => name.inputValue()).toBe('Before')
  })

  it('pause and resume it, in the settings, on its page and in All Channels', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(generalPathOf(channelId))
    await page.getByRole('button', { name: 'Pause channel' }).click()
    await page.getByText('My shop is paused.').waitFor()
    await page.getByRole('region', { name: 'This channel is paused' }).waitFor()
    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    await channelRow(page, 'My shop').getByText('Paused', { exact: true }).waitFor()
    await channelRow(page, 'My shop').getByRole('link').click()
    await page.getByText('This channel is paused: the hub makes no request').waitFor()
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await page.getByText('My shop is running again.').waitFor()
    await page.getByText('Connected (reads only)', { exact: true }).waitFor()
    expect((await readChannel(dashboard, channelId)).state).toBe('connected')
  })

  it('remove it only when its name was typed, and leave the store alone', async () => {
    const channelId = await addConnected(dashboard, makeAccount(store), 'My shop')
    const accounts = store.accounts.length
    const { page } = await dashboard.open(generalPathOf(channelId))
    await page.getByRole('button', { name: 'Remove channel' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove this channel?' })
    const name = dialog.getByLabel('Type the channel’s name to confirm')
    await name.fill('My shops')
    await dialog.getByRole('button', { name: 'Remove channel' }).click()
    await dialog.getByText('This is not the name of the channel.').waitFor()
    expect(await readChannel(dashboard, channelId)).toMatchObject({ name: 'My shop' })
    await dialog.getByRole('button', { name: 'Keep channel' }).click()
    await dialog.waitFor({ state: 'hidden' })

    await page.getByRole('button', { name: 'Remove channel' }).click()
    await name.fill('My shop')
    await dialog.getByRole('button', { name: 'Remove channel' }).click()
    await page.getByText('My shop was removed from the hub.').waitFor()
    await page.getByRole('region', { name: 'No channels yet' }).waitFor()
    expect((await dashboard.api.call('GET /api/channels')).channels).toEqual([])
    expect(store.accounts).toHaveLength(accounts)
    await page.goto(new URL(pathOf(channelId), dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'There is no such channel' }).waitFor()
  })
})

describe('All Channels', () => {
  it('says of each channel how it stands, and so does the menu', async () => {
    const connected = await addConnected(dashboard, makeAccount(store), 'Connected one')
    await addChannel(dashboard, 'New one')
    const account = makeAccount(otherStore)
    const broken = await addConnected(dashboard, account, 'Broken one')
    otherStore.deleteAccount(account.clientId)
    await dashboard.api.call('POST /api/channels/:channelId/checks', { params: { channelId: broken } })
    const { page } = await dashboard.open('/channels')
    const states = {
      'Connected one': 'Connected (reads only)',
      'New one': 'Not connected',
      'Broken one': 'Needs attention',
    }
    for (const [name, state] of Object.entries(states)) {
      await channelRow(page, name).getByText(state, { exact: true }).waitFor()
      await mainMenu(page)
        .getByRole('link', { name: `${name} , ${state}` })
        .or(mainMenu(page).getByRole('link', { name: `${name}, ${state}` }))
        .waitFor()
    }
    await channelRow(page, 'Broken one').getByText('Replace the credentials').waitFor()

    // Another window pauses it: this one follows without being touched.
    await dashboard.api.call('PATCH /api/channels/:channelId', {
      params: { channelId: connected },
      body: { paused: true },
    })
    await channelRow(page, 'Connected one').getByText('Paused', { exact: true }).waitFor()
    await mainMenu(page).getByRole('link', { name: 'Dashboard' }).click()
    await page.getByText('2 channels need you.').waitFor()
    const card = page.getByRole('article', { name: 'Broken one' })
    await card.getByRole('link', { name: 'Mend the connection' }).click()
    await page.getByRole('status').filter({ hasText: 'Replace the credentials' }).waitFor()
  })

  it('shows nasty names as the text that they are', async () => {
    const names = [
      '<img src=x onerror="document.title=1">',
      "Robert'); DROP TABLE channel;--",
      'متجر ‏الخشب',
      'A'.repeat(80),
      '{{7*7}} <b>&amp;</b> %00 😀',
    ]
    const { page } = await dashboard.open('/channels')
    for (const name of names) {
      await page.goto(new URL('/channels/add', dashboard.hub.url).href)
      const dialog = page.getByRole('dialog', { name: 'Add channel' })
      await dialog.getByLabel('Name', { exact: true }).fill(name)
      await dialog.getByRole('button', { name: 'Add channel' }).click()
      await page.getByRole('navigation', { name: 'Where you are' }).getByText(name, { exact: true }).waitFor()
    }
    await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
    for (const name of names) await channelRow(page, name).waitFor()
    for (const name of names) {
      await channelRow(page, name).getByRole('link').click()
      await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      await page.goBack()
    }
    expect(await page.title()).toBe('All Channels · Cartwright')
    const { channels } = await dashboard.api.call('GET /api/channels')
    expect(channels.map(({ name }) => name).sort()).toEqual([...names].sort())
  })

  it('takes a name of 80 characters and no more, and says so for two of the same', async () => {
    await addChannel(dashboard, 'Twice')
    const { page } = await dashboard.open('/channels/add')
    const dialog = page.getByRole('dialog', { name: 'Add channel' })
    const name = dialog.getByLabel('Name', { exact: true })
    await dialog.getByRole('button', { name: 'Add channel' }).click()
    await dialog.getByText('Give the channel a name.').waitFor()
    await name.pressSequentially('B'.repeat(85), { delay: 0 })
    expect(await name.inputValue()).toHaveLength(80)
    await name.fill('Twice')
    await dialog.getByRole('button', { name: 'Add channel' }).click()
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await dashboard.api.call('GET /api/channels')).channels).toHaveLength(1)
  })
})
