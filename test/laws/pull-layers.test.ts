import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview, reopenReview } from '../../src/actions/decide-review.ts'
import { changeChannelCatalog } from '../../src/database/channel-catalog.ts'
import { readLayers, writeLayers } from '../../src/database/layers.ts'
import { ownersOf, setOwners } from '../../src/database/ownership.ts'
import type { FieldValue } from '../../src/domain/fields.ts'
import { type Delta, desire, desiredOf, wrote } from '../../src/domain/layers.ts'
import type { ObservedProduct } from '../../src/domain/observed.ts'
import { ownerOf } from '../../src/domain/ownership.ts'
import { fieldOwners, type Level, type LivePart, liveParts } from '../../src/domain/plan.ts'
import { keepProducts, shapeProducts } from '../../src/engine/pull/keep-products.ts'
import { renewOverrides } from '../../src/engine/pull/overrides.ts'
import { ManualClock } from '../../src/runtime/clock.ts'
import { brokenCatalog } from '../support/catalog-rules.ts'
import { type CatalogState, catalogState } from '../support/catalog-state.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type MemoryProduct, memoryReader } from '../support/memory-store.ts'
import { PullBench } from '../support/pulls.ts'

/** More of them: `LAW_HISTORIES=2000 npx vitest run test/laws/pull-layers.test.ts`. */
const histories = Number(process.env.LAW_HISTORIES ?? 120)

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

type Value = FieldValue | null
type Values = Record<string, Value>

const storeNames = ['First', 'Second'] as const
type StoreName = (typeof storeNames)[number]

/** Fields of every sort: the hub's of each part, the store's by default, one of that store alone, lists of both, words. */
const partOfField: Readonly<Record<Level, Readonly<Record<string, LivePart>>>> = {
  product: {
    ...{ name: 'data', description: 'data', type: 'data', taxClassId: 'data' },
    ...{ price: 'prices', images: 'images', bulkPrices: 'prices', metaKeywords: 'data' },
  },
  variant: { sku: 'data', weight: 'data', price: 'prices' },
}
const storesOwn = ['type', 'taxClassId']

const someValues: Readonly<Record<string, readonly Value[]>> = {
  name: ['Chair', 'Table', 'Bench', 'Stool with a long name'],
  description: [null, 'Oak', 'Ash', 'Walnut, oiled by hand'],
  type: ['physical', 'digital'],
  taxClassId: [null, '1', '2'],
  price: [null, '1', '2.5', '10', '19.99'],
  weight: [null, '1', '2', '3'],
  sku: ['A', 'B', 'C', 'D', 'E'],
  images: [null, [{ remoteId: '1', url: '/1.jpg' }], [{ remoteId: '2', url: '/2.jpg' }]],
  bulkPrices: [null, [{ remoteId: '1', from: '5' }], [{ remoteId: '2', from: '9' }]],
  metaKeywords: [null, ['oak', 'ash'], ['ash', 'oak'], ['walnut']],
}

/** A field of one of the products or variants of a store, or of the master catalog. */
interface Target {
  readonly level: Level
  readonly at: number
  readonly field: string
}

const levels = ['product', 'variant'] as const
const allFields = levels.flatMap(level => Object.keys(partOfField[level]).map(field => ({ level, field })))

const anyTarget: fc.Arbitrary<Target> = fc
  .tuple(fc.constantFrom(...allFields), fc.nat(3))
  .map(([{ level, field }, at]) => ({ level, field, at }))

const anyStore = fc.constantFrom(...storeNames)

