import { describe, expect, it, vi } from 'vitest'
import { filterDateMs, v2Date, v3Date } from './date.ts'
import type { FilterFields } from './filters.ts'
import { filtersOf, keep } from './filters.ts'
import { Query } from './query.ts'

interface Thing {
  readonly id: number
  readonly name: string
  readonly price: number
  readonly tags: readonly number[]
  readonly changed: string
}

const things: readonly Thing[] = [
  { id: 1, name: 'Oak Board', price: 10, tags: [1, 2], changed: '2026-01-01T00:00:00Z' },
  { id: 2, name: 'oak chair', price: 20.5, tags: [2], changed: '2026-01-02T12:00:00Z' },
  { id: 3, name: 'Tin Mug', price: 0, tags: [], changed: '2026-01-03T00:00:00Z' },
]

const fields: FilterFields<Thing> = {
  id: { kind: 'integer', read: thing => thing.id },
  name: { kind: 'text', read: thing => thing.name },
  price: { kind: 'number', read: thing => thing.price },
  tags: { kind: 'integer', read: thing => thing.tags },
  changed: { kind: 'date', read: thing => Date.parse(thing.changed) },
}

const now = new Date('2026-06-01T18:30:00Z')

function ids(query: string): number[] {
  return keep(things, filtersOf(new Query(query, 'v3'), fields, now)).map(thing => thing.id)
}

describe('filters', () => {
  it.each([
    ['id=2', [2]],
    ['id:in=1,3,99', [1, 3]],
    ['id:not_in=1,3', [2]],
    ['id:min=2', [2, 3]],
    ['id:max=2', [1, 2]],
    ['id:greater=2', [3]],
    ['id:less=2', [1]],
    ['name=OAK%20BOARD', [1]],
    ['name:like=oak', [1, 2]],
    ['name:like=o%25d', [1]],
    ['price:min=10&price:max=20.5', [1, 2]],
    ['tags=2', [1, 2]],
    ['tags:in=1,2', [1]],
    ['tags:not_in=1', [2, 3]],
    ['changed:min=2026-01-02T12:00:00Z', [2, 3]],
    ['changed:max=2026-01-02T11:00:00Z', [1]],
    ['unknown=1&id:odd=2', [1, 2, 3]],
    ['id=', [1, 2, 3]],
  ])('%s', (query, expected) => {
    expect(ids(query)).toEqual(expected)
  })

  it.each(['id=x', 'id:in=1,x', 'price=ten', 'changed:min=yesterday', 'changed:min=5'])('refuses %s', query => {
    expect(() => ids(query)).toThrow(expect.objectContaining({ status: 422 }))
  })
})

describe('dates', () => {
  it('adds the time of day to a bare date', () => {
    expect(filterDateMs('2026-01-02', now)).toBe(Date.parse('2026-01-02T18:30:00Z'))
  })

  it('takes ISO 8601 and RFC 2822, also with a plus sign that became a blank', () => {
    const ms = Date.parse('2026-01-02T10:00:00Z')
    expect(filterDateMs('2026-01-02T10:00:00Z', now)).toBe(ms)
    expect(filterDateMs('2026-01-02T10:00:00', now)).toBe(ms)
    expect(filterDateMs('2026-01-02T12:00:00+02:00', now)).toBe(ms)
    expect(filterDateMs('2026-01-02T12:00:00 02:00', now)).toBe(ms)
    expect(filterDateMs('Fri, 02 Jan 2026 10:00:00 +0000', now)).toBe(ms)
    expect(filterDateMs('Fri, 02 Jan 2026 10:00:00  0000', now)).toBe(ms)
  })

  it('means the same on machines in other zones, and is no other text that a machine could read', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    try {
      expect(filterDateMs('Fri, 02 Jan 2026 10:00:00', now)).toBe(Date.parse('2026-01-02T10:00:00Z'))
      expect(filterDateMs('2026-01-02 10:00', now)).toBe(Date.parse('2026-01-02T10:00:00Z'))
      expect(filterDateMs('Fri, 02 Jan 2026 10:00:00 EST', now)).toBe(Date.parse('2026-01-02T15:00:00Z'))
      for (const text of ['Foo 1', 'Jan 2 2026', 'now']) expect(filterDateMs(text, now)).toBeNull()
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('writes the dates of both versions', () => {
    const ms = Date.parse('2026-01-02T10:00:00Z')
    expect(v2Date(ms)).toBe('Fri, 02 Jan 2026 10:00:00 +0000')
    expect(v3Date(ms)).toBe('2026-01-02T10:00:00+00:00')
  })
})
