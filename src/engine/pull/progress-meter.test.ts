import { expect, it } from 'vitest'
import { emptyProgress } from '../../domain/run.ts'
import { ProgressMeter } from './progress-meter.ts'

it('says when an import ends, and nothing where a store says that it has more than there is time for', () => {
  const begun = new Date('2026-03-01T00:00:00Z')
  const later = new Date('2026-03-01T00:00:10Z')
  const measured = (requestsLeft: number) => {
    const meter = new ProgressMeter()
    meter.measure(emptyProgress, begun, null)
    return meter.measure({ ...emptyProgress, requests: 20, requestsLeft }, later, null)
  }
  expect(measured(10).endsAt).toBe('2026-03-01T00:00:15.000Z')
  expect(measured(Number.MAX_SAFE_INTEGER).endsAt).toBeNull()
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