/** What happens, mostly to a few fields, so that store and hub meet. */
function stepsAbout(targets: readonly Target[]) {
  const target = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...targets) }, { weight: 1, arbitrary: anyTarget })
  const change = target.chain(({ level, field, at }) =>
    fc.constantFrom(...(someValues[field] ?? [])).map(value => ({ level, field, at, value })),
  )
  const pull = fc.record({
    do: fc.constant('pull' as const),
    store: anyStore,
    edits: fc.array(change, { maxLength: 4 }),
    /** A product that is taken out of the store, or put back. */
    toggled: fc.option(fc.nat(2), { freq: 8 }),
  })
  const live = fc.record({ do: fc.constant('live' as const), store: anyStore, parts: fc.subarray([...liveParts]) })
  const own = fc.record({
    do: fc.constant('own' as const),
    store: anyStore,
    field: target,
    owner: fc.constantFrom(...fieldOwners),
  })
  const decision = fc.constantFrom('join' as const, 'keep_apart' as const, 'leave_out' as const, 'reopen' as const)
  const step = fc.oneof(
    { weight: 8, arbitrary: pull },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('edit master' as const), change }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('edit channel' as const), store: anyStore, change }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('apply' as const), store: anyStore }) },
    { weight: 2, arbitrary: live },
    { weight: 3, arbitrary: own },
    { weight: 2, arbitrary: fc.record({ do: decision, at: fc.nat(3) }) },
  )
  return fc.array(step, { minLength: 3, maxLength: 14 })
}

const anyHistory = fc.record({
  pageMost: fc.integer({ min: 1, max: 3 }),
  live: fc.subarray([...liveParts]),
  /** Whether the store is asked for all of it, or the hub is shown what it shows. */
  wholly: fc.constantFrom(true, false, false),
  steps: fc.array(anyTarget, { minLength: 1, maxLength: 3 }).chain(stepsAbout),
})
type Step = typeof anyHistory extends fc.Arbitrary<{ steps: (infer T)[] }> ? T : never
type FieldChange = Target & { readonly value: Value }

/** A store's product as the test keeps it: `null` values are not shown. */
interface Shelf {
  readonly product: Values
  readonly variants: Values[]
  there: boolean
}

function shelvesOf(store: StoreName): Shelf[] {
  const shelf = (name: string, skus: string[]): Shelf => ({
    product: { name, price: '10', type: 'physical', taxClassId: store === 'First' ? '1' : '2', description: 'Oak' },
    variants: skus.map(sku => ({ sku, price: null, weight: '1' })),
    there: true,
  })
  // Both have the first, one alone the next; the last has another name in each, so it is asked about.
  return store === 'First'
    ? [shelf('Chair', ['A', 'B']), shelf('Table', ['C']), shelf('Bench', ['D'])]
    : [shelf('Chair', ['A', 'B']), shelf('Stool', ['D'])]
}

function given(values: Values): never {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as never
}

function shownOf(store: StoreName, { product, variants }: Shelf, at: number): MemoryProduct {
  // The first store counts up, the second one counts otherwise.
  const remoteId = store === 'First' ? `${at + 1}` : `${at + 11}`
  const shown: ObservedProduct = {
    remoteId,
    fields: given(product),
    brandRemoteId: null,
    categoryRemoteIds: [],
    visible: true,
    imageUrl: null,
    createdAt: null,
    modifiedAt: null,
    variants: variants.map((fields, place) => ({
      remoteId: `${remoteId}0${place}`,
      fields: given(fields),
      shownPrice: String(fields.price ?? product.price ?? '0'),
      stock: null,
    })),
    notes: [],
  }
  return { shown, options: [{ remoteId: `${remoteId}9`, name: 'Size' }], modifiers: [] }
}

/** What a store makes of a value that is written to it. */
function taken(value: Value): Value {
  return typeof value === 'string' ? value.slice(0, 12) : value
}

/** A listing or offer with the four values of its fields, by the words of decision 037. */
interface Row {
  readonly store: StoreName
  readonly level: Level
  readonly remoteId: string
  readonly masterId: string | null
  readonly gone: boolean
  readonly observed: Values
  readonly base: Values
  readonly sent: Values
  readonly desired: Values
  readonly overrides: Values
  readonly pinned: readonly string[]
}

interface Master {
  readonly id: string
  readonly level: Level
  readonly origin: string
  readonly name: string | null
  readonly fields: Values
}

interface Picture {
  readonly rows: ReadonlyMap<string, Row>
  readonly masters: ReadonlyMap<string, Master>
}

