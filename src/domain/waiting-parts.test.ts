import { describe, expect, it } from 'vitest'
import type { WriteRefusal } from './live.ts'
import type { LivePart } from './plan.ts'
import { waitingParts } from './waiting-parts.ts'

const refusal = (reason: WriteRefusal['reason']): WriteRefusal => ({ reason, sentence: reason })
const parts = (...names: LivePart[]) => names.map(part => ({ level: 'product', part }) as const)

describe('the parts of a plan that wait', () => {
  it('are those that are not live where another one is', () => {
    const refusals = new Map([['prices', refusal('not_live')] as const])
    expect(waitingParts(parts('data', 'prices'), refusals)).toEqual([{ part: 'prices', sentence: 'not_live' }])
    expect(waitingParts(parts('prices'), refusals)).toEqual([])
    expect(waitingParts(parts('data'), refusals)).toEqual([])
  })

  it('take along what can’t be made without them', () => {
    const refusals = new Map([['prices', refusal('not_live')] as const])
    const made = { level: 'new_product', part: 'data' } as const
    expect(waitingParts([made], refusals)).toEqual([])
    expect(waitingParts([made, ...parts('data')], refusals)).toEqual([{ part: 'prices', sentence: 'not_live' }])
  })

  it('are none while writing is stopped', () => {
    const stopped = new Map((['data', 'prices', 'images'] as const).map(part => [part, refusal('stopped')] as const))
    expect(waitingParts(parts('data', 'prices'), stopped)).toEqual([])
  })
})
