import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Problem } from '../../src/api/contract/problem.ts'
import type { Call, RouteKey } from '../../src/api/contract/routes.ts'
import type { Db } from '../../src/database/connect.ts'
import type { Exchange } from '../../src/engine/budgeted-fetch.ts'
import { type HubOptions, openHub, type RunningHub } from '../../src/hub/open-hub.ts'
import { freshDatabase } from './database.ts'

export const owner = { name: 'Ada Owner', email: 'ada@example.com', password: 'correct horse battery' } as const

/** A browser without a page: it keeps its cookies, and every answer that it got. */
export class Browser {
  readonly #base: string
  readonly #workspace: string | null
  #cookies = new Map<string, string>()
  /** The text of every answer, for tests that look for something that must never leave the hub. */
  readonly answers: string[] = []

  constructor(base: string, workspace: string | null = null) {
    this.#base = base
    this.#workspace = workspace
  }

  /** The same person, signed in already, in another workspace. */
  inWorkspace(workspace: string): Browser {
    const other = new Browser(this.#base, workspace)
    other.#cookies = this.#cookies
    return other
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.#base), {
      method,
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.#workspace !== null && { 'cartwright-workspace': this.#workspace }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/max-age=0/i.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, pair.slice(name.length + 1))
    }
    this.answers.push(await response.clone().text())
    return response
  }

  /** Calls the API by the contract. Rejects with a `Refusal` where the hub refuses. */
  readonly call: Call = (async (
    key: RouteKey,
    input: { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown } = {},
  ) => {
    const [method = '', template = ''] = key.split(' ')
    const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''))
    const given = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined)
    const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    const response = await this.send(method, query === '' ? path : `${path}?${query}`, input.body)
    const answer = await response.json()
    if (!response.ok) throw new Refusal(answer as Problem)
    return answer
  }) as Call
}

/** What the hub answered when it refused a call. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`)
    this.problem = problem
  }
}

/** Waits for a call to be refused and gives back the problem. */
export async function refusalOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call
  } catch (error) {
    if (error instanceof Refusal) return error.problem
    throw error
  }
  throw new Error('The hub did not refuse')
}

export interface TestHub {
  readonly hub: RunningHub
  readonly url: string
  readonly db: Db
  readonly dataDir: string
  /** Every exchange with a store. */
  readonly exchanges: Exchange[]
  /** A browser in which the owner is signed in; the first call creates him. */
  signedIn(): Promise<Browser>
  /** Stops the hub and starts it again on the same data, perhaps with other options. */
  restart(options?: Partial<HubOptions>): Promise<TestHub>
  close(): Promise<void>
}

/** A whole hub on a database of its own, on a free port. Close it in `afterAll`. */
export async function startTestHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const database = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'cartwright-hub-test-'))
  const environment = { CARTWRIGHT_KEY: randomBytes(32).toString('base64') }
  const exchanges: Exchange[] = []
  const start = async (changed: Partial<HubOptions>): Promise<TestHub> => {
    const hub = await openHub({
      dataDir,
      database: database.config,
      web: { host: '127.0.0.1', port: 0, webRoot: null },
      publicUrl: null,
      version: '0.0.0-test',
      environment,
      openLogger: () => ({ logger: pino({ level: 'silent' }), close() {} }),
      onExchange: exchange => exchanges.push(exchange),
      storeTimeoutMs: 2_000,
      ...options,
      ...changed,
    })
    const url = hub.listensAt ?? ''
    return {
      hub,
      url,
      db: database.db,
      dataDir,
      exchanges,
      async signedIn() {
        const browser = new Browser(url)
        const { ownerExists } = await browser.call('GET /api/hub')
        if (ownerExists) await browser.call('POST /api/session', { body: owner })
        else await browser.call('POST /api/owner', { body: owner })
        return browser
      },
      async restart(again = {}) {
        await hub.stop()
        return start(again)
      },
      async close() {
        await hub.stop()
        await database.drop()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  }
  return start({})
}
