import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lane, Quota } from '../connector/connector.ts'
import { type Clock, ManualClock } from '../runtime/clock.ts'
import { type Permit, RateBudget, RateBudgets } from './rate-budget.ts'

const start = Date.parse('2026-03-01T12:00:00Z')

function setUp(options: { random?: () => number; inFlightMost?: number } = {}) {
  const clock = new ManualClock(new Date(start))
  const budget = new RateBudget({ clock, random: () => 0, ...options })
  /** What the store says: `left` of `quota`, the window ends `resetMs` from now. */
  const told = (left: number, resetMs: number, quota = 150): Quota => ({
    window: { windowMs: 30_000, quota, left, resetAt: new Date(clock.now().getTime() + resetMs) },
    retryAt: null,
  })
  const served = (permit: Permit, left: number, resetMs: number, quota = 150) =>
    permit.done({ quota: told(left, resetMs, quota), result: 'served' })
  return { clock, budget, told, served }
}

/** Asks for turns; `granted` fills up as they come. */
function queue(budget: RateBudget, count: number, lane: Lane = 'sweep') {
  const granted: Permit[] = []
  for (let i = 0; i < count; i += 1) budget.take(lane).then(permit => granted.push(permit))
  return granted
}

const settle = () => new Promise(resolve => setImmediate(resolve))

describe('before the store has told its quota', () => {
  it('lets two requests find out', async () => {
    const { budget, served } = setUp()
    const granted = queue(budget, 6)
    await settle()
    expect(granted).toHaveLength(2)
    served(granted[0] as Permit, 149, 30_000)
    await settle()
    expect(granted).toHaveLength(5)
    expect(budget.state).toMatchObject({ quota: 150, left: 145, inFlight: 4, waiting: 1 })
  })
})

describe('a window', () => {
  it('keeps a fifth free for others at first, which only a person may use', async () => {
    const { budget, served, clock } = setUp()
    served(await budget.take('sweep'), 31, 20_000)
    const sweep = queue(budget, 2)
    await settle()
    expect(sweep).toHaveLength(1)
    served(sweep[0] as Permit, 30, 20_000)
    const person = queue(budget, 1, 'person')
    await settle()
    expect(sweep).toHaveLength(1)
    expect(person).toHaveLength(1)
    served(person[0] as Permit, 29, 20_000)
    await clock.advance(19_999)
    expect(sweep).toHaveLength(1)
    await clock.advance(1)
    await settle()
    expect(sweep).toHaveLength(2)
  })

  it('gives half of what is ours at once, and the rest with the time, so that we see when others come', async () => {
    const { budget, served, clock } = setUp()
    let used = 0
    async function ask() {
      const permit = await budget.take('sweep')
      used += 1
      served(permit, 150 - used, start + 30_000 - clock.now().getTime())
    }
    for (let i = 0; i < 150; i += 1) void ask()
    await settle()
    const usedBy = [used]
    for (const passedMs of [10_000, 10_000, 9_999]) {
      await clock.advance(passedMs)
      usedBy.push(used)
    }
    expect(usedBy).toEqual([60, 80, 100, 120])
  })

  it('lends nobody what isn’t there', async () => {
    const { budget, served, clock } = setUp()
    served(await budget.take('person'), 1, 10_000)
    const person = queue(budget, 3, 'person')
    await settle()
    expect(person).toHaveLength(1)
    await clock.advance(9_999)
    expect(person).toHaveLength(1)
    await clock.advance(1)
    await settle()
    expect(person).toHaveLength(3)
  })

  it('counts answers that come in another order once', async () => {
    const { budget, served } = setUp()
    served(await budget.take('sweep'), 100, 20_000)
    const granted = queue(budget, 4)
    await settle()
    for (const left of [96, 99, 97, 98]) served(granted.shift() as Permit, left, 20_000)
    expect(budget.state).toMatchObject({ left: 96, inFlight: 0 })
  })

  it('counts answers without a word of the quota until a later one includes them', async () => {
    const { budget, served } = setUp()
    served(await budget.take('sweep'), 100, 20_000)
    const [early, silent] = [await budget.take('sweep'), await budget.take('sweep')]
    silent.done({ quota: null, result: 'served' })
    expect(budget.state.left).toBe(98)
    // The store may have counted the silent one after this one.
    served(early, 99, 20_000)
    expect(budget.state.left).toBe(98)
    served(await budget.take('sweep'), 97, 20_000)
    expect(budget.state.left).toBe(97)
  })

  it('passes over the late word of a window that is gone', async () => {
    const { budget, served, clock } = setUp()
    served(await budget.take('sweep'), 149, 1_000)
    const late = await budget.take('sweep')
    await clock.advance(1_000)
    served(await budget.take('sweep'), 149, 30_000)
    await clock.advance(500)
    served(late, 3, 1_000)
    expect(budget.state).toMatchObject({ left: 149, resetAt: new Date(start + 31_000) })
  })

  it('follows a quota that the store changes', async () => {
    const { budget, served } = setUp()
    served(await budget.take('sweep'), 100, 20_000)
    served(await budget.take('sweep'), 400, 20_000, 450)
    expect(budget.state).toMatchObject({ quota: 450, left: 400 })
    served(await budget.take('sweep'), 3, 20_000, 50)
    expect(budget.state).toMatchObject({ quota: 50, left: 3 })
  })

  it('of which the store changes the quota has no others in it that were ours', async () => {
    const { budget, served } = setUp()
    for (let left = 149; left >= 110; left -= 1) served(await budget.take('sweep'), left, 20_000)
    served(await budget.take('sweep'), 9, 20_000, 50)
    expect(budget.state).toMatchObject({ quota: 50, others: 0 })
  })

  it('says how many requests a second are ours, as soon as the quota is known', async () => {
    const { budget, served, clock } = setUp()
    expect(budget.state.requestsPerSecond).toBeNull()
    served(await budget.take('sweep'), 149, 30_000)
    expect(budget.state.requestsPerSecond).toBe(4)
    await clock.advance(10_000)
    served(await budget.take('sweep'), 148 - 60, 20_000)
    expect(budget.state.requestsPerSecond).toBe(2)
  })
})

