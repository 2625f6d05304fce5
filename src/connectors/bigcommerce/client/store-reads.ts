import type { ConnectorTools } from '../../../connector/connector.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { BigCommerceSettings } from '../settings.ts'
import { type Answer, wasRead } from './answer.ts'
import type { SessionSecrets } from './hide-secrets.ts'
import { listOf, looseNumber, looseObject, looseText } from './loose.ts'
import { openStoreApi, type StoreApi } from './request.ts'

/** A list read to its end, or as far as it could be read. */
export interface ReadList {
  /** The answer to the first page: it decides what is known of the right to read. */
  readonly answer: Answer
  readonly rows: readonly unknown[]
}

const inFlightMost = 4
/**
 * No read begins later than this after the first one: somebody is waiting for the whole, and may start nothing else
 * meanwhile. The engine ends a person's read within 20 seconds, so the whole is over after 45.
 */
const lastBeginMs = 25_000
/** Default page size of V2 and V3 lists; none of the files gives a maximum for channels. */
const pageSize = 50
const pagesMost = 20
/** Each zone's methods are a request of their own; a store with more zones than this shows the rest without. */
const zonesWithMethodsMost = 40

/**
 * The harmless reads of the connection doctor and of the store's profile. Each is made once,
 * however often it is asked for, and at most four are under way at a time. What a slow store leaves no time for
 * counts as not answered in time.
 */
export class StoreReads {
  readonly #api: StoreApi
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #made = new Map<string, Promise<unknown>>()
  readonly #queue: (() => void)[] = []
  #underWay = 0
  #begunAt: number | null = null

  constructor(settings: BigCommerceSettings, secrets: SessionSecrets, tools: ConnectorTools) {
    this.#api = openStoreApi(settings, secrets, tools)
    this.#clock = tools.clock
    this.#signal = tools.signal
  }

  /** Needs no scope, so it proves hash and token. */
  readonly hooks = () => this.#get('/v3/hooks')
  readonly time = () => this.#get('/v2/time')
  readonly store = () => this.#get('/v2/store')
  readonly orders = () => this.#get('/v2/orders?limit=1')
  readonly content = () => this.#get('/v3/content/pages?limit=1')
  readonly products = () => this.#get('/v3/catalog/products?limit=1&include_fields=sku')
  readonly inventory = () => this.#get('/v3/inventory/items?limit=1')
  readonly locations = () => this.#get('/v3/inventory/locations?limit=1')
  readonly customers = () => this.#get('/v3/customers?limit=1')
  readonly channels = () => this.#once('channels', () => this.#readChannels())
  readonly zones = () => this.#once('zones', () => this.#readZones())

  /** Of the newest order where there is one; else of order 1, whose absence is as good an answer. */
  readonly transactions = () =>
    this.#once('transactions', async () => {
      const orders = await this.orders()
      const first = orders.kind === 'ok' ? listOf(orders.json)?.[0] : undefined
      const { id } = looseObject({ id: looseNumber }).parse(first)
      return this.#get(`/v3/orders/${id !== null && Number.isSafeInteger(id) && id > 0 ? id : 1}/transactions`)
    })

  /** By the zone's id; null where they could not be read, absent where nobody asked. */
  readonly methods = () =>
    this.#once('methods', async () => {
      const { rows } = await this.zones()
      const ids = rows.map(idOf).filter(id => id !== '')
      const lists = await Promise.all(
        ids.slice(0, zonesWithMethodsMost).map(async id => {
          const answer = await this.#get(`/v2/shipping/zones/${encodeURIComponent(id)}/methods`)
          const list = answer.kind === 'ok' ? listOf(answer.json) : answer.kind === 'empty' ? [] : null
          return [id, list] as const
        }),
      )
      return new Map<string, readonly unknown[] | null>(lists)
    })

  #get(path: string): Promise<Answer> {
    return this.#once(path, () => this.#inTurn(() => this.#getInTime(path)))
  }

  async #getInTime(path: string): Promise<Answer> {
    const now = this.#clock.now()
    this.#begunAt ??= now.getTime()
    return now.getTime() - this.#begunAt > lastBeginMs ? notAsked(now) : this.#api.get(path)
  }

  #once<Result>(name: string, make: () => Promise<Result>): Promise<Result> {
    const made = this.#made.get(name)
    if (made !== undefined) return made as Promise<Result>
    const promise = make()
    // Whoever asks gets the failure; nobody need ask any more when a check is broken off.
    promise.catch(() => {})
    this.#made.set(name, promise)
    return promise
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#underWay >= inFlightMost) await new Promise<void>(resolve => this.#queue.push(resolve))
    else this.#underWay += 1
    try {
      this.#signal.throwIfAborted()
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next === undefined) this.#underWay -= 1
      else next()
    }
  }

  #readChannels(): Promise<ReadList> {
    return this.#readPages(page => `/v3/channels?limit=${pageSize}&page=${page}`)
  }

  /** The official file gives zones no paging, so a second page is asked for only when the first is full. */
  #readZones(): Promise<ReadList> {
    return this.#readPages(page => (page === 1 ? '/v2/shipping/zones' : `/v2/shipping/zones?page=${page}`))
  }

  /** Ends at a short page, an empty one (V2: 204), one that brings nothing new, or the twentieth. */
  async #readPages(pathOf: (page: number) => string): Promise<ReadList> {
    const first = await this.#get(pathOf(1))
    const rows = new Map<string, unknown>()
    let answer = first
    for (let page = 1; page <= pagesMost; page += 1) {
      const list = answer.kind === 'ok' ? (listOf(answer.json) ?? []) : []
      const before = rows.size
      for (const row of list) rows.set(idOf(row), row)
      if (list.length < pageSize || rows.size === before || page === pagesMost) break
      answer = await this.#get(pathOf(page + 1))
      if (!wasRead(answer)) break
    }
    rows.delete('')
    return { answer: first, rows: [...rows.values()] }
  }
}

/** For whoever reads the rows it is the same whether the store or the time for all of it ran out. */
function notAsked(now: Date): Answer {
  return { kind: 'no_answer', failure: 'timeout', status: 0, quota: null, storeDate: null, receivedAt: now, tookMs: 0 }
}

function idOf(row: unknown): string {
  return looseObject({ id: looseText }).parse(row).id
}
