import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { ownerOf } from '../../src/domain/ownership.ts'
import { alike, keyOf, plain, shownIn } from '../support/apply-judge.ts'
import { ApplyWorld, type MadePlan } from '../support/apply-world.ts'
import { askStore } from '../support/catalog.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { type PanelVisitor, visitPanel } from '../support/panel.ts'
import { seededRandom } from '../support/stirred-store.ts'
import {
  changedKeys,
  type Level,
  mayChange,
  RawStore,
  rawStore,
  remoteNameOf,
  sentFields,
  spelled,
  witnessed,
} from '../support/store-witness.ts'

/** More of them: `RACES=500 npx vitest run test/flows/apply-race.test.ts`; one alone: `RACE_SEED=17`. */
const races = Number(process.env.RACES ?? 40)
const only = process.env.RACE_SEED

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const moments = ['before the check', 'between check and write', 'while it is written', 'after the write'] as const
type Moment = (typeof moments)[number] | 'before it begins' | 'after the plan'

/** How often somebody came in at each moment, and what came of it. */
const met: Record<string, number> = {}
const count = (what: string, by = 1) => {
  met[what] = (met[what] ?? 0) + by
}

/**
 * A store in which a shopper, the merchant in the control panel and another app change the same products at given
 * moments of an apply. Every change of the store is known to be theirs or ours: the store is read around each of them.
 */
class Race {
  readonly world: ApplyWorld
  readonly #random: () => number
  readonly #panel: PanelVisitor
  /** Raw fields that somebody else wrote last. */
  readonly theirs = new Set<string>()
  /** Fields that were written over in the moment between check and write, which no store can rule out. */
  readonly slipped = new Set<string>()
  readonly faults: string[] = []
  #checked = new RawStore()

  constructor(world: ApplyWorld, seed: number) {
    this.world = world
    this.#random = seededRandom(seed)
    this.#panel = visitPanel(world.store)
  }