const machine = { kind: 'machine' } as const
const tables = { product: 'listing', variant: 'offer' } as const
const masterColumn = { product: 'product_id', variant: 'variant_id' } as const
class World {
  readonly bench: PullBench
  readonly #clock: ManualClock
  readonly channels: Readonly<Record<StoreName, string>>
  readonly shelves: Readonly<Record<StoreName, Shelf[]>>
  readonly #pageMost: number
  readonly live: Record<StoreName, ReadonlySet<LivePart>> = { First: new Set(), Second: new Set() }
  readonly owners: Record<StoreName, Map<string, string>> = { First: new Map(), Second: new Map() }

  private constructor(bench: PullBench, clock: ManualClock, channels: Record<StoreName, string>, pageMost: number) {
    this.bench = bench
    this.#clock = clock
    this.channels = channels
    this.#pageMost = pageMost
    this.shelves = { First: shelvesOf('First'), Second: shelvesOf('Second') }
  }

  static async open(pageMost: number): Promise<World> {
    const clock = new ManualClock('2026-03-01T00:00:00Z')
    const bench = await PullBench.open({ db: database.db, clock })
    const channels = { First: await bench.addChannel('First'), Second: await bench.addChannel('Second') }
    for (const channelId of Object.values(channels)) {
      await changeChannelCatalog(bench.inWorkspace, channelId, { missingMost: 1_000, missingPercentMost: 100 })
    }
    return new World(bench, clock, channels, pageMost)
  }

  shown(store: StoreName): MemoryProduct[] {
    return this.shelves[store]
      .map((shelf, at) => shownOf(store, shelf, at))
      .filter((_, at) => this.shelves[store][at]?.there)
  }

