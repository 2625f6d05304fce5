import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts'
import { PullBench } from '../../test/support/pulls.ts'
import { usualBrakes } from '../domain/brakes.ts'
import { type LivePart, liveParts, type PlannedChange } from '../domain/plan.ts'
import { PlanTally } from '../domain/plan-tally.ts'
import { systemClock } from '../runtime/clock.ts'
import { newId } from '../runtime/ids.ts'
import { nextChanges, settleChanges } from './changes-to-send.ts'
import type { WorkspaceDb } from './connect.ts'
import { insertChanges } from './plan-changes.ts'
import { insertPlan } from './plans.ts'

let database: FreshDatabase
let bench: PullBench
let db: WorkspaceDb

beforeAll(async () => {
  database = await freshDatabase()
  bench = await PullBench.open({ db: database.db, clock: systemClock })
  db = bench.inWorkspace
})
afterAll(() => database.drop())

const most = { listings: 250, items: 1_000, itemsEach: { product: 10, variant: 50 } }

function change(listing: number, offer: number | null, field = 'price'): PlannedChange {
  return {
    ...{ level: offer === null ? 'product' : 'variant', listingId: String(listing), field, name: 'Mug', sku: '' },
    ...{ offerId: offer === null ? null : `${listing}-${offer}`, part: field === 'price' ? 'prices' : 'data' },
    ...{
      before: '1',
      after: '2',
      edited: false,
      content: null,
      priceNow: null,
      requests: null,
      lostImages: 0,
      state: 'planned',
      reason: null,
      fix: null,
    },
  }
}

async function planOf(changes: readonly PlannedChange[]): Promise<string> {
  const channelId = await bench.addChannel(newId('chn', randomBytes))
  const id = newId('pln', randomBytes)
  const at = systemClock.now()
  const basis = { listingsMost: 10, offersMost: 50, shownMost: 250, requestsPerSecond: null, visible: 0 }
  const summary = new PlanTally({ ...basis, brakes: usualBrakes }).summary()
  await db.transaction(async tx => {
    await insertPlan(tx, { id, channelId, at, actor: { kind: 'machine' }, summary })
    await insertChanges(tx, { id, at }, changes, 1)
  })
  return id
}

/** What is taken one time after the other until nothing is left. */
async function taken(
  planId: string,
  parts: readonly LivePart[] = liveParts,
): Promise<{ listings: number; items: number; changes: number }[]> {
  const windows: { listings: number; items: number; changes: number }[] = []
  for (;;) {
    const changes = await nextChanges(db, planId, { ...most, parts })
    if (changes.length === 0) return windows
    expect(new Set(changes.map(({ level }) => level)).size).toBe(1)
    expect(changes.every(({ part }) => parts.includes(part))).toBe(true)
    windows.push({
      listings: new Set(changes.map(({ listingId }) => listingId)).size,
      items: new Set(changes.map(({ listingId, offerId }) => offerId ?? listingId)).size,
      changes: changes.length,
    })
    const applied = changes.map(({ seq }) => ({ seq, state: 'applied' as const, reason: null, fix: null }))
    await db.transaction(tx => settleChanges(tx, planId, applied, systemClock.now()))
  }
}

const requestsOf = (windows: readonly { items: number }[], each: number) =>
  windows.reduce((sum, { items }) => sum + Math.ceil(items / each), 0)

describe('the next changes of a plan', () => {
  it('fill whole requests, however many variants each product has', async () => {
    // Of 1 to 4 variants, so that 250 products seldom have a multiple of 50.
    const changes = Array.from({ length: 700 }, (_, listing) =>
      Array.from({ length: 1 + ((listing * 7) % 4) }, (_, offer) => change(listing, offer)),
    ).flat()
    const windows = await taken(await planOf(changes))
    expect(windows.length).toBeGreaterThan(2)
    expect(windows.every(({ listings, items }) => listings <= 250 && items <= 1_000)).toBe(true)
    expect(requestsOf(windows, 50)).toBe(Math.ceil(changes.length / 50))
  })

  it('have all fields of a product together, and products before variants', async () => {
    const fields = ['name', 'warranty', 'upc', 'mpn', 'sku', 'pageTitle', 'condition']
    const changes = [
      ...Array.from({ length: 900 }, (_, listing) => fields.map(field => change(listing, null, field))).flat(),
      change(1, 1),
    ]
    const windows = await taken(await planOf(changes))
    expect(windows.slice(0, -1).every(({ items, changes: of }) => of === items * fields.length)).toBe(true)
    expect(windows.at(-1)).toEqual({ listings: 1, items: 1, changes: 1 })
    expect(requestsOf(windows, 10)).toBe(90 + 1)
  })

  it('have a name and a price together, and only what may be written of both', async () => {
    const changes = Array.from({ length: 25 }, (_, at) => [change(at, null, 'name'), change(at, null)]).flat()
    expect(await taken(await planOf(changes))).toEqual([{ listings: 25, items: 25, changes: 50 }])
    const planId = await planOf(changes)
    expect(await taken(planId, ['prices'])).toEqual([{ listings: 25, items: 25, changes: 25 }])
    expect(await taken(planId, ['data'])).toEqual([{ listings: 25, items: 25, changes: 25 }])
    expect(await taken(planId)).toEqual([])
  })

  it('of one product with more variants than are looked at, come a part at a time', async () => {
    const changes = Array.from({ length: 1_234 }, (_, offer) => change(1, offer))
    const windows = await taken(await planOf(changes))
    expect(windows.map(({ items }) => items)).toEqual([1_000, 234])
  })
})
