import type { VariantRow } from '../../../api/contract/catalog.ts'

/** Which variants a product would get by the values that are chosen of each of its options. */

export interface Choice {
  readonly option: string
  readonly value: string
}

export interface Option {
  readonly name: string
  readonly values: readonly string[]
}

/** A product has no more variants on BigCommerce. */
export const combinationsMost = 600

/** The options that tell the variants apart, with the values that they have; none where one of them has no option. */
export function optionsIn(variants: readonly Pick<VariantRow, 'optionValues'>[]): readonly Option[] {
  if (variants.some(({ optionValues }) => optionValues.length === 0)) return []
  const options = new Map<string, Set<string>>()
  for (const { option, value } of variants.flatMap(({ optionValues }) => optionValues)) {
    options.set(option, (options.get(option) ?? new Set()).add(value))
  }
  return [...options].map(([name, values]) => ({ name, values: [...values] }))
}

/** By which two variants are the same, whatever the case of their letters. */
export function combinationKey(choices: readonly Choice[]): string {
  const parts = choices.map(({ option, value }) =>
    JSON.stringify([option, value].map(text => text.trim().toLowerCase())),
  )
  return parts.toSorted().join()
}

/** Each combination of the chosen values that no variant has yet; null for more than a product can have. */
export function newCombinations(
  options: readonly Option[],
  chosen: ReadonlyMap<string, readonly string[]>,
  present: readonly Pick<VariantRow, 'optionValues'>[],
): readonly (readonly Choice[])[] | null {
  const lists = options.map(({ name }) => (chosen.get(name) ?? []).map(value => ({ option: name, value })))
  if (lists.length === 0) return []
  if (lists.reduce((product, list) => product * list.length, 1) > combinationsMost) return null
  const all = lists.reduce<Choice[][]>(
    (found, list) => found.flatMap(left => list.map(right => [...left, right])),
    [[]],
  )
  const taken = new Set(present.map(({ optionValues }) => combinationKey(optionValues)))
  return all.filter(one => !taken.has(combinationKey(one)))
}