describe('a store that says odd things', () => {
  it('makes no timer run over', async () => {
    const { clock, told } = setUp()
    const sleeps: number[] = []
    const watched: Clock = {
      now: () => clock.now(),
      sleep: (ms, signal) => {
        sleeps.push(ms)
        return clock.sleep(ms, signal)
      },
    }
    const budget = new RateBudget({ clock: watched, random: () => 0 })
    const { window } = told(0, 1e12)
    ;(await budget.take('sweep')).done({ quota: { window, retryAt: null }, result: 'served' })
    const waiting = queue(budget, 1, 'person')
    await clock.advance(2 ** 31)
    expect(sleeps.length).toBe(2)
    expect(Math.max(...sleeps)).toBe(2 ** 31 - 1)
    await clock.advance(1e12)
    expect(waiting).toHaveLength(1)
  })

  /** Asks one after another, each ending without a word of the quota, as long as there is a turn at once. */
  async function askInSilence(budget: RateBudget, most: number): Promise<number> {
    for (let asked = 0; asked < most; asked += 1) {
      const leaving = new AbortController()
      const turn = budget.take('sweep', undefined, leaving.signal).catch(() => null)
      await settle()
      leaving.abort()
      const permit = await turn
      if (permit === null) return asked
      permit.done({ quota: null, result: 'served' })
    }
    return most
  }

  it('may never tell its quota: what is kept of that has an end, and the work goes on', async () => {
    const { budget } = setUp()
    expect(await askInSilence(budget, 3_000)).toBe(3_000)
    const holder = await budget.take('person')
    // None of these is in the count of the holder's answer.
    expect(await askInSilence(budget, 3_000)).toBeLessThanOrEqual(1_000)
    holder.done({ quota: null, result: 'served' })
    expect(await askInSilence(budget, 3_000)).toBe(3_000)
    expect(budget.state).toMatchObject({ quota: null, left: null })
  })

  it('may fall silent after a large quota: it is left alone until the next window', async () => {
    const { budget, served, clock } = setUp()
    served(await budget.take('person'), 999_999, 30_000, 1_000_000)
    expect(await askInSilence(budget, 3_000)).toBe(1_000)
    const waiting = queue(budget, 1)
    await clock.advance(30_000)
    await settle()
    expect(waiting).toHaveLength(1)
  })
})

