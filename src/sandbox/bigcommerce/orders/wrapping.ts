import { costFields, noPrice } from './amounts.ts'
import type { LineInput } from './input.ts'
import { badField, priceOf } from './refuse.ts'

/** The gift wrapping of a line; its costs are those of all of its items. */
export type Wrapping = typeof unwrapped

export const unwrapped = {
  wrapping_id: 0,
  wrapping_name: '',
  ...costFields('wrapping', noPrice),
  wrapping_message: '',
}

/**
 * The wrapping after the changes. Documented: with an id both costs are given, and an id of 0 alone takes it away.
 * Guess: any id is known, and the name is the one that is given.
 */
export function wrappingOf(input: LineInput, old: Wrapping = unwrapped): Wrapping {
  const { wrapping_id, wrapping_name, wrapping_message } = input
  const cost = priceOf('products.wrapping_cost', input.wrapping_cost_ex_tax, input.wrapping_cost_inc_tax)
  const isSaid = [wrapping_name, wrapping_message, cost].some(one => one !== undefined)
  if (wrapping_id === 0 && !isSaid) return unwrapped
  const id = wrapping_id ?? old.wrapping_id
  if (id === 0 && isSaid) throw badField('products.wrapping_id', 'is required with the other fields of the wrapping')
  if (wrapping_id !== undefined && cost === undefined) {
    throw badField('products.wrapping_cost_ex_tax', 'is required with wrapping_id, and wrapping_cost_inc_tax')
  }
  const price = { ex: Number(old.wrapping_cost_ex_tax), inc: Number(old.wrapping_cost_inc_tax) }
  return {
    wrapping_id: id,
    wrapping_name: wrapping_name ?? old.wrapping_name,
    ...costFields('wrapping', cost ?? price),
    wrapping_message: wrapping_message ?? old.wrapping_message,
  }
}
