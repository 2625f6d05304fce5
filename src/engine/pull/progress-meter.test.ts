import { describe, expect, it } from 'vitest'
import { emptyProgress, type RunProgress } from '../../domain/run.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { ProgressMeter } from './progress-meter.ts'

/** An import that reads so many products in steps of a second, with a request for each ten of them. */
class Import {
  readonly clock = new ManualClock('2026-03-01T00:00:00Z')
  readonly #meter = new ProgressMeter()
  #done = 0
  #requests = 0

  async run(
    seconds: number,
    { perSecond = 20, requestsLeft = null as number | null, quota = null as number | null, phase = 'products' } = {},
  ): Promise<RunProgress> {
    let last = this.#measure(phase, requestsLeft, quota)
    for (let second = 0; second < seconds; second += 1) {
      await this.clock.advance(1_000)
      this.#done += perSecond
      this.#requests += perSecond / 10
      last = this.#measure(phase, requestsLeft, quota)
    }
    return last
  }

  beginPhase(): void {
    this.#done = 0
  }

  #measure(phase: string, requestsLeft: number | null, quota: number | null): RunProgress {
    const done = { done: this.#done, total: null }
    const counted = phase === 'details' ? { details: done } : { products: done }
    const progress = { ...emptyProgress, ...counted, phase: phase as RunProgress['phase'] }
    return this.#meter.measure({ ...progress, requests: this.#requests, requestsLeft }, this.clock.now(), quota)
  }
}

describe('how fast an import goes', () => {
  it('is not said before there is something to tell it from', async () => {
    expect(await new Import().run(2)).toMatchObject({ perMinute: null, endsAt: null })
    expect(await new Import().run(3)).toMatchObject({ perMinute: 1_200 })
  })

  it('is that of the last half minute: a slow beginning is forgotten', async () => {
    const slow = new Import()
    expect(await slow.run(30, { perSecond: 10 })).toMatchObject({ perMinute: 600 })
    expect(await slow.run(30, { perSecond: 20 })).toMatchObject({ perMinute: 1_200 })
  })

  it('is nothing while the store rests, and comes back', async () => {
    const one = new Import()
    await one.run(10)
    expect(await one.run(31, { perSecond: 0, requestsLeft: 50 })).toMatchObject({ perMinute: 0, endsAt: null })
    expect((await one.run(30)).perMinute).toBeGreaterThan(1_000)
  })

  it('is told anew when the next phase counts from the beginning', async () => {
    const one = new Import()
    await one.run(20)
    one.beginPhase()
    expect(await one.run(2, { phase: 'details' })).toMatchObject({ perMinute: null })
    expect(await one.run(2, { phase: 'details', perSecond: 10 })).toMatchObject({ perMinute: 900 })
  })
})

describe('when an import ends', () => {
  it('follows from how many requests a second went through', async () => {
    // Two requests a second; twenty are left.
    expect(await new Import().run(10, { requestsLeft: 20 })).toMatchObject({ endsAt: '2026-03-01T00:00:20.000Z' })
  })

  it('is not promised faster than the quota allows on average', async () => {
    expect(await new Import().run(10, { requestsLeft: 20, quota: 0.5 })).toMatchObject({
      endsAt: '2026-03-01T00:00:50.000Z',
    })
    expect(await new Import().run(10, { requestsLeft: 20, quota: 100 })).toMatchObject({
      endsAt: '2026-03-01T00:00:20.000Z',
    })
  })

  it('is not said where nobody knows how much is left, or it would take longer than there is time for', async () => {
    expect(await new Import().run(10)).toMatchObject({ endsAt: null })
    expect(await new Import().run(10, { requestsLeft: Number.MAX_SAFE_INTEGER })).toMatchObject({ endsAt: null })
  })
})

it('does not take the small requests to come for as slow as the large pages of the list', () => {
  const meter = new ProgressMeter()
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1_000)
  const listing = { ...emptyProgress, phase: 'products' as const, details: { done: 0, total: 20_000 } }
  const step = (seconds: number, pages: number) =>
    meter.measure(
      {
        ...listing,
        products: { done: pages * 250, total: 20_000 },
        requests: pages,
        requestsLeft: 80 - pages + 2_000,
      },
      at(seconds),
      10,
    )
  step(0, 0)
  // 70 pages at one in two seconds, and 2,000 small requests at the ten a second of the quota.
  expect(step(20, 10).endsAt).toBe(at(20 + 140 + 200).toISOString())
  // The details themselves are then measured as they come.
  meter.measure({ ...listing, phase: 'details', requests: 80, requestsLeft: 2_000 }, at(200), 10)
  const products = { done: 20_000, total: 20_000 }
  const seen = { ...listing, phase: 'details' as const, products, details: { done: 200, total: 20_000 } }
  expect(meter.measure({ ...seen, requests: 100, requestsLeft: 1_980 }, at(210), 10).endsAt).toBe(
    at(210 + 990).toISOString(),
  )
})
