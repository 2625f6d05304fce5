import { describe, expect, it } from 'vitest'
import { duration, roughly } from './format.ts'

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [0.44, '0.4 s'],
    [9.96, '10 s'],
    [42.4, '42 s'],
    [59.6, '1 min'],
    [60, '1 min'],
    [123.4, '2 min 3 s'],
    [3_600, '1 h'],
    [3_900, '1 h 5 min'],
    [7_260, '2 h 1 min'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words)
  })

  it.each([
    [4, 'less than a minute'],
    [55, 'about 1 minute'],
    [190, 'about 3 minutes'],
    [5_399, 'about 2 hours'],
    [8_000, 'about 2 hours'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(roughly(seconds)).toBe(words)
  })
})
