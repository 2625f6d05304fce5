import { Refusal } from '../http/answer.ts'
import type { Price } from './amounts.ts'

/** The words of a refusal of V2 that names a field. */
export const badField = (name: string, why: string) =>
  new Refusal(400, `The field '${name}' is invalid.`, { fields: { [name]: `${name}: ${why}` } })

/** Refuses a request that names a part of the order twice: only one of the changes could take effect. */
export function checkIdsOnce(list: string, parts: readonly { readonly id?: number | undefined }[]): void {
  const ids = parts.map(({ id }) => id).filter(id => id !== undefined)
  if (new Set(ids).size < ids.length) throw badField(`${list}.id`, 'must name each part of the order once')
}

/** Documented: a price is given without and with tax, or not at all. */
export function priceOf(name: string, ex: number | undefined, inc: number | undefined): Price | undefined {
  if (ex === undefined && inc === undefined) return undefined
  if (ex === undefined) throw badField(`${name}_ex_tax`, `is required with ${name}_inc_tax`)
  if (inc === undefined) throw badField(`${name}_inc_tax`, `is required with ${name}_ex_tax`)
  if (inc < ex) throw badField(`${name}_inc_tax`, `must not be below ${name}_ex_tax`)
  return { ex, inc }
}