  async pull(store: StoreName): Promise<void> {
    await this.#clock.advance(60_000)
    const reader = memoryReader(() => this.shown(store), { pageMost: this.#pageMost })
    expect(await this.bench.pull(this.channels[store], reader)).toMatchObject({ kind: 'done' })
  }

  /** A page of the store as a pull keeps it, without all else that a pull asks for. */
  async look(store: StoreName): Promise<void> {
    await this.#clock.advance(60_000)
    const channelId = this.channels[store]
    const shown = this.shown(store).map(product => product.shown)
    await this.bench.inWorkspace.transaction(async tx => {
      for (let from = 0; from < shown.length; from += this.#pageMost) {
        const shaped = await shapeProducts(tx, channelId, shown.slice(from, from + this.#pageMost))
        await keepProducts(tx, { channelId, runId: 'run', at: this.#clock.now(), randomBytes }, shaped)
      }
    })
  }

  isOurs(store: StoreName, level: Level, field: string): boolean {
    const part = partOfField[level][field]
    return part !== undefined && this.live[store].has(part) && this.ownerOf(store, level, field) === 'hub'
  }

  ownerOf(store: StoreName, level: Level, field: string): string {
    return this.owners[store].get(`${level} ${field}`) ?? (storesOwn.includes(field) ? 'store' : 'hub')
  }

  /** All but pulls. */
  async take(step: Exclude<Step, { do: 'pull' }>): Promise<void> {
    await this.#clock.advance(60_000)
    const { inWorkspace: db, tools } = this.bench
    if (step.do === 'edit master') await this.#editMaster(step.change)
    else if (step.do === 'edit channel') await this.#editChannel(step.store, step.change)
    else if (step.do === 'apply') await this.#apply(step.store)
    else if (step.do === 'live') await this.#goLive(step.store, step.parts)
    else if (step.do === 'own') {
      const { level, field } = step.field
      this.owners[step.store].set(`${level} ${field}`, step.owner)
      const channelId = this.channels[step.store]
      await db.transaction(tx => setOwners(tx, channelId, [{ level, field, owner: step.owner }]))
    } else if (step.do === 'reopen') {
      const id = await this.#review('decided', step.at)
      if (id !== undefined) await reopenReview(machine, db, tools, { ids: [id] })
    } else {
      const id = await this.#review('waiting', step.at)
      if (id !== undefined) await decideReview(machine, db, tools, { what: { ids: [id] }, decision: step.do })
    }
  }

  async picture(): Promise<Picture> {
    const rows = new Map<string, Row>()
    const masters = new Map<string, Master>()
    for (const level of levels) {
      const found = await sql<{
        store: StoreName
        remoteId: string
        masterId: string | null
        gone: boolean
        observed: Values
        base: Values | null
        sent: Values | null
        desired: Values | null
        overrides: Values
        pinned: string[] | null
      }>`
        select c.name as store, r.remote_id as "remoteId", r.${sql.ref(masterColumn[level])} as "masterId",
          r.gone_at is not null as gone, r.observed, r.base, r.sent, r.desired, r.overrides, r.pinned
        from ${sql.table(tables[level])} r join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id
        where r.workspace_id = ${this.bench.workspace} order by c.name, r.remote_id
      `.execute(this.bench.db.kysely)
      for (const row of found.rows) {
        const base = { ...row.observed, ...row.base }
        const sent = { ...base, ...row.sent }
        const desired = { ...sent, ...row.desired }
        rows.set(keyOf(row.store, level, row.remoteId), {
          ...row,
          level,
          base,
          sent,
          desired,
          pinned: row.pinned ?? [],
        })
      }
      const made = await sql<Omit<Master, 'level'>>`
        select m.id, c.name || ' ' || ${sql.lit(level)} || ' ' || m.origin_remote_id as origin, m.fields,
          ${level === 'product' ? sql`m.name` : sql`null`} as name
        from ${sql.table(level)} m join channel c on c.workspace_id = m.workspace_id and c.id = m.origin_channel_id
        where m.workspace_id = ${this.bench.workspace} order by c.name, m.origin_remote_id
      `.execute(this.bench.db.kysely)
      for (const master of made.rows) masters.set(master.id, { ...master, level })
    }
    return { rows, masters }
  }

  broken(): Promise<string[]> {
    return brokenCatalog(this.bench.db, this.bench.workspace)
  }

  /** All but which run saw it last. */
  async lasting(): Promise<unknown> {
    const { listing, run: _, ...rest }: CatalogState = await catalogState(this.bench.db, this.bench.workspace)
    return { ...rest, listing: listing.map(({ seen: _s, detailsSeen: _d, ...row }) => row) }
  }

  async #editMaster({ level, at, field, value }: FieldChange): Promise<void> {
    // What means something to one store alone is no master's; and a SKU is more than a field.
    if (field === 'taxClassId' || field === 'sku') return
    const { rows, masters } = await this.picture()
    const own = [...masters.values()].filter(master => master.level === level)
    const master = own[at % Math.max(1, own.length)]
    if (master === undefined) return
    await this.bench.inWorkspace.transaction(async tx => {
      const fields = given({ ...master.fields, [field]: value })
      const name = level === 'product' && field === 'name' ? sql`, name = ${value}` : sql``
      await sql`
        update ${sql.table(level)} set fields = ${JSON.stringify(fields)}::jsonb ${name} where id = ${master.id}
      `.execute(tx.kysely)
      for (const row of rows.values()) {
        if (row.level !== level || row.masterId !== master.id || field in row.overrides) continue
        await this.#desire(tx, row, { [field]: value })
      }
      await this.#renew(tx)
    })
  }

  /** The value becomes the channel's own; the one that it has already goes back to what the master says. */
  async #editChannel(store: StoreName, { level, at, field, value }: FieldChange): Promise<void> {
    const { rows, masters } = await this.picture()
    const own = [...rows.values()].filter(row => row.store === store && row.level === level && row.masterId !== null)
    const row = own[at % Math.max(1, own.length)]
    if (row === undefined || this.ownerOf(store, level, field) !== 'hub') return
    const isReset = row.pinned.includes(field) && row.desired[field] === value
    const pinned = isReset ? row.pinned.filter(name => name !== field) : [...new Set([...row.pinned, field])]
    const wanted = isReset ? (masters.get(row.masterId ?? '')?.fields[field] ?? null) : value
    await this.bench.inWorkspace.transaction(async tx => {
      await sql`
        update ${sql.table(tables[level])} set pinned = ${pinned.length === 0 ? null : pinned}::text[]
        where workspace_id = ${tx.workspace} and channel_id = ${this.channels[store]} and remote_id = ${row.remoteId}
      `.execute(tx.kysely)
      await this.#desire(tx, row, { [field]: wanted })
      await this.#renew(tx)
    })
  }

  async #desire(tx: Parameters<typeof writeLayers>[0], row: Row, wanted: Delta): Promise<void> {
    const channelId = this.channels[row.store]
    const owners = await ownersOf(tx, channelId)
    const owned = Object.entries(wanted).filter(([field]) => ownerOf(owners, row.level, field) === 'hub')
    const stored = await readLayers(tx, row.level, channelId, [row.remoteId])
    const rows = stored.map(one => ({ ...one, layers: desire(one.layers, Object.fromEntries(owned)) }))
    await writeLayers(tx, row.level, rows)
  }

  async #renew(tx: Parameters<typeof writeLayers>[0]): Promise<void> {
    const found = await tx.kysely.selectFrom('product').where('workspace_id', '=', tx.workspace).select('id').execute()
    const ids = found.map(({ id }) => id)
    await renewOverrides(tx, ids, { surely: ids })
  }

  /** Writes what is to do, as far as the hub may, and takes what the store shows then. */
  async #apply(store: StoreName): Promise<void> {
    const { rows } = await this.picture()
    const channelId = this.channels[store]
    await this.bench.inWorkspace.transaction(async tx => {
      for (const row of rows.values()) {
        const values = this.#valuesOf(row)
        if (row.store !== store || row.masterId === null || row.gone || values === undefined) continue
        const [stored] = await readLayers(tx, row.level, channelId, [row.remoteId])
        if (stored === undefined) continue
        const wanted = desiredOf(stored.layers)
        const written = Object.keys(stored.layers.desired).filter(field => this.isOurs(store, row.level, field))
        if (written.length === 0) continue
        for (const field of written) values[field] = taken(wanted[field] ?? null)
        const delta = Object.fromEntries(written.map(field => [field, wanted[field] ?? null]))
        const layers = wrote(stored.layers, delta, given(values))
        await writeLayers(tx, row.level, [{ ...stored, layers, shownAnew: true }])
      }
    })
  }

  /** Where the test keeps what this row shows. */
  #valuesOf({ store, level, remoteId }: Row): Values | undefined {
    const at = this.shelves[store].findIndex((shelf, place) => {
      const { shown } = shownOf(store, shelf, place)
      return level === 'product'
        ? shown.remoteId === remoteId
        : shown.variants.some(variant => variant.remoteId === remoteId)
    })
    const shelf = this.shelves[store][at]
    return level === 'product' ? shelf?.product : shelf?.variants[Number(remoteId.slice(-1))]
  }

