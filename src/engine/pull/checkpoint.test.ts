import { expect, it } from 'vitest'
import { addCounts, firstCheckpoint, stepsOf, withRemark } from './checkpoint.ts'

it('begins with the first step of its mode, with nothing read and nothing counted', () => {
  expect(firstCheckpoint('full', 250)).toMatchObject({ step: 'adopt', after: null, limit: 250, failures: 0 })
  expect(firstCheckpoint('changes', 250)).toMatchObject({ step: 'snapshot', after: null })
  expect(Object.values(firstCheckpoint('full', 250).tally).filter(count => count !== 0 && count !== null)).toEqual([
    ...[{}, {}, []],
  ])
})

it('reads what names products before products, and looks for what is missing last', () => {
  const steps: readonly string[] = stepsOf.full
  const at = (step: string) => steps.indexOf(step)
  expect(at('categories')).toBeLessThan(at('products'))
  expect(at('brands')).toBeLessThan(at('products'))
  // The store is asked how much it has before the first product is read: what comes later was made meanwhile.
  expect(at('snapshot')).toBe(at('products') - 1)
  expect(at('missing')).toBe(steps.length - 1)
})

it('adds up counts by name, also of names that every object has', () => {
  expect(addCounts({ blank: 1, odd: 2 }, { odd: 3, more: 4 })).toEqual({ blank: 1, odd: 5, more: 4 })
  expect(addCounts({}, { constructor: 1 })).toEqual({ constructor: 1 })
  const counts = addCounts({}, JSON.parse('{"__proto__": 2}'))
  expect(Object.entries(addCounts(counts, JSON.parse('{"__proto__": 3}')))).toEqual([['__proto__', 5]])
})

it('keeps each remark once, and no more than anybody reads', () => {
  const { tally } = firstCheckpoint('full', 250)
  const twice = withRemark(withRemark(tally, 'The store ignores keys.'), 'The store ignores keys.')
  expect(twice.remarks).toEqual(['The store ignores keys.'])
  let many = tally
  for (let number = 1; number <= 200; number += 1) many = withRemark(many, `Remark ${number}`)
  expect(many.remarks.length).toBeLessThanOrEqual(100)
  expect(many.remarks[0]).toBe('Remark 1')
})
