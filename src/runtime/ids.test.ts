import { expect, it } from 'vitest'
import { inBulk } from './ids.ts'

it('hands out every byte of a source once, however many are asked for at a time', () => {
  let asked = 0
  const counting = (size: number) => {
    asked += 1
    return Uint8Array.from({ length: size }, (_, at) => (asked * 31 + at) % 251)
  }
  const bytes = inBulk(counting)
  const handed = Array.from({ length: 372 }, () => [...bytes(11)])
  expect(asked).toBe(1)
  expect(handed.flat()).toEqual(Array.from({ length: 372 * 11 }, (_, at) => (31 + at) % 251))
  // What is left of the bulk is too little for one more.
  expect([...bytes(11)]).toEqual(Array.from({ length: 11 }, (_, at) => 62 + at))
  expect(bytes(5_000)).toHaveLength(5_000)
})