  #some<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T
  }

  /** Perhaps somebody does something at this moment. */
  async may(moment: Moment, share = 0.5): Promise<void> {
    if (this.#random() > share) return
    const before = await rawStore(this.world.store)
    await this.#act(before)
    this.#noteTheirs(before, await rawStore(this.world.store), new Set())
    count(moment)
  }

  #noteTheirs(before: RawStore, after: RawStore, ours: ReadonlySet<string>): void {
    for (const key of changedKeys(before, after)) if (!ours.has(key)) this.theirs.add(key)
  }

  async #act(shown: RawStore): Promise<void> {
    const who = this.#some(['shopper', 'merchant', 'merchant', 'rival'] as const)
    count(who)
    if (who === 'shopper') return this.#buy(shown)
    if (who === 'merchant') return this.#saveInPanel(shown)
    const stop = this.world.store.rival.writes({ perCalls: 1, price: true, stock: true })
    for (let call = 0; call < 3; call += 1) await askStore(this.world.store, '/v3/catalog/products?include_fields=id')
    stop()
  }

  #buy(shown: RawStore): void {
    const variants = [...shown.values()].filter(({ level }) => level === 'variant')
    try {
      this.world.store.shopper.place({ items: [{ variantId: Number(this.#some(variants).id), quantity: 1 }] })
      count('bought')
    } catch {
      // Sold out, or not for sale.
    }
  }

  /** The whole form of a product, as the merchant saw it, with one thing changed. */
  async #saveInPanel(shown: RawStore): Promise<void> {
    const { id, row } = this.#some([...shown.values()].filter(({ level }) => level === 'product'))
    const number = Math.floor(this.#random() * 10_000)
    const form = { name: String(row.name), price: String(row.price), ...(row.is_visible === true && { visible: 'on' }) }
    const change = this.#some([
      { name: `Theirs ${number}` },
      { price: `${number / 4}` },
      { name: 'Everybody’s', price: '5' },
    ])
    const { status } = await this.#panel.post(`products/${id}`, { ...form, ...change })
    if (status === 303) count('saved in the panel')
  }

  /** The hub's writer, with somebody else at work around each of its requests. */
  writer({ changes }: MadePlan): CatalogWriter {
    const { writer, store } = this.world
    const planned = new Map(changes.map(change => [remoteKey(keyOf(change)), change]))
    const judged = async <T>(write: () => Promise<T>): Promise<T> => {
      const before = await rawStore(store)
      const from = this.world.exchanges.length
      const meanwhile = this.may('while it is written', 0.3)
      const done = await write()
      await meanwhile
      const after = await rawStore(store)
      const { sent, foreign } = sentFields(this.world.exchanges.slice(from), after)
      this.faults.push(...foreign)
      const written = sent.map(({ key }) => key)
      const may = mayChange(before, written)
      for (const key of changedKeys(before, after)) {
        if (!may.has(key) && !this.theirs.has(key)) this.faults.push(`${key} was changed by nobody’s request`)
      }
      for (const key of written) {
        const change = planned.get(key)
        if (change === undefined) {
          this.faults.push(`${key} was sent and is not in the plan`)
          continue
        }
        const own = keyOf(change)
        const isAs = (shown: RawStore) => alike(shownIn(shown, own), spelled(change.field, change.before))
        if (!isAs(before)) {
          if (!isAs(this.#checked))
            this.faults.push(`${own} was written over ${plain(shownIn(before, own))}, which the check had seen`)
          this.slipped.add(own)
          count('slipped between check and write')
        }
        if (
          alike(
            after.get(own.split(' ', 2).join(' '))?.row[remoteNameOf(change.level, change.field)],
            sent.find(one => one.key === key)?.value,
          )
        )
          this.theirs.delete(key)
      }
      await this.may('after the write')
      return done
    }
    return {
      ...writer,
      shown: async (ids, signal) => {
        await this.may('before the check')
        const read = await writer.shown(ids, signal)
        this.#checked = await rawStore(store)
        await this.may('between check and write')
        return read
      },
      writeListings: (...args) => judged(() => writer.writeListings(...args)),
      writeOffers: (...args) => judged(() => writer.writeOffers(...args)),
    }
  }
}

/** `product 12 is_visible` of `product 12 visible`. */
function remoteKey(key: string): string {
  const [level = 'product', id, field = ''] = key.split(' ')
  return `${level} ${id} ${remoteNameOf(level as Level, field)}`
}

/** What everybody else changed of fields that are the hub's: each stands in the store, and is shown. */
async function hidden(race: Race, next: MadePlan): Promise<string[]> {
  const { world, theirs } = race
  const faults: string[] = []
  const now = await rawStore(world.store)
  const drift = new Set(await world.drift())
  const nextChanges = new Map(next.changes.map(change => [keyOf(change), change]))
  const desired = await world.desired()
  for (const key of theirs) {
    const [level = '', id = '', remoteName = ''] = key.split(' ')
    const field = witnessed(level as Level).find(one => remoteNameOf(level as Level, one) === remoteName)
    if (field === undefined || ownerOf([], level as Level, field) !== 'hub') continue
    const own = `${level} ${id} ${field}`
    const shown = shownIn(now, own)
    if (alike(shown, spelled(field, desired.get(`${level} ${id}`)?.[field]))) continue
    count('shown')
    if (!drift.has(own) && !nextChanges.has(own)) faults.push(`${own} shows ${plain(shown)}, and nobody is told`)
    const change = nextChanges.get(own)
    if (change !== undefined && (!change.edited || !alike(shown, spelled(field, change.before))))
      faults.push(`${own} is planned on ${plain(change.before)}, where somebody wrote ${plain(shown)}`)
  }
  return faults
}

describe('products that a shopper, the merchant and another app change while they are applied', () => {
  it(`are overwritten nowhere without having been shown (${races} races)`, async () => {
    const clock = fastClock(25)
    for (let seed = 1; seed <= races; seed += 1) {
      if (only !== undefined && Number(only) !== seed) continue
      const world = await ApplyWorld.open(database.db, clock, { seed, products: 2 + (seed % 9) })
      try {
        await world.pull()
        const race = new Race(world, seed)
        for (const round of [1, 2]) {
          const where = `Race ${seed}, round ${round}`
          const ids = [...(await rawStore(world.store)).values()]
            .filter(({ level }) => level === 'product')
            .map(one => one.id)
          const edits = [
            { do: 'set' as const, field: 'price', value: `${round + seed}.5` },
            { do: 'set' as const, field: 'visible', value: (seed + round) % 2 === 0 },
            { do: 'replace' as const, field: 'name', find: 'e', with: `é${round}` },
          ]
          await world.edit({ level: 'product', channelId: world.channelId, which: { ids }, edits })
          const made = await world.plan()
          await race.may('before it begins', 0.8)
          await world.begin(made.plan.id)
          const { changes } = await world.finish(made.plan.id, race.writer(made))
          for (const { state } of changes) count(state)
          expect([where, race.faults]).toEqual([where, []])
          await race.may('after the plan', 0.8)
          await world.look()
          expect([where, await hidden(race, await world.plan())]).toEqual([where, []])
        }
        const writes = world.exchanges.filter(({ method }) => method !== 'GET')
        expect(describeViolations(checkExchanges(writes))).toEqual([])
      } finally {
        await world.close()
        await world.forget()
      }
    }
    console.log(JSON.stringify(met))
    if (only !== undefined) return
    for (const moment of moments) expect([moment, (met[moment] ?? 0) > 0]).toEqual([moment, true])
    expect(Math.min(met.superseded ?? 0, met.applied ?? 0, met.shown ?? 0, met.bought ?? 0)).toBeGreaterThan(0)
  }, 600_000)
})
