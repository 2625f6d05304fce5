import { expect } from 'vitest'
import type { Plan } from '../../src/api/contract/plans.ts'
import type { Input } from '../../src/api/contract/route.ts'
import type { Routes } from '../../src/api/contract/routes.ts'
import type { UndoResult } from '../../src/api/contract/undo.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, pull } from './catalog.ts'
import type { Browser } from './hub.ts'
import { planOf } from './plan-of.ts'
import { accountIn } from './sandbox-reader.ts'

const patienceMs = 60_000
const pageLimit = 250

export interface StoreProduct {
  readonly id: number
  readonly variants: readonly { readonly id: number; readonly [field: string]: unknown }[]
  readonly [field: string]: unknown
}

type UndoBody = Input<Routes['POST /api/undo']>['body']

/** A store whose channel is live, with what a merchant does to it. */
export class LiveShop {
  readonly browser: Browser
  readonly channelId: string
  readonly store: Sandbox
  /** As they were right after the import. */
  readonly products: readonly StoreProduct[]
  /** What was written to the store since. */
  readonly writes: Exchange[] = []

  private constructor(browser: Browser, channelId: string, store: Sandbox, products: readonly StoreProduct[]) {
    this.browser = browser
    this.channelId = channelId
    this.store = store
    this.products = products
    store.journal.onExchange(exchange => {
      if (exchange.method !== 'GET') this.writes.push(exchange)
    })
  }

  static async open(browser: Browser, store: Sandbox, name: string): Promise<LiveShop> {
    const channelId = await connectStore(browser, store, { name })
    await endOfImport(browser, channelId)
    await browser.call('PATCH /api/channels/:channelId/live', {
      params: { channelId },
      body: { on: ['data', 'prices'] },
    })
    return new LiveShop(browser, channelId, store, await productsOf(store))
  }

  /** What the store says of its products, without the dates. */
  async now(): Promise<string> {
    return JSON.stringify((await productsOf(this.store)).map(withoutDates))
  }

  async shown(product: StoreProduct | undefined): Promise<StoreProduct | undefined> {
    return (await productsOf(this.store)).find(({ id }) => id === product?.id)
  }

  async edit(
    ids: readonly (number | string | undefined)[],
    fields: Readonly<Record<string, unknown>>,
    { level = 'product' as 'product' | 'variant', master = false } = {},
  ): Promise<void> {
    const edits = Object.entries(fields).map(([field, value]) =>
      value === null ? { do: 'clear' as const, field } : { do: 'set' as const, field, value },
    )
    const { channelId } = this
    const which = ids.map(String)
    const body = { level, ids: which, edits, ...(!master && { channelId }) }
    const { refused, faulty } = await this.browser.call('POST /api/edits', { body })
    expect([refused, faulty]).toEqual([0, []])
  }

  plan(): Promise<Plan> {
    return planOf(this.browser, this.channelId)
  }

  read(planId: string): Promise<Plan> {
    return this.browser.call('GET /api/plans/:planId', { params: { planId } })
  }

  /** Applies a plan to its end, whatever holds it; a new one where none is named. */
  async apply(planId?: string): Promise<Plan> {
    const id = planId ?? (await this.plan()).id
    const { brakes } = await this.read(id)
    const params = { planId: id }
    const held = brakes.map(({ brake }) => brake)
    if (held.length > 0) await this.browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: held } })
    await this.browser.call('POST /api/plans/:planId/apply', { params })
    return this.endOf(id)
  }

  /** Waits for the end of a plan that is being applied. */
  async endOf(id: string): Promise<Plan> {
    const give = Date.now() + patienceMs
    for (;;) {
      const now = await this.read(id)
      if (now.state !== 'applying') return now
      if (Date.now() > give) throw new Error(`The plan stands like this: ${JSON.stringify(now)}`)
      await new Promise(resolve => setTimeout(resolve, 30))
    }
  }

  undo(body: UndoBody): Promise<UndoResult> {
    return this.browser.call('POST /api/undo', { body })
  }

  /** Undoes, and applies the plan of it. */
  async takeBack(body: UndoBody): Promise<UndoResult & { applied: Plan }> {
    const undone = await this.undo(body)
    return { ...undone, applied: await this.apply(undone.planId ?? '') }
  }

  async pull(): Promise<void> {
    await pull(this.browser, this.channelId)
  }
}

async function productsOf(store: Sandbox): Promise<StoreProduct[]> {
  const { apiPath, accessToken } = accountIn(store)
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
  const products: StoreProduct[] = []
  for (let page = 1; ; page += 1) {
    const query = `limit=${pageLimit}&page=${page}&include=variants&sort=id`
    const response = await fetch(`${apiPath.replace(/\/$/, '')}/catalog/products?${query}`, { headers })
    const { data } = (await response.json()) as { data: StoreProduct[] }
    products.push(...data)
    if (data.length < pageLimit) return products
  }
}

function withoutDates({ date_modified: _, ...product }: StoreProduct): object {
  return product
}
