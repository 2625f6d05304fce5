import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile, startDashboard, type Visit } from '../support/browser.ts'
import { checkExchanges, contractAbsence, contractPresent, describeViolations } from '../support/contract.ts'
import { owner } from '../support/hub.ts'
import {
  addChannel,
  channelRow,
  connectedLine,
  connectionForm,
  connectionPathOf,
  doctor,
  domainOf,
  mainMenu,
  permissionRows,
  readChannel,
  recordStatus,
} from './steps.ts'

/** The page that the project began with, from its first line to "Connected"; its BigCommerce half in the sandbox's panel. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
const downloads = mkdtempSync(join(tmpdir(), 'cartwright-downloads-'))
let store: Sandbox

beforeAll(async () => {
  if (!contractPresent) console.log(contractAbsence)
  store = await createSandbox({ seed: 11, products: 20 })
})
afterAll(async () => {
  const { exchanges } = store.journal
  await store.close()
  rmSync(downloads, { recursive: true, force: true })
  expect(exchanges.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(describeViolations(checkExchanges(exchanges))).toEqual([])
})

interface Shown {
  readonly apiPath: string
  readonly clientId: string
  readonly accessToken: string
  readonly file: string
}

const clipboardOf = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

async function copy(page: Page, what: string): Promise<string> {
  await page.bringToFront()
  await page.getByRole('button', { name: `Copy ${what}`, exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' })
  return clipboardOf(page)
}

/** "How to obtain BigCommerce Credentials", line by line. */
async function makeAccountInPanel(panel: Page): Promise<Shown> {
  await panel.goto(store.panelUrl)
  await panel.getByRole('heading', { name: store.storeName }).waitFor()
  await panel.getByRole('navigation', { name: 'Store' }).getByRole('link', { name: 'Store-level API accounts' }).click()
  await panel.getByRole('heading', { name: 'Store-level API accounts' }).waitFor()
  await panel.getByRole('link', { name: 'Create API account' }).click()

  await panel.getByRole('radio', { name: 'V2/V3 API token' }).check()
  expect(await panel.getByRole('radio', { name: 'Stencil-CLI token' }).isChecked()).toBe(false)
  await panel.getByRole('textbox', { name: 'Name' }).fill('Cartwright')
  const apiPath = await copy(panel, 'the API path')
  expect(apiPath).toContain(`/stores/${store.storeHash}/`)
  for (const scope of ['Content', 'Orders', 'Information & Settings']) {
    await panel.getByRole('radio', { name: `${scope}: Read-only`, exact: true }).check()
  }
  await panel.getByRole('button', { name: 'Save' }).click()

  const shown = panel.getByRole('dialog', { name: 'API account created' })
  await shown.getByText('this is the only time that they are shown').waitFor()
  const clientId = await copy(panel, 'the client ID')
  const accessToken = await copy(panel, 'the access token')
  const words = await shown.innerText()
  expect([clientId, accessToken, apiPath].filter(value => !words.includes(value))).toEqual([])
  const [download] = await Promise.all([
    panel.waitForEvent('download'),
    shown.getByRole('link', { name: 'Download .txt' }).click(),
  ])
  const file = join(downloads, `${clientId}-${download.suggestedFilename()}`)
  await download.saveAs(file)
  await shown.getByRole('button', { name: 'Close' }).click()
  await panel.getByRole('heading', { name: 'Store-level API accounts' }).waitFor()
  await panel.getByRole('row', { name: clientId }).waitFor()

  await panel.goBack()
  await panel.reload()
  await panel.getByRole('heading', { name: 'These values were shown already' }).waitFor()
  expect(await panel.content()).not.toContain(accessToken)
  return { apiPath, clientId, accessToken, file }
}

async function pasteInto(page: Page, label: string, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await connectionForm(page).form.getByLabel(label, { exact: true }).focus()
  await page.keyboard.press('ControlOrMeta+V')
}

const withClipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

async function expectConnected({ page }: Visit, channelName: string): Promise<void> {
  const known = { name: store.storeName, domain: await domainOf(store) }
  await connectedLine(page, known).waitFor()
  await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
  const row = channelRow(page, channelName)
  await row.getByText('Connected (reads only)').waitFor()
  await row.getByText(known.name).waitFor()
  await row.getByText(known.domain).waitFor()
}

