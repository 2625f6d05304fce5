import type { ChangeOrder, ChangeQuery } from '../../plan-queries.ts'

/** Which changes of a plan a page shows, and in which order; it stands in the address. */
export type ChangeAsk = ChangeQuery & { readonly by?: ChangeOrder | undefined }

export const changeStates = [
  'planned',
  'sending',
  'rejected',
  'unknown',
  'deferred',
  'superseded',
  'applied',
  'left_out',
  'cancelled',
] as const

export const changeLevels = [
  'product',
  'variant',
  'new_product',
  'new_variant',
  'removed_product',
  'removed_variant',
  'brand',
  'category',
] as const

type Raw = Readonly<Record<string, unknown>>

// A key that is left out would keep its raw value from the address, so each is set.
export function changeAsk(raw: Raw): ChangeAsk {
  return {
    search: text(raw.search, 200) || undefined,
    state: oneOf(raw.state, changeStates),
    part: oneOf(raw.part, ['data', 'images', 'prices']),
    level: oneOf(raw.level, changeLevels),
    field: text(raw.field, 60) || undefined,
    edited: oneOf(raw.edited, ['true', 'false']),
    brake: oneOf(raw.brake, ['price_cut', 'price_zero', 'many_hidden', 'category_emptied', 'images_lost']),
    listingId: text(raw.listingId, 200) || undefined,
    by: oneOf(raw.by, ['product', 'field']),
  }
}

function text(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, most) : undefined
}

function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice | undefined {
  return choices.find(choice => choice === value)
}

/** The part of it that finds changes, without the order. */
export function queryIn({ by: _, ...query }: ChangeAsk): ChangeQuery {
  return query
}

export function isFiltered(ask: ChangeAsk): boolean {
  return Object.values(queryIn(ask)).some(value => value !== undefined)
}