describe('lanes', () => {
  it('are served in their order, and each in the order of asking', async () => {
    const { budget, served } = setUp({ inFlightMost: 1 })
    served(await budget.take('sweep'), 149, 30_000)
    const holder = await budget.take('sweep')
    const order: string[] = []
    const asked = ['sweep', 'content', 'price', 'stock', 'order', 'person', 'person'] as const
    for (const [i, lane] of asked.entries()) {
      budget.take(lane).then(permit => {
        order.push(`${lane}${i}`)
        permit.done({ quota: null, result: 'served' })
      })
    }
    served(holder, 148, 30_000)
    for (let i = 0; i < asked.length; i += 1) await settle()
    expect(order).toEqual(['person5', 'person6', 'order4', 'stock3', 'price2', 'content1', 'sweep0'])
  })

  it('have at most four requests under way, and a group its own most', async () => {
    const { budget, served } = setUp()
    served(await budget.take('sweep'), 149, 30_000)
    const trees: Permit[] = []
    const cap = { group: 'trees', most: 1 }
    for (let i = 0; i < 3; i += 1) budget.take('person', cap).then(permit => trees.push(permit))
    const others = queue(budget, 9)
    await settle()
    expect([trees.length, others.length]).toEqual([1, 3])
    served(trees[0] as Permit, 148, 30_000)
    await settle()
    expect([trees.length, others.length]).toEqual([2, 3])
  })

  it('are left on a signal, and those behind move up', async () => {
    const { budget, served } = setUp({ inFlightMost: 1 })
    served(await budget.take('sweep'), 149, 30_000)
    const holder = await budget.take('sweep')
    const leaving = new AbortController()
    const left = budget.take('person', undefined, leaving.signal)
    const next = queue(budget, 1)
    leaving.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    await expect(budget.take('person', undefined, leaving.signal)).rejects.toThrow('gone')
    served(holder, 148, 30_000)
    await settle()
    expect(next).toHaveLength(1)
    expect(budget.state).toMatchObject({ waiting: 0, inFlight: 1 })
  })
})

describe('a store that is asked too much', () => {
  it('is left alone until the window ends, or longer where it says so', async () => {
    const { budget, told, clock } = setUp()
    const retryAt = new Date(start + 12_000)
    ;(await budget.take('person')).done({ quota: { ...told(0, 8_000), retryAt }, result: 'overloaded' })
    expect(budget.state.pausedUntil).toEqual(retryAt)
    const waiting = queue(budget, 1, 'person')
    await clock.advance(11_999)
    expect(waiting).toHaveLength(0)
    await clock.advance(1)
    expect(waiting).toHaveLength(1)
  })

  it('waits for the window where that is longer', async () => {
    const { budget, told } = setUp()
    const quota = { ...told(0, 8_000), retryAt: new Date(start + 2_000) }
    ;(await budget.take('person')).done({ quota, result: 'overloaded' })
    expect(budget.state.pausedUntil).toEqual(new Date(start + 8_000))
  })

  it('is asked ever more rarely where it doesn’t say, one request at a time, until it serves', async () => {
    const { budget, served, clock } = setUp({ random: () => 0.5 })
    served(await budget.take('sweep'), 149, 30_000)
    const overloaded = { quota: null, result: 'overloaded' } as const
    const waits: number[] = []
    for (let i = 0; i < 8; i += 1) {
      const permits = queue(budget, 1)
      await clock.advance(60_000)
      const asked = permits[0] as Permit
      const now = clock.now().getTime()
      asked.done(overloaded)
      waits.push((budget.state.pausedUntil?.getTime() ?? 0) - now)
    }
    expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000])
    const several = queue(budget, 3)
    await clock.advance(45_000)
    expect(several).toHaveLength(1)
    served(several[0] as Permit, 140, 10_000)
    await settle()
    expect(several).toHaveLength(3)
  })
})