describe('the page about connecting a BigCommerce store', () => {
  it('is walked from its first line to "Connected", on an empty hub', async () => {
    const hub = await startDashboard()
    const visit = await browser.visit(withClipboard)
    const { page } = visit
    try {
      await page.goto(hub.url)
      await page.getByRole('heading', { name: 'Set up your hub' }).waitFor()
      await page.getByLabel('Name', { exact: true }).fill(owner.name)
      await page.getByLabel('E-mail', { exact: true }).fill(owner.email)
      await page.getByLabel('Password', { exact: true }).fill(owner.password)
      await page.getByRole('button', { name: 'Create the owner account' }).click()
      await page.getByRole('heading', { name: `Welcome, ${owner.name}` }).waitFor()

      // 1. The API account is made in the store's panel.
      const panel = await visit.context.newPage()
      const values = await makeAccountInPanel(panel)
      await panel.close()

      // 2. All Channels, on the left. 3. The BigCommerce channel, which has to be added first.
      await page.bringToFront()
      await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
      await page.getByRole('link', { name: 'Add channel' }).click()
      const dialog = page.getByRole('dialog', { name: 'Add channel' })
      expect(await dialog.getByRole('radio', { name: 'BigCommerce' }).isChecked()).toBe(true)
      await dialog.getByLabel('Name', { exact: true }).fill('Oak & Iron')
      await dialog.getByRole('button', { name: 'Add channel' }).click()
      await page.getByRole('heading', { name: 'Channel settings' }).waitFor()
      await mainMenu(page).getByRole('link', { name: 'All Channels' }).click()
      await channelRow(page, 'Oak & Iron').getByText('Not connected').waitFor()
      await channelRow(page, 'Oak & Iron').getByRole('link', { name: 'Oak & Iron' }).click()

      // 4. Channel settings > API Connection. 5. The guide stands beside the form.
      await page.getByRole('link', { name: 'Channel settings' }).click()
      await page
        .getByRole('navigation', { name: 'Channel settings' })
        .getByRole('link', { name: 'API Connection' })
        .click()
      await expectGuide(page)

      // 6. Store Hash: the whole API path will do. Client ID. 7. Access Token, Save.
      await pasteInto(page, 'Store Hash', values.apiPath)
      const note = page.getByText(`Taken from the API path: ${store.storeHash}.`)
      await note.waitFor()
      expect(await note.innerText()).toContain(store.apiAddress)
      await pasteInto(page, 'Client ID', values.clientId)
      await pasteInto(page, 'Access Token', values.accessToken)
      const { save } = connectionForm(page)
      const said = await recordStatus(page)
      const slow = store.faults.add({ match: { path: '/v3/customers' }, kind: 'slow', delayMs: 700 })
      await save.click()
      for (const title of permissionRows) await doctor(page).row(title).waitFor()
      slow.remove()

      // 8. Connected. The rows came one after the other while the store was asked.
      for (const title of permissionRows.slice(0, 4)) {
        await doctor(page).row(title).getByText(/^Have/).waitFor()
      }
      await expectConnected(visit, 'Oak & Iron')
      const lines = await said()
      expect(lines).toContain('Asking the store…')
      expect(lines.filter(line => /^Checking… \d+ answers? so far$/.test(line)).length).toBeGreaterThan(2)
      expect(await page.content()).not.toContain(values.accessToken)
    } finally {
      await visit.end()
      await hub.close()
    }
  })

  it('goes with the .txt file, which fills every field', async () => {
    const channelId = await addChannel(dashboard, 'By file')
    const visit = await dashboard.open(connectionPathOf(channelId), withClipboard)
    const { page } = visit
    const panel = await visit.context.newPage()
    const values = await makeAccountInPanel(panel)
    await panel.close()
    const lines = readFileSync(values.file, 'utf8').split('\r\n')
    expect(lines.map(line => line.split(':')[0])).toEqual([
      ...['ACCESS TOKEN', 'CLIENT NAME', 'CLIENT ID', 'CLIENT SECRET', 'NAME', 'API PATH', ''],
    ])
    expect(lines).toContain(`ACCESS TOKEN: ${values.accessToken}`)

    const form = connectionForm(page)
    await form.file.setInputFiles(values.file)
    await page.getByText('Store Hash, Client ID, Access Token, and Client Secret filled from').waitFor()
    expect(await form.values()).toEqual({
      storeHash: values.apiPath,
      clientId: values.clientId,
      accessToken: values.accessToken,
    })
    expect(await form.clientSecret.inputValue()).toMatch(/^[0-9a-f]{64}$/)
    await page.getByText(`Taken from the API path: ${store.storeHash}.`).waitFor()
    expect((await readChannel(dashboard, channelId)).connection).toBeNull()
    await form.save.click()
    await expectConnected(visit, 'By file')
    expect((await readChannel(dashboard, channelId)).connection).toMatchObject({
      storeHash: store.storeHash,
      clientId: values.clientId,
      clientSecretSaved: true,
    })
  })

  it('goes with the whole text of that file pasted into a field', async () => {
    const channelId = await addChannel(dashboard, 'By paste')
    const visit = await dashboard.open(connectionPathOf(channelId), withClipboard)
    const { page } = visit
    const panel = await visit.context.newPage()
    const values = await makeAccountInPanel(panel)
    await panel.close()
    await page.bringToFront()
    await pasteInto(page, 'Client ID', readFileSync(values.file, 'utf8'))
    const form = connectionForm(page)
    await page.getByText('Client Secret filled from the pasted text').waitFor()
    expect(await form.values()).toEqual({
      storeHash: values.apiPath,
      clientId: values.clientId,
      accessToken: values.accessToken,
    })
    await form.save.click()
    await expectConnected(visit, 'By paste')
  })

  it('says in words when a file has no credentials in it, and keeps what was typed', async () => {
    const { page } = await dashboard.open(connectionPathOf(await addChannel(dashboard)))
    const form = connectionForm(page)
    await form.storeHash.fill('kl28jKd3w5o')
    await form.file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Buy milk\n') })
    await page.getByText('There are no credentials in “notes.txt”.').waitFor()
    await form.file.setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(10_000_000, 'x') })
    await page.getByText('“big.txt” is far too large for a credentials file').waitFor()
    expect(await form.storeHash.inputValue()).toBe('kl28jKd3w5o')
  })

  it('takes the hash out of a control panel address, and says where to look when there is none', async () => {
    const { page } = await dashboard.open(connectionPathOf(await addChannel(dashboard)))
    const form = connectionForm(page)
    await form.storeHash.fill('https://store-kl28jKd3w5o-2.mybigcommerce.com/manage/settings')
    await form.clientId.focus()
    await page.getByText('Taken from the control panel address: kl28jKd3w5o.').waitFor()
    await form.storeHash.fill('https://www.oak-and-iron.example/')
    await form.clientId.focus()
    await page.getByText('The Store Hash is not part of this address.').waitFor()
    await form.storeHash.fill('kl28jKd3w5o')
    await form.clientId.focus()
    await page.getByText('The Store Hash is not part of this address.').waitFor({ state: 'hidden' })
  })
})

