import { describe, expect, it } from 'vitest'
import { placesOf } from './places.ts'

const at = (...numbers: (number | null)[]) =>
  numbers.map(number => (number === null ? null : { sortOrder: number, rank: number }))

describe('the numbers by which images stand in order', () => {
  it('stay as they are where the order is right, also with gaps', () => {
    expect(placesOf(at(0, 1, 2))).toEqual([0, 1, 2])
    expect(placesOf(at(3, 9))).toEqual([3, 9])
  })

  it('change of one image where one is moved', () => {
    expect(placesOf(at(2, 0, 1))).toEqual([-1, 0, 1])
    expect(placesOf(at(1, 2, 0))).toEqual([1, 2, 3])
  })

  it('are given to new images behind and between the others', () => {
    expect(placesOf(at(0, 1, null))).toEqual([0, 1, 2])
    expect(placesOf(at(0, null, 5))).toEqual([0, 1, 5])
    expect(placesOf(at(null, null))).toEqual([0, 1])
  })
})