  async #goLive(store: StoreName, parts: readonly LivePart[]): Promise<void> {
    this.live[store] = new Set(parts)
    const channelId = this.channels[store]
    const at = this.#clock.now()
    await this.bench.inWorkspace.transaction(async tx => {
      await sql`delete from channel_live where workspace_id = ${tx.workspace} and channel_id = ${channelId}`.execute(
        tx.kysely,
      )
      for (const part of parts) {
        await sql`
          insert into channel_live (workspace_id, channel_id, part, since, actor)
          values (${tx.workspace}, ${channelId}, ${part}, ${at}, ${JSON.stringify(machine)})
        `.execute(tx.kysely)
      }
    })
  }

  async #review(which: 'waiting' | 'decided', at: number): Promise<string | undefined> {
    const found = await sql<{ id: string }>`
      select r.id from match_review r join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id
      where r.workspace_id = ${this.bench.workspace} and (r.decided_at is null) = ${which === 'waiting'}
      order by c.name, r.offer_id, r.created_at
    `.execute(this.bench.db.kysely)
    return found.rows[at % Math.max(1, found.rows.length)]?.id
  }
}

function keyOf(store: StoreName, level: Level, remoteId: string): string {
  return `${store} ${level} ${remoteId}`
}

/** Lists without the platform's ids, and words in any order. */
function plain(value: Value | undefined): string {
  const isWords = Array.isArray(value) && value.every(part => typeof part === 'string')
  const given = isWords ? value.toSorted() : (value ?? null)
  return JSON.stringify(given, (name, inner: unknown) => (/remoteId$/i.test(name) ? undefined : inner))
}

