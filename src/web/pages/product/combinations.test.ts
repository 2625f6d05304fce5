import { describe, expect, it } from 'vitest'
import { newCombinations, optionsIn } from './combinations.ts'

const variant = (color: string, size: string) => ({
  optionValues: [
    { option: 'Color', value: color },
    { option: 'Size', value: size },
  ],
})
const present = [variant('Red', 'S'), variant('Blue', 'S')]
const options = optionsIn(present)
const found = (colors: string[], sizes: string[]) =>
  newCombinations(
    options,
    new Map([
      ['Color', colors],
      ['Size', sizes],
    ]),
    present,
  )

describe('the variants that a product would get', () => {
  it('are all combinations of the chosen values that no variant has', () => {
    expect(found(['red', 'Green'], ['S', 'M'])?.map(one => one.map(({ value }) => value).join(' '))).toEqual([
      'red M',
      'Green S',
      'Green M',
    ])
  })

  it('are none as long as an option has no value, and none of a product without options', () => {
    expect(found(['Green'], [])).toEqual([])
    expect(optionsIn([{ optionValues: [] }])).toEqual([])
    expect(newCombinations([], new Map(), [])).toEqual([])
  })

  it('are not counted out where there would be more than a product can have', () => {
    const many = Array.from({ length: 30 }, (_, at) => `Value ${at}`)
    expect(found(many, many)).toBeNull()
  })
})
