import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumForFile, dashboardForFile, startDashboard } from '../support/browser.ts'
import { owner, type TestHub } from '../support/hub.ts'
import { addChannel, channelRow, connectionForm, connectionPathOf, generalPathOf, mainMenu } from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
const userMenu = { name: `User menu of ${owner.name}` }

describe('the first visit', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await startDashboard()
  })
  afterAll(() => hub.close())

  it('leads to the set-up from wherever one comes, says at each field what it needs, and ends signed in', async () => {
    const { page, end } = await browser.visit()
    await page.goto(new URL('/channels', hub.url).href)
    await page.getByRole('heading', { name: 'Set up your hub' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/setup')
    const create = page.getByRole('button', { name: 'Create the owner account' })
    await create.click()
    for (const words of ['Give your name.', 'Give an e-mail address such as', 'Use 12 characters or more.']) {
      await page.getByText(words).waitFor()
    }
    const name = page.getByLabel('Name', { exact: true })
    const password = page.getByLabel('Password', { exact: true })
    await expect.poll(() => page.evaluate<string>('document.activeElement.labels?.[0]?.innerText')).toBe('Name')
    await name.fill(owner.name)
    await page.getByLabel('E-mail', { exact: true }).fill('ada at example')
    await password.fill('short')
    await page.getByText('7 more to go.').waitFor()
    await create.click()
    await page.getByText('Give an e-mail address such as').waitFor()
    expect(await password.inputValue()).toBe('short')
    expect(await password.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: 'Show what is typed' }).click()
    await expect.poll(() => password.getAttribute('type')).toBe('text')

    await page.getByLabel('E-mail', { exact: true }).fill(owner.email)
    await password.fill(owner.password)
    await create.click()
    await page.getByRole('heading', { name: `Welcome, ${owner.name}` }).waitFor()

    // Nobody can sign up any more: a visitor without a session is asked to sign in.
    await page.goto(new URL('/setup', hub.url).href)
    await page.getByRole('heading', { name: `Welcome, ${owner.name}` }).waitFor()
    const stranger = await browser.visit()
    await stranger.page.goto(new URL('/setup', hub.url).href)
    await stranger.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await end()
    await stranger.end()
  })
})

describe('signing in and out', () => {
  it('refuses a wrong password in words, and leads back to the page that was asked for', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const { page } = await browser.visit()
    await page.goto(new URL(generalPathOf(channelId), dashboard.hub.url).href)
    await page.getByText('Sign in to go on where you were.').waitFor()
    const email = page.getByLabel('E-mail', { exact: true })
    const password = page.getByLabel('Password', { exact: true })
    const signIn = page.getByRole('button', { name: 'Sign in' })
    await signIn.click()
    await page.getByText('Give your e-mail address.').waitFor()
    await page.getByText('Give your password.').waitFor()
    await email.fill(owner.email)
    await password.fill('not the right one')
    await signIn.click()
    await page.getByRole('alert').getByText('E-mail address and password do not match.').waitFor()
    expect(await email.inputValue()).toBe(owner.email)
    expect(await password.inputValue()).toBe('')
    await password.fill(owner.password)
    await signIn.click()
    await page.getByLabel('Channel name', { exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe(generalPathOf(channelId))
    expect(await page.evaluate<string>('document.cookie')).toBe('')

    await page.getByRole('button', userMenu).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.content()).not.toContain('My shop')
  })

  it('never leads to another site afterwards', async () => {
    const stranger = await browser.visit()
    const known = await dashboard.open()
    for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const address = new URL(`/sign-in?to=${encodeURIComponent(to)}`, dashboard.hub.url).href
      await stranger.page.goto(address)
      await stranger.page.getByText('Welcome back.').waitFor()
      await known.page.goto(address)
      await known.page.getByRole('heading', { name: `Welcome, ${owner.name}` }).waitFor()
      expect(new URL(known.page.url()).origin).toBe(new URL(dashboard.hub.url).origin)
    }
  })

  it('asks again when the session has ended meanwhile, and goes on where one was', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const hub = await startDashboard()
    const own = await browser.visit()
    try {
      const caller = await hub.signedIn()
      const { id } = await caller.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'My shop' } })
      await own.context.addCookies([...caller.cookies].map(([name, value]) => ({ name, value, url: hub.url })))
      await own.page.goto(new URL(generalPathOf(id), hub.url).href)
      await own.page.getByLabel('Channel name', { exact: true }).waitFor()
      await caller.call('DELETE /api/session')
      await own.page.getByRole('button', { name: 'Pause channel' }).click()
      await own.page.getByText('Sign in to go on where you were.').waitFor()
      await own.page.getByLabel('E-mail', { exact: true }).fill(owner.email)
      await own.page.getByLabel('Password', { exact: true }).fill(owner.password)
      await own.page.getByRole('button', { name: 'Sign in' }).click()
      await own.page.getByLabel('Channel name', { exact: true }).waitFor()
      expect(new URL(own.page.url()).pathname).toBe(generalPathOf(id))
      expect(channelId).not.toBe(id)
    } finally {
      await own.end()
      await hub.close()
    }
  })

  it('keeps the color scheme that was chosen in the user menu', async () => {
    const { page } = await dashboard.open('/', { colorScheme: 'light' })
    const scheme = () => page.evaluate<string>('getComputedStyle(document.documentElement).colorScheme')
    await expect.poll(scheme).toBe('light')
    await page.getByRole('button', userMenu).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect.poll(scheme).toBe('dark')
    await page.reload()
    await page.getByRole('button', userMenu).waitFor()
    await expect.poll(scheme).toBe('dark')
    await page.getByRole('button', userMenu).focus()
    await page.keyboard.press('Enter')
    const focused = () => page.evaluate<string>('document.activeElement.innerText')
    await expect.poll(focused).toBe('Same as this device')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('Light')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect.poll(scheme).toBe('light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(scheme).toBe('dark')
  })
})