const same = (a: Value | undefined, b: Value | undefined) => plain(a) === plain(b)

/** Changes what a store shows, as somebody in its control panel does. */
function editStore(world: World, { store, edits, toggled }: Step & { do: 'pull' }): void {
  for (const { level, at, field, value } of edits) {
    const rows = world.shelves[store].flatMap(({ product, variants }) => (level === 'product' ? [product] : variants))
    const row = rows[at % rows.length]
    if (row !== undefined) row[field] = value
  }
  const shelf = toggled === null ? undefined : world.shelves[store][toggled]
  if (shelf !== undefined) shelf.there = !shelf.there
}

/** What a pull made of one field, against the words of decision 037. */
function judgeField(world: World, before: Row, after: Row, field: string): string[] {
  const { store, level, remoteId, masterId } = before
  const [shown, was] = [after.observed[field], before.observed[field]]
  const others = ['base', 'sent', 'desired'] as const
  const isPending = !same(before.desired[field], before.sent[field])
  const isOurs = masterId !== null && world.isOurs(store, level, field)
  const stays = same(shown, was) || (!same(shown, before.desired[field]) && (isPending || isOurs))
  return others.flatMap(layer => {
    const expected = stays ? before[layer][field] : shown
    if (same(after[layer][field], expected)) return []
    const how = stays ? 'stays' : 'follows'
    return [
      `${store} ${level} ${remoteId}: ${layer} of ${field} ${how} as ${plain(expected)}, not ${plain(after[layer][field])}`,
    ]
  })
}

/** What a master product or variant has after a pull of the store that it was made from. */
function judgeMaster(world: World, before: Picture, after: Picture, master: Master): string[] {
  const made = after.masters.get(master.id)
  const [row, now] = [before.rows.get(master.origin), after.rows.get(master.origin)]
  if (made === undefined) return [`${master.origin}: the master is gone`]
  return Object.keys(partOfField[master.level]).flatMap(field => {
    if (field === 'taxClassId') return []
    const follows =
      row !== undefined &&
      now !== undefined &&
      row.masterId === master.id &&
      !same(row.observed[field], now.observed[field]) &&
      !same(row.desired[field], now.desired[field]) &&
      !(field in row.overrides) &&
      world.ownerOf(row.store, master.level, field) !== 'nobody'
    const expected = follows ? now.observed[field] : master.fields[field]
    return same(made.fields[field], expected)
      ? []
      : [`${master.origin}: the master has ${plain(made.fields[field])} as ${field}, not ${plain(expected)}`]
  })
}

function judgePull(world: World, store: StoreName, before: Picture, after: Picture): string[] {
  const faults: string[] = []
  for (const [key, row] of before.rows) {
    const now = after.rows.get(key)
    if (now === undefined) faults.push(`${key} is lost`)
    else {
      const fields = new Set(
        [row, now].flatMap(one => [one.observed, one.base, one.sent, one.desired].flatMap(Object.keys)),
      )
      for (const field of fields) {
        if (row.store === store) faults.push(...judgeField(world, row, now, field))
        else if (!same(row.desired[field], now.desired[field])) faults.push(`${key} moved in ${field}`)
      }
      if (plain([...row.pinned]) !== plain([...now.pinned])) faults.push(`${key} has other pins`)
    }
  }
  for (const master of before.masters.values()) faults.push(...judgeMaster(world, before, after, master))
  return faults
}