it('lets a person ask again soon where nobody asked for a pause, and keeps a pause that the store asked for', async () => {
  const { budget, told, clock } = setUp()
  for (let i = 0; i < 6; i += 1) {
    const asked = queue(budget, 1)
    await clock.advance(60_000)
    ;(asked[0] as Permit).done({ quota: null, result: 'overloaded' })
  }
  const person = queue(budget, 1, 'person')
  const machine = queue(budget, 1, 'order')
  await clock.advance(999)
  expect(person).toHaveLength(0)
  await clock.advance(1)
  expect([person.length, machine.length]).toEqual([1, 0])
  ;(person[0] as Permit).done({ quota: told(0, 8_000), result: 'overloaded' })
  const again = queue(budget, 1, 'person')
  await clock.advance(7_999)
  expect(again).toHaveLength(0)
  await clock.advance(1)
  expect(again).toHaveLength(1)
})

describe('what others use', () => {
  /** Lets one window pass that begins with others' `others` requests, and in which we look at both its ends. */
  async function window(world: ReturnType<typeof setUp>, others: number) {
    world.served(await world.budget.take('person'), 149 - others, 30_000)
    await world.clock.advance(29_999)
    world.served(await world.budget.take('person'), 148 - others, 1)
    await world.clock.advance(1)
    return world.budget.state
  }

  it('is nothing: the margin shrinks from a fifth to 3 % in six windows', async () => {
    const world = setUp()
    const margins: number[] = []
    for (let i = 0; i < 7; i += 1) margins.push(Number((await window(world, 0)).margin.toFixed(4)))
    expect(margins).toEqual([0.14, 0.098, 0.0686, 0.048, 0.0336, 0.03, 0.03])
  })

  it('is not what we have under way ourselves, or have not heard of', async () => {
    const { budget, served } = setUp()
    served(await budget.take('sweep'), 149, 30_000)
    const underWay = [await budget.take('sweep'), await budget.take('sweep'), await budget.take('sweep')] as const
    served(underWay[1], 146, 30_000)
    expect(budget.state.others).toBe(0)
    underWay[2].done({ quota: null, result: 'served' })
    served(underWay[0], 146, 30_000)
    expect(budget.state.others).toBe(0)
    served(await budget.take('sweep'), 144, 30_000)
    expect(budget.state.others).toBe(1)
  })

  it('stays free in the next window, until they have used it', async () => {
    const world = setUp()
    const { budget, served, clock } = world
    for (let i = 0; i < 8; i += 1) await window(world, 50)
    expect(budget.state).toMatchObject({ others: 50, margin: 0.03 })
    served(await budget.take('sweep'), 149, 30_000)
    await clock.advance(29_999)
    served(await budget.take('sweep'), 10, 1)
    // The window has counted 138 that weren't ours: more than expected, so only the margin of 5 is kept.
    const granted = queue(budget, 6)
    for (let left = 9; left >= 5; left -= 1) {
      await settle()
      served(granted[9 - left] as Permit, left, 1)
    }
    await settle()
    expect(granted).toHaveLength(5)
  })

  it('stays free to the end of the next window, where they don’t come', async () => {
    const world = setUp()
    const { budget, served, clock } = world
    for (let i = 0; i < 8; i += 1) await window(world, 50)
    // A person's requests wait for nothing but the quota itself.
    for (let left = 149; left >= 56; left -= 1) served(await budget.take('person'), left, 30_000)
    await clock.advance(29_999)
    const granted = queue(budget, 4)
    await settle()
    // 50 for them, and 5 of margin.
    expect(granted).toHaveLength(1)
  })

  it('comes as a surprise: the margin grows by it, and both fade again', async () => {
    const world = setUp()
    for (let i = 0; i < 7; i += 1) await window(world, 0)
    const surprised = await window(world, 15)
    expect(surprised).toMatchObject({ others: 15, margin: 0.1 })
    expect(await window(world, 0)).toMatchObject({ others: 15 })
    for (let i = 0; i < 6; i += 1) await window(world, 0)
    expect(world.budget.state).toMatchObject({ others: 0, margin: 0.03 })
  })
})