describe('a hub that stops', () => {
  it('is told on the page, which keeps what was typed and goes on when the hub is back', async () => {
    const channelId = await addChannel(dashboard, 'My shop')
    const { page, expects } = await dashboard.open(connectionPathOf(channelId))
    expects(/^Failed to load resource: .*(?:net::ERR_|503).* at http:\/\/127\.0\.0\.1:\d+\/(?:api|assets)\//)
    const form = connectionForm(page)
    await form.storeHash.fill('kl28jKd3w5o')
    await dashboard.hub.hub.stop()
    const banner = page.getByRole('status').filter({ hasText: 'The hub does not answer.' })
    await banner.waitFor()
    // The files of that page would have come by this.
    await mainMenu(page).getByRole('link', { name: 'Activity' }).hover()
    await form.clientId.fill('abcdefg')
    await form.accessToken.fill('h'.repeat(31))
    await form.save.click()
    await form.problem.getByText('The hub does not answer.').waitFor()

    await dashboard.restart()
    await banner.waitFor({ state: 'hidden' })
    await form.problem.getByText('The hub did not answer, but does again.').waitFor()
    expect(await form.values()).toEqual({
      storeHash: 'kl28jKd3w5o',
      clientId: 'abcdefg',
      accessToken: 'h'.repeat(31),
    })
    // What happens from now on is heard again, without a reload.
    await addChannel(dashboard, 'Added afterwards')
    await mainMenu(page).getByRole('link', { name: 'Added afterwards' }).waitFor()
  })

  it('leaves a page that is opened meanwhile waiting, which then shows by itself', async () => {
    await addChannel(dashboard, 'My shop')
    const { page, expects } = await dashboard.open('/channels')
    expects(/^Failed to load resource: .*(?:net::ERR_|503).* at http:\/\/127\.0\.0\.1:\d+\//)
    await channelRow(page, 'My shop').waitFor()
    await dashboard.hub.hub.stop()
    await page.getByRole('status').filter({ hasText: 'The hub does not answer.' }).waitFor()
    await mainMenu(page).getByRole('link', { name: 'Dashboard' }).click()
    await dashboard.restart()
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    await page.getByRole('article', { name: 'My shop' }).waitFor()
  })
})