function isDecision({ do: what }: Step): boolean {
  return what === 'join' || what === 'keep_apart' || what === 'leave_out' || what === 'reopen'
}

/** What something is in the master catalog says nothing about what it is meant to show. */
function judgeDecision(before: Picture, after: Picture): string[] {
  return [...before.rows].flatMap(([key, row]) => {
    const now = after.rows.get(key)
    const layers = ['observed', 'base', 'sent', 'desired', 'pinned'] as const
    return layers
      .filter(layer => JSON.stringify(row[layer]) !== JSON.stringify(now?.[layer]))
      .map(layer => `${key} has another ${layer}`)
  })
}

/** What is observed is what the stores show; and master products are called what their fields say. */
function judgeShown(world: World, picture: Picture): string[] {
  const faults: string[] = []
  for (const store of storeNames) {
    for (const { shown } of world.shown(store)) {
      const things = [
        [keyOf(store, 'product', shown.remoteId), shown.fields],
        ...shown.variants.map(({ remoteId, fields }) => [keyOf(store, 'variant', remoteId), fields] as const),
      ] as const
      for (const [key, fields] of things) {
        const observed = picture.rows.get(key)?.observed
        const names = new Set([...Object.keys(fields), ...Object.keys(observed ?? {})])
        for (const name of names) {
          const value = (fields as Values)[name]
          if (!same(observed?.[name], value)) faults.push(`${key} shows ${plain(value)} as ${name}`)
        }
      }
    }
  }
  for (const { origin, name, fields } of picture.masters.values()) {
    if (name !== null && name !== fields.name) faults.push(`${origin} is called ${name}, and is ${plain(fields.name)}`)
  }
  return faults
}

describe('whatever is edited in stores and in the hub', () => {
  it('a pull loses no edit, follows where the store leads, and keeps apart what stands beside', async () => {
    const met = { pending: 0, beside: 0, followed: 0 }
    await fc.assert(
      fc.asyncProperty(anyHistory, async ({ pageMost, live, wholly, steps }) => {
        const world = await World.open(pageMost)
        const see = (store: StoreName) => (wholly ? world.pull(store) : world.look(store))
        for (const store of storeNames) await see(store)
        await world.take({ do: 'live', store: 'First', parts: live })
        for (const step of steps) {
          const before = await world.picture()
          if (step.do !== 'pull') {
            await world.take(step)
            expect(await world.broken()).toEqual([])
            if (isDecision(step)) expect(judgeDecision(before, await world.picture())).toEqual([])
            continue
          }
          editStore(world, step)
          await see(step.store)
          const after = await world.picture()
          expect(judgePull(world, step.store, before, after)).toEqual([])
          expect(await world.broken()).toEqual([])
          count(met, step.store, before, after)
        }
        for (const store of storeNames) await see(store)
        expect(judgeShown(world, await world.picture())).toEqual([])
        const once = await world.lasting()
        for (const store of storeNames) await see(store)
        expect(await world.lasting()).toEqual(once)
      }),
      {
        numRuns: histories,
        endOnFailure: process.env.LAW_FIRST_FAILURE === '1',
        interruptAfterTimeLimit: 100_000 + 1_000 * histories,
      },
    )
    // Otherwise the histories say nothing.
    expect(Math.min(met.pending, met.beside, met.followed)).toBeGreaterThan(0)
  }, 100_000_000)
})

/** How often a pull met what the law is about: in a field that the store had changed. */
function count(
  met: { pending: number; beside: number; followed: number },
  store: StoreName,
  before: Picture,
  after: Picture,
) {
  for (const [key, row] of before.rows) {
    const now = after.rows.get(key)
    if (row.store !== store || now === undefined) continue
    for (const field of Object.keys(partOfField[row.level])) {
      if (same(row.observed[field], now.observed[field])) continue
      if (!same(row.desired[field], row.sent[field])) met.pending += 1
      else if (same(now.desired[field], now.observed[field])) met.followed += 1
      else met.beside += 1
    }
  }
}