/** Every line of the page's "How to obtain BigCommerce Credentials" has its step, in the page's order. */
async function expectGuide(page: Page): Promise<void> {
  const guide = page.getByRole('region', { name: 'How to obtain BigCommerce Credentials' })
  await guide.waitFor()
  const words = await guide.innerText()
  const inOrder = [
    ...['store owner', 'Store-level API accounts', 'Advanced Settings > API Accounts', 'Create API Account'],
    ...['V2/V3 API token', 'Stencil-CLI', 'Cartwright', 'API path', 'OAuth scopes', 'Save', 'Access Token'],
    ...['secure place', 'Close'],
  ]
  let from = 0
  for (const part of inOrder) {
    const at = words.indexOf(part, from)
    expect(at, `“${part}” is missing, or out of order`).toBeGreaterThanOrEqual(0)
    from = at
  }
  const scopes = guide.getByRole('table', { name: 'OAuth scopes to choose' })
  await scopes.getByRole('row', { name: /^Content read-only/ }).waitFor()
  await scopes.getByRole('row', { name: /^Orders modify/ }).waitFor()
  await scopes.getByRole('row', { name: /^Information & Settings read-only/ }).waitFor()
  await guide.getByRole('button', { name: 'Copy the list' }).click()
  await guide.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await clipboardOf(page)).toContain('Content: read-only\nOrders: modify\nInformation & Settings: read-only')
}