it('takes a window that others used up for less than they wanted: the margin is a fifth again', async () => {
  const { budget, served, clock } = setUp()
  for (let window = 0; window < 7; window += 1) {
    served(await budget.take('person'), 149, 30_000)
    await clock.advance(29_999)
    served(await budget.take('person'), 148, 1)
    await clock.advance(1)
  }
  expect(budget.state.margin).toBe(0.03)
  for (let left = 149; left >= 5; left -= 1) served(await budget.take('person'), left, 30_000)
  served(await budget.take('person'), 0, 30_000)
  await clock.advance(30_000)
  expect(budget.state).toMatchObject({ margin: 0.2, others: 4 })
})

describe('the law', () => {
  it('never asks for more than the quota by its own doing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          quota: fc.integer({ min: 4, max: 200 }),
          phaseMs: fc.integer({ min: 0, max: 29_999 }),
          inFlightMost: fc.integer({ min: 1, max: 8 }),
          latencies: fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 4_000 })), {
            minLength: 1,
            maxLength: 20,
          }),
          silentEvery: fc.integer({ min: 2, max: 9 }),
          anchored: fc.boolean(),
        }),
        async world => {
          expect(await refusalsIn(world)).toBe(0)
        },
      ),
      {
        numRuns: 60,
        // A silent answer before anything was known of the quota, beside one that was counted earlier and told.
        examples: [
          [
            {
              quota: 4,
              phaseMs: 0,
              inFlightMost: 2,
              latencies: [
                [0, 1],
                [0, 0],
              ],
              silentEvery: 2,
              anchored: false,
            },
          ],
          // An answer of the first window that is overtaken by one of the second.
          [
            {
              quota: 4,
              phaseMs: 25_119,
              inFlightMost: 1,
              latencies: [
                [2_721, 1_910],
                [726, 1_072],
                [2_833, 0],
                [0, 0],
                [2_833, 0],
                [0, 0],
              ],
              silentEvery: 2,
              anchored: false,
            },
          ],
        ],
      },
    )
  })
})

interface World {
  readonly quota: number
  readonly phaseMs: number
  readonly inFlightMost: number
  /** Way there and way back, in turns. */
  readonly latencies: readonly (readonly [number, number])[]
  /** Every so many answers tell nothing of the quota, as 401 and 403. */
  readonly silentEvery: number
  /** Windows begin with the first request after the last one's end, instead of one upon the other. */
  readonly anchored: boolean
}

/** A store that counts as BigCommerce does, and 400 requests that want to go as fast as they may. */
async function refusalsIn(world: World): Promise<number> {
  const clock = new ManualClock(new Date(start))
  const budget = new RateBudget({ clock, random: () => 0.5, inFlightMost: world.inFlightMost })
  let endsAt = start + 30_000 - world.phaseMs
  let used = 0
  let refused = 0
  let ended = 0
  const count = (): Quota => {
    const now = clock.now().getTime()
    if (now >= endsAt) {
      used = 0
      endsAt = world.anchored ? now + 30_000 : endsAt + 30_000 * (Math.floor((now - endsAt) / 30_000) + 1)
    }
    used += 1
    if (used > world.quota) refused += 1
    const left = Math.max(0, world.quota - used)
    return { window: { windowMs: 30_000, quota: world.quota, left, resetAt: new Date(endsAt - now) }, retryAt: null }
  }
  async function ask(i: number) {
    const permit = await budget.take('person')
    const [there, back] = world.latencies[i % world.latencies.length] ?? [0, 0]
    await clock.sleep(there)
    const { window } = count()
    await clock.sleep(back)
    const resetAt = new Date(clock.now().getTime() + (window?.resetAt.getTime() ?? 0))
    const quota =
      window === null || i % world.silentEvery === 1 ? null : { window: { ...window, resetAt }, retryAt: null }
    permit.done({ quota, result: 'served' })
    ended += 1
  }
  const all = 400
  for (let i = 0; i < all; i += 1) void ask(i)
  for (let steps = 0; ended < all && steps < 40_000; steps += 1) await clock.advance(250)
  expect(ended).toBe(all)
  return refused
}

describe('budgets', () => {
  it('are one for each store', () => {
    const budgets = new RateBudgets({ clock: new ManualClock(new Date(start)), random: () => 0 })
    expect(budgets.of('bigcommerce:a:x')).toBe(budgets.of('bigcommerce:a:x'))
    expect(budgets.of('bigcommerce:a:x')).not.toBe(budgets.of('bigcommerce:a:y'))
  })
})
