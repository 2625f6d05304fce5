import type { Change, Plan } from '../../src/api/contract/plans.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, type Imports } from './catalog.ts'
import type { Browser } from './hub.ts'
import { hashOf } from './pictures.ts'
import { planOf } from './plan-of.ts'
import { accountIn } from './sandbox-reader.ts'

const patienceMs = 60_000

export interface StoreImage {
  readonly id: number
  readonly description: string
  readonly sort_order: number
  readonly is_thumbnail: boolean
  readonly image_file: string
  readonly url_zoom: string
  readonly url_thumbnail: string
}

/** An entry of the field, as the API takes and shows it. */
export interface ImageEntry {
  readonly remoteId?: string
  readonly file?: string
  readonly url?: string
  readonly description?: string
  readonly isThumbnail?: boolean
}

/** A connected store of which images may be written, and a product of it that has some. */
export class ImageShop {
  readonly browser: Browser
  readonly channelId: string
  readonly store: Sandbox
  readonly productId: number
  /** What was written since the shop was opened. */
  readonly writes: Exchange[] = []

  private constructor(browser: Browser, channelId: string, store: Sandbox, productId: number) {
    this.browser = browser
    this.channelId = channelId
    this.store = store
    this.productId = productId
    store.journal.onExchange(exchange => {
      if (exchange.method !== 'GET') this.writes.push(exchange)
    })
  }

  static async open(
    imports: Imports,
    seed: number,
    on: readonly string[] = ['images'],
    as?: Browser,
  ): Promise<ImageShop> {
    const store = await imports.store({ seed, products: 12 })
    const { productId } = store.merchant.addProduct({ name: 'Pictured mug', price: 12 })
    store.merchant.setImages(
      productId,
      ['front.png', 'back.png', 'side.png'].map(file => ({ file, description: file.slice(0, -4) })),
    )
    const browser = as ?? (await imports.newBusiness())
    const channelId = await connectStore(browser, store)
    await endOfImport(browser, channelId)
    const shop = new ImageShop(browser, channelId, store, productId)
    if (on.length > 0) {
      await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: [...on] } })
    }
    return shop
  }

  /** The images in the store, in the order in which it shows them. */
  async shown(): Promise<StoreImage[]> {
    const { apiPath, accessToken } = accountIn(this.store)
    const url = `${apiPath.replace(/\/$/, '')}/catalog/products/${this.productId}/images?limit=250`
    const response = await fetch(url, { headers: { 'x-auth-token': accessToken, accept: 'application/json' } })
    const { data } = (await response.json()) as { data: StoreImage[] }
    return data.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id)
  }

  /** Somebody puts an image to another place in the store itself. */
  async moveInStore(remoteId: string | undefined, sortOrder: number): Promise<void> {
    const { apiPath, accessToken } = accountIn(this.store)
    const url = `${apiPath.replace(/\/$/, '')}/catalog/products/${this.productId}/images/${remoteId ?? ''}`
    const headers = { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ sort_order: sortOrder }) })
    if (!response.ok) throw new Error(await response.text())
  }

  /** What each image of the store holds, by the hash of its bytes. */
  async hashes(): Promise<string[]> {
    return Promise.all((await this.shown()).map(({ url_zoom }) => hashAt(url_zoom)))
  }

  async upload(bytes: Buffer, name = ''): Promise<string> {
    const kept = await this.browser.call('POST /api/files', {
      query: name === '' ? {} : { name },
      body: { data: bytes.toString('base64') },
    })
    return kept.fileId
  }

  /** The field as the hub knows it, as what the store shows. */
  async entries(): Promise<ImageEntry[]> {
    const { db } = this.#hub
    const row = await db.kysely
      .selectFrom('listing')
      .where('channel_id', '=', this.channelId)
      .where('remote_id', '=', String(this.productId))
      .select('observed')
      .executeTakeFirstOrThrow()
    return ((row.observed as { images?: ImageEntry[] }).images ?? []) as ImageEntry[]
  }

  #hub: Imports['hub'] = undefined as never

  on(hub: Imports['hub']): this {
    this.#hub = hub
    return this
  }

  async edit(value: readonly ImageEntry[]): Promise<void> {
    await this.editBy({ do: 'set', field: 'images', value })
  }

  async editBy(edit: { do: 'set' | 'include' | 'exclude'; field: 'images'; value: unknown }): Promise<void> {
    const body = { level: 'product' as const, channelId: this.channelId, ids: [String(this.productId)], edits: [edit] }
    const { refused, faulty } = await this.browser.call('POST /api/edits', { body })
    if (refused > 0) throw new Error(JSON.stringify(faulty))
  }

  plan(): Promise<Plan> {
    return planOf(this.browser, this.channelId)
  }

  async changes({ id }: Plan): Promise<readonly Change[]> {
    const found = await this.browser.call('GET /api/plans/:planId/changes', { params: { planId: id }, query: {} })
    return found.changes
  }

  async apply({ id }: Plan): Promise<Plan> {
    const params = { planId: id }
    await this.browser.call('POST /api/plans/:planId/apply', { params })
    const giveUp = Date.now() + patienceMs
    for (;;) {
      const now = await this.browser.call('GET /api/plans/:planId', { params })
      if (now.state !== 'applying') return now
      if (Date.now() > giveUp) throw new Error(`The plan stands like this: ${JSON.stringify(now)}`)
      await new Promise(resolve => setTimeout(resolve, 30))
    }
  }

  async planAndApply(): Promise<Plan> {
    return this.apply(await this.plan())
  }
}

export async function hashAt(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'image/png' } })
  return hashOf(Buffer.from(await response.arrayBuffer()))
}
