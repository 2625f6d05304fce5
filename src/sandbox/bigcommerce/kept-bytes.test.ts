import { describe, expect, it } from 'vitest'
import { KeptBytes } from './kept-bytes.ts'

describe('bytes that are kept of rows', () => {
  it('are made once for each row and view', () => {
    const kept = new KeptBytes()
    const row = { id: 1 }
    let made = 0
    const make = () => {
      made += 1
      return `ä${made}`
    }
    expect(kept.of(row, 'variants', make).toString()).toBe('ä1')
    expect(kept.of(row, 'variants', make).toString()).toBe('ä1')
    expect(kept.of(row, 'images', make).toString()).toBe('ä2')
    expect(kept.of({ id: 1 }, 'variants', make).toString()).toBe('ä3')
  })

  it('are given up once they are more than the bound', () => {
    const kept = new KeptBytes(10)
    const row = { id: 1 }
    kept.of(row, 'a', () => '12345')
    kept.of({ id: 2 }, 'a', () => '123456')
    expect(kept.of(row, 'a', () => 'new').toString()).toBe('new')
    expect(kept.of(row, 'a', () => 'newer').toString()).toBe('new')
  })
})
