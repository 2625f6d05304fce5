import { describe, expect, it } from 'vitest'
import { Faults, patternOf } from './faults.ts'

describe('faults', () => {
  it('reads stars in a path, and everything else by the letter', () => {
    expect(patternOf('/v3/catalog/products').test('/v3/catalog/products')).toBe(true)
    expect(patternOf('/v3/catalog/products').test('/v3/catalog/products/7')).toBe(false)
    expect(patternOf('/v3/catalog/*').test('/v3/catalog/brands')).toBe(true)
    expect(patternOf('/v3/catalog/*').test('/v3/catalog/products/7')).toBe(false)
    expect(patternOf('/v3/**').test('/v3/catalog/products/7')).toBe(true)
    expect(patternOf('/v3/a.b').test('/v3/axb')).toBe(false)
  })

  it('begins after some requests and ends after some more', () => {
    const faults = new Faults()
    const fault = faults.add({ match: { path: '/v2/time' }, kind: 'reset', after: 1, times: 2 })
    const met = Array.from({ length: 5 }, () => faults.meet('GET', '/v2/time', '').length)
    expect(met).toEqual([0, 1, 1, 0, 0])
    expect(fault.hits).toBe(2)
  })

  it('matches by method, by expression with the query, and no more once it is removed', () => {
    const faults = new Faults()
    const fault = faults.add({ match: { method: 'GET', path: /products\?.*page=2/ }, kind: 'status' })
    expect(faults.meet('POST', '/v3/catalog/products', '?page=2')).toHaveLength(0)
    expect(faults.meet('GET', '/v3/catalog/products', '?limit=5&page=2')).toHaveLength(1)
    fault.remove()
    expect(faults.meet('GET', '/v3/catalog/products', '?limit=5&page=2')).toHaveLength(0)
  })
})
