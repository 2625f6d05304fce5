import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { startApply } from '../../src/actions/apply-plan.ts'
import { leaveOutOfPlan, passBrakes } from '../../src/actions/change-plan.ts'
import { sealSecrets } from '../../src/actions/channel-secrets.ts'
import { createProduct, type GivenProduct } from '../../src/actions/create-product.ts'
import { type EditInput, type EditResult, editProducts } from '../../src/actions/edit-products.ts'
import { giveFields } from '../../src/actions/give-fields.ts'
import { makePlan } from '../../src/actions/make-plan.ts'
import { withdrawFromChannel } from '../../src/actions/put-on-channel.ts'
import { askForRemoval, type RemovalItem } from '../../src/actions/remove-products.ts'
import { type UndoResult, undoApplied } from '../../src/actions/undo-changes.ts'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { changeChannelCatalog } from '../../src/database/channel-catalog.ts'
import type { Db } from '../../src/database/connect.ts'
import { saveConnection } from '../../src/database/connections.ts'
import { readLayers } from '../../src/database/layers.ts'
import { switchOn, writeRefusal } from '../../src/database/live.ts'
import { type ItemChange, isOfItem, listChanges, type StoredChange } from '../../src/database/plan-changes.ts'
import { claimPlans } from '../../src/database/plan-jobs.ts'
import { findPlan, type StoredPlan } from '../../src/database/plans.ts'
import { desiredOf, type Fields } from '../../src/domain/layers.ts'
import type { OwnerOfField } from '../../src/domain/ownership.ts'
import { isRemoval } from '../../src/domain/plan.ts'
import { type ApplyEnd, applyPlan } from '../../src/engine/apply/apply-plan.ts'
import { holdMs } from '../../src/engine/apply/work.ts'
import { keepProducts, shapeProducts } from '../../src/engine/pull/keep-products.ts'
import { Stores } from '../../src/engine/stores.ts'
import { openTransport } from '../../src/engine/transport.ts'
import { type Clock, systemClock } from '../../src/runtime/clock.ts'
import { createSandbox, type Exchange, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { PullBench } from './pulls.ts'
import { accountIn } from './sandbox-reader.ts'

const machine = { kind: 'machine' } as const
const dayMs = 86_400_000
const turnsMost = 60

export interface MadePlan {
  readonly plan: StoredPlan
  readonly changes: readonly ItemChange[]
  /** Brands and categories that the store is to get. */
  readonly things: readonly StoredChange[]
  /** Products and variants that it is to lose. */
  readonly removals: readonly StoredChange[]
  /** Products that it is to get. */
  readonly makes: readonly StoredChange[]
}

/**
 * A store and a channel that has imported it and is live, worked on by the hub's own actions and engine, with no server
 * around them. Only the time is the test's: whatever was put aside is due at once.
 */
export class ApplyWorld {
  readonly bench: PullBench
  readonly channelId: string
  readonly store: Sandbox
  readonly writer: CatalogWriter
  readonly reader: CatalogReader
  /** What the hub asked of the store. */
  readonly exchanges: Exchange[] = []
  readonly #close: () => Promise<void>

  private constructor(
    bench: PullBench,
    channelId: string,
    { store, writer, reader, close }: Pick<ApplyWorld, 'store' | 'writer' | 'reader'> & { close: () => Promise<void> },
  ) {
    this.bench = bench
    this.channelId = channelId
    this.store = store
    this.writer = writer
    this.reader = reader
    this.#close = close
  }

  static async open(
    db: Db,
    clock: Clock,
    {
      seed,
      products,
      live = ['data', 'prices'] as const,
    }: { seed: number; products: number; live?: readonly ('data' | 'prices')[] },
  ): Promise<ApplyWorld> {
    const quota = { requests: 1_000_000, windowMs: 30_000 }
    const store = await createSandbox({ seed, products, quota, clock })
    const bench = await PullBench.open({ db, clock })
    const channelId = await bench.addChannel('Shop')
    const { apiPath, clientId, accessToken } = accountIn(store)
    const { settings, secrets } = bigcommerce.parseConnection({ storeHash: apiPath, clientId, accessToken })
    const { inWorkspace, tools, workspace } = bench
    await inWorkspace.transaction(async tx => {
      const at = clock.now()
      await saveConnection(tx, {
        ...{ channelId, settings, tokenEnd: '', savedAt: at, lastWorkedAt: at, nextCheckAt: at },
        sealed: sealSecrets(tools.keyring, { workspace, channel: channelId }, secrets),
      })
      await switchOn(tx, channelId, live, { at, actor: machine })
    })
    await changeChannelCatalog(inWorkspace, channelId, { missingMost: 1_000, missingPercentMost: 100 })
    const stop = new AbortController()
    const transport = openTransport({ clock: systemClock })
    const stores = new Stores({ transport, clock, random: () => 0.5, userAgent: 'Hub', signal: stop.signal })
    const session = stores.open(bigcommerce, settings, secrets, {
      ...{ lane: 'content', patience: 'machine' },
      writing: part => writeRefusal(inWorkspace, channelId, part),
    })
    const { writer, catalog: reader } = session
    if (writer === undefined || reader === undefined) throw new Error('A store can be read and written')
    const close = async () => {
      stop.abort(new Error('The test is over'))
      await transport.close()
      await store.close()
    }
    const world = new ApplyWorld(bench, channelId, { store, writer, reader, close })
    store.journal.onExchange(exchange => {
      if (exchange.requestHeaders['user-agent'] === 'Hub') world.exchanges.push(exchange)
    })
    return world
  }

  close(): Promise<void> {
    return this.#close()
  }

  get #db() {
    return this.bench.inWorkspace
  }

  async pull(mode: 'full' | 'changes' = 'full'): Promise<void> {
    const end = await this.bench.pull(this.channelId, this.reader, mode)
    if (end.kind !== 'done') throw new Error(`The pull ended as ${end.kind}`)
  }

  /** What a pull makes of the pages of products, without all else that a pull asks for: a tenth of the time. */
  async look(): Promise<void> {
    for (let after: string | null = null; ; ) {
      const page = await this.reader.products({ after, limit: this.reader.pageMost })
      if (!page.ok) throw new Error(page.failure.sentence)
      const { rows, last, lastKey } = page.value
      await this.#db.transaction(async tx => {
        const shaped = await shapeProducts(tx, this.channelId, rows)
        const at = this.bench.clock.now()
        await keepProducts(tx, { channelId: this.channelId, runId: 'run', at, randomBytes }, shaped)
      })
      if (last) return
      after = lastKey
    }
  }

  edit(input: Omit<EditInput, 'preview'>): Promise<EditResult> {
    return editProducts(machine, this.#db, this.bench.tools, { ...input, preview: false })
  }

  /** Asks for products and variants to be deleted; gives back those that can be. */
  async remove(items: readonly RemovalItem[]): Promise<RemovalItem[]> {
    const input = { channelId: this.channelId, items, preview: false }
    const { faults } = await askForRemoval(machine, this.#db, this.bench.tools, input)
    const isFaulty = (item: RemovalItem) =>
      faults.some(({ listingId, offerId }) => listingId === item.listingId && offerId === item.offerId)
    return items.filter(item => !isFaulty(item))
  }

  /** Makes a product of the master catalog that the channel is to get. */
  async make(given: GivenProduct): Promise<string> {
    const tools = { ...this.bench.tools, clock: this.bench.clock }
    const input = { ...given, channelIds: [this.channelId] }
    return (await createProduct(machine, this.#db, tools, input)).productId
  }

  async withdraw(productId: string): Promise<void> {
    const input = { channelId: this.channelId, which: { productIds: [productId] } }
    await withdrawFromChannel(machine, this.#db, this.bench.tools, input)
  }

  async give(owners: readonly OwnerOfField[]): Promise<void> {
    await giveFields(machine, this.#db, this.bench.tools, { channelId: this.channelId, owners })
  }

  /** Takes back what a plan wrote, by a plan of its own. */
  undo(planId: string): Promise<UndoResult> {
    return undoApplied(machine, this.#db, this.bench.tools, { choice: { planId }, preview: false })
  }

  async plan(): Promise<MadePlan> {
    const { id } = await makePlan(machine, this.#db, this.bench.tools, { channelId: this.channelId })
    return this.read(id)
  }

  async leaveOut(planId: string, seqs: readonly number[]): Promise<void> {
    await leaveOutOfPlan(machine, this.#db, this.bench.tools, { planId, choice: { seqs }, putBack: false })
  }

  /** Has a plan begin, past all brakes. */
  async begin(planId: string): Promise<void> {
    const { plan } = await this.read(planId)
    const brakes = plan.summary.brakes.map(({ brake }) => brake)
    if (brakes.length > 0) await passBrakes(machine, this.#db, this.bench.tools, { planId, brakes })
    await startApply(machine, this.#db, this.bench.tools, { planId, typed: 'delete' })
  }

  /** One worker's turn with a plan that has begun, as of a hub that was just started. */
  async turn(planId: string, { stop = new AbortController(), writer = this.writer } = {}): Promise<ApplyEnd> {
    const { db, clock, tools } = this.bench
    await db.kysely.updateTable('plan').set({ claimed_until: null }).where('id', '=', planId).execute()
    const now = new Date(clock.now().getTime() + dayMs)
    const [claim] = await claimPlans(db, { now, until: new Date(now.getTime() + holdMs), most: 1, planId })
    if (claim === undefined) throw new Error('A plan that has not ended can be taken up')
    return applyPlan({
      ...{ db: this.#db, claim, writer, clock, notices: tools.notices, stop, failures: 0 },
      randomBytes: tools.randomBytes,
      requests: () => ({ writes: 0, reads: 0 }),
    })
  }

  async finish(planId: string, writer = this.writer): Promise<MadePlan> {
    for (let turn = 1; turn <= turnsMost; turn += 1) {
      const end = await this.turn(planId, { writer })
      if (end.fault !== undefined) throw end.fault
      if (end.kind === 'applied' || end.kind === 'cancelled') return this.read(planId)
    }
    throw new Error(`The plan had not ended after ${turnsMost} turns`)
  }

  async read(planId: string): Promise<MadePlan> {
    const plan = await findPlan(this.#db, planId)
    if (plan === null) throw new Error('There is no such plan')
    const changes = await listChanges(this.#db, planId, { filter: {}, limit: 100_000, after: 0 })
    const removals = changes.filter(({ level }) => isRemoval(level))
    const things = changes.filter(({ level }) => level === 'brand' || level === 'category')
    const makes = changes.filter(({ level }) => level === 'new_product')
    return { plan, changes: changes.filter(isOfItem), things, removals, makes }
  }

  /** Fields that are said to be edited in the store, as `product 12 name`. */
  async drift(): Promise<string[]> {
    const found: string[] = []
    for (const [level, table] of [
      ['product', 'listing'],
      ['variant', 'offer'],
    ] as const) {
      const { rows } = await sql<{ id: string; field: string }>`
        select remote_id as id, jsonb_object_keys(base) as field from ${sql.table(table)}
        where channel_id = ${this.channelId} and base is not null
      `.execute(this.bench.db.kysely)
      found.push(...rows.map(({ id, field }) => `${level} ${id} ${field}`))
    }
    return found
  }

  /** What listings and offers are meant to show, by `product 12`. */
  async desired(): Promise<Map<string, Fields>> {
    const all = new Map<string, Fields>()
    const channel = { product: 'listing', variant: 'offer' } as const
    for (const level of ['product', 'variant'] as const) {
      const { rows } = await sql<{ id: string }>`
        select remote_id as id from ${sql.table(channel[level])} where channel_id = ${this.channelId}
      `.execute(this.bench.db.kysely)
      const stored = await this.#db.transaction(tx =>
        readLayers(
          tx,
          level,
          this.channelId,
          rows.map(({ id }) => id),
        ),
      )
      for (const { remoteId, layers } of stored) all.set(`${level} ${remoteId}`, desiredOf(layers))
    }
    return all
  }

  /** Which master product or variant stands behind each listing and offer, by `product 12`. */
  async masters(): Promise<Map<string, string>> {
    const masters = new Map<string, string>()
    for (const [level, table, column] of [
      ['product', 'listing', 'product_id'],
      ['variant', 'offer', 'variant_id'],
    ] as const) {
      const { rows } = await sql<{ id: string; master: string }>`
        select remote_id as id, ${sql.ref(column)} as master from ${sql.table(table)}
        where channel_id = ${this.channelId} and ${sql.ref(column)} is not null
      `.execute(this.bench.db.kysely)
      for (const { id, master } of rows) masters.set(`${level} ${id}`, master)
    }
    return masters
  }

  /** Forgets everything of this history, so that those to come don't have to go round it. */
  async forget(): Promise<void> {
    const { db, workspace } = this.bench
    // Pictures of products that were deleted.
    await db.kysely.deleteFrom('file').where('workspace_id', '=', workspace).execute()
    await db.kysely.deleteFrom('workspace').where('id', '=', workspace).execute()
  }
}
