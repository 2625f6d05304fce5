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
