import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { ensureWebBuilt } from '../../scripts/build-web.ts'
import { findChromium } from './chromium.ts'
import { type Browser as HubCaller, startTestHub, type TestHub } from './hub.ts'

/** How long a test waits for something to be seen before it fails; a loaded machine is slow. */
export const patienceMs = 20_000

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing but this machine can be reached, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/**
 * Chromium itself writes a line about each answer of 4xx. The dashboard says such a refusal in words on the page, and
 * the sandbox's panel answers with whole pages; the file of a page that is missing is another matter.
 */
const explainedLine =
  /^Failed to load resource: the server responded with a status of (?:400|401|404|409|410|422|429) \(.*\) at http:\/\/127\.0\.0\.1:\d+\/(?:api|settings|nowhere)(?:[/?]|$)/

/** Somebody at a browser: a context of its own, whose faults fail the test. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Closes it; otherwise it is closed after the test. */
  end(): Promise<void>
  /** Expects lines on the console of the browser that would fail the test otherwise. */
  expects(line: RegExp): void
}

export interface Chromium {
  visit(options?: BrowserContextOptions): Promise<Visit>
  /** Ends all visits; those of a test that failed are kept as pictures under its name. */
  endAll(failed: string | undefined): Promise<void>
}

/** One Chromium for a test file. Its visits end with their test, which fails if a page had an error meanwhile. */
export function chromiumForFile(): Chromium {
  let browser: Browser | null = null
  const open: { context: BrowserContext; faults: string[]; expected: RegExp[] }[] = []
  const complaints: string[] = []
  const endAll: Chromium['endAll'] = async failed => {
    for (const visit of open.splice(0)) {
      if (failed !== undefined) await shootFailure(visit.context, failed)
      await visit.context.close()
      const known = [explainedLine, ...visit.expected]
      complaints.push(...visit.faults.filter(line => !known.some(pattern => pattern.test(line))))
    }
  }
  beforeAll(async () => {
    const executablePath = findChromium()
    if (executablePath === null) {
      throw new Error('The browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path.')
    }
    browser = await chromium.launch({ executablePath, args: launchArguments })
  })
  afterEach(async ({ task }) => {
    await endAll(failedName(task))
    const lines = complaints.splice(0)
    if (lines.length > 0) throw new Error(`The browser complained:\n${lines.join('\n')}`)
  })
  afterAll(() => browser?.close())
  return {
    endAll,
    async visit(options = {}) {
      if (browser === null) throw new Error('Chromium is not running')
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options })
      context.setDefaultTimeout(patienceMs)
      const faults: string[] = []
      const expected: RegExp[] = []
      context.on('weberror', error => faults.push(`Error in the page: ${error.error().stack ?? error.error().message}`))
      context.on('console', message => {
        if (message.type() === 'error') faults.push(`${message.text()} at ${message.location().url}`)
      })
      context.on('request', request => {
        if (!/^(?:https?:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) {
          faults.push(`A page asked for ${request.url()}`)
        }
      })
      open.push({ context, faults, expected })
      return {
        page: await context.newPage(),
        context,
        end: () => context.close(),
        expects: line => expected.push(line),
      }
    },
  }
}

/** A hub with its dashboard, and a Chromium to visit it with, for one test file. */
export interface Dashboard {
  readonly hub: TestHub
  /** Calls the API as the owner. */
  readonly api: HubCaller
  /** A page of somebody who is signed in as the owner. */
  open(path?: string, options?: BrowserContextOptions): Promise<Visit>
  /** Stops the hub, if it runs still, and starts it again at the same address. */
  restart(): Promise<void>
}

/** Starts it before the tests of the file, removes all channels after each, and stops it after the last. */
export function dashboardForFile(browser: Chromium): Dashboard {
  let running: { hub: TestHub; api: HubCaller } | null = null
  const now = () => {
    if (running === null) throw new Error('The hub is not running')
    return running
  }
  beforeAll(async () => {
    const hub = await startDashboard()
    running = { hub, api: await hub.signedIn() }
  })
  afterEach(async ({ task }) => {
    // Before the channels go, so that nobody watches them go.
    await browser.endAll(failedName(task))
    const { api } = now()
    for (const { id } of (await api.call('GET /api/channels')).channels) {
      await api.call('DELETE /api/channels/:channelId', { params: { channelId: id } })
    }
  })
  afterAll(() => running?.hub.close())
  return {
    get hub() {
      return now().hub
    },
    get api() {
      return now().api
    },
    async open(path = '/', options = {}) {
      const { hub, api } = now()
      const visit = await browser.visit(options)
      await visit.context.addCookies([...api.cookies].map(([name, value]) => ({ name, value, url: hub.url })))
      await visit.page.goto(new URL(path, hub.url).href)
      return visit
    },
    async restart() {
      const { hub, api } = now()
      const web = { host: '127.0.0.1', port: Number(new URL(hub.url).port), webRoot: await ensureWebBuilt(() => {}) }
      running = { hub: await hub.restart({ web }), api }
    },
  }
}

/** A whole hub that serves the dashboard, without an owner yet. Close it. */
export async function startDashboard(): Promise<TestHub> {
  const webRoot = await ensureWebBuilt(() => {})
  return startTestHub({ web: { host: '127.0.0.1', port: 0, webRoot } })
}

/** Keeps a picture of the page in the folder that CARTWRIGHT_SHOTS names; does nothing without. */
export async function shoot(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
  const folder = process.env.CARTWRIGHT_SHOTS
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, ...options })
}

function failedName(task: { name: string; result?: { state: string } | undefined }): string | undefined {
  return task.result?.state === 'fail' ? task.name : undefined
}

async function shootFailure(context: BrowserContext, test: string): Promise<void> {
  const name = test.replaceAll(/\W+/g, '-').slice(0, 80)
  for (const [index, page] of context.pages().entries()) {
    await shoot(page, `failed-${name}-${index}`).catch(() => undefined)
  }
}
