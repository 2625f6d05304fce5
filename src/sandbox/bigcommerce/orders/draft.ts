import type { Catalog } from '../catalog/catalog.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Costs, Fee } from './amounts.ts'
import { lineAmounts, money, rounded } from './amounts.ts'
import { adjusted, modifierChoices, variantChoices } from './choices.ts'
import type { FeeInput, LineInput, OrderFields } from './input.ts'
import type { Orders } from './orders.ts'
import { badField, checkIdsOnce, priceOf } from './refuse.ts'
import type { LineRow } from './rows.ts'
import { lineRow } from './rows.ts'
import { wrappingOf } from './wrapping.ts'

/** What an order costs beside its lines. A sum that was overridden stays so until something that it is made of changes. */
export function costsOf(input: OrderFields, old: Costs): Costs {
  const shipping = priceOf('shipping_cost', input.shipping_cost_ex_tax, input.shipping_cost_inc_tax)
  const handling = priceOf('handling_cost', input.handling_cost_ex_tax, input.handling_cost_inc_tax)
  const wrapping = priceOf('wrapping_cost', input.wrapping_cost_ex_tax, input.wrapping_cost_inc_tax)
  const given = priceOf('subtotal', input.subtotal_ex_tax, input.subtotal_inc_tax)
  const subtotal = given ?? (input.products === undefined ? old.subtotal : undefined)
  const parts = [shipping, handling, wrapping, given, input.discount_amount, input.products, input.fees]
  const isSame = parts.every(part => part === undefined)
  return {
    shipping: shipping ?? old.shipping,
    handling: handling ?? old.handling,
    wrapping: wrapping ?? old.wrapping,
    discount: input.discount_amount ?? old.discount,
    subtotal,
    total: priceOf('total', input.total_ex_tax, input.total_inc_tax) ?? (isSame ? old.total : undefined),
  }
}

/** The name for the shopper and the one for the merchant; documented: each stands in for the other. */
function namesOf({ name, name_customer, name_merchant }: LineInput, old: { shopper?: string; merchant?: string } = {}) {
  if (name !== undefined && name_customer !== undefined && name !== name_customer) {
    throw badField('products.name_customer', 'must be the same as name')
  }
  const shopper = name ?? name_customer ?? old.shopper ?? name_merchant
  return { shopper, merchant: name_merchant ?? old.merchant ?? shopper }
}

/** Documented: a product with variants is named by a variant, or by an option value for each option. */
function variantOf({ variants, options }: ProductRecord, input: LineInput): Variant {
  const { variant_id, product_options: chosen = [] } = input
  const found = variants.find(variant =>
    variant_id !== undefined
      ? variant.id === variant_id
      : variant.option_values.every(value =>
          chosen.some(({ id, value: wanted }) => id === value.option_id && wanted === String(value.id)),
        ),
  )
  if (found !== undefined) return found
  if (variant_id !== undefined) throw badField('products.variant_id', 'is no variant of the product')
  const names = options.map(option => option.display_name).join(', ')
  throw badField('products.product_options', `must choose a variant by ${names}`)
}

/** Makes the lines of an order. */
export class LineMaker {
  readonly #catalog: Catalog
  readonly #orders: Orders
  readonly #place: { readonly orderId: number; readonly addressId: number; readonly pickupId: number }

  constructor(catalog: Catalog, orders: Orders, place: { orderId: number; addressId: number; pickupId: number }) {
    this.#catalog = catalog
    this.#orders = orders
    this.#place = place
  }

  add(input: LineInput): LineRow {
    const { quantity = 0 } = input
    if (quantity < 1) throw badField('products.quantity', 'must be 1 or more')
    const price = priceOf('price', input.price_ex_tax, input.price_inc_tax)
    const record = this.#productOf(input)
    const variant = record === undefined ? undefined : variantOf(record, input)
    const modifiers = record === undefined ? [] : modifierChoices(record, input)
    const own = adjusted(variant?.calculated_price ?? 0, modifiers)
    if (price === undefined && variant === undefined) throw badField('products.price_ex_tax', 'is required')
    const names = namesOf(input, record === undefined ? {} : { shopper: record.row.name, merchant: record.row.name })
    if (names.shopper === undefined) throw badField('products.name', 'is required')
    return lineRow({
      ...this.#place,
      id: this.#orders.nextId('line'),
      goods: record === undefined || variant === undefined ? undefined : { record, variant },
      name: names.shopper,
      merchantName: names.merchant ?? names.shopper,
      sku: variant?.sku ?? input.sku ?? '',
      upc: input.upc ?? variant?.upc ?? '',
      price: price ?? { ex: own, inc: own },
      quantity,
      choices: [...(variant === undefined ? [] : variantChoices(variant)), ...modifiers],
      wrapping: wrappingOf(input),
      shipped: 0,
    })
  }

  /**
   * The lines after the changes. Documented: without an id a line is added, a quantity of 0 takes it away, and what is
   * left out stays. Guess: not below what was shipped or refunded.
   */
  change(lines: readonly LineRow[], inputs: readonly LineInput[]): LineRow[] {
    checkIdsOnce('products', inputs)
    const known = new Set(lines.map(({ id }) => id))
    for (const { id } of inputs) if (id !== undefined && !known.has(id)) throw badField('products.id', 'is no line')
    const changed = lines.flatMap(line => {
      const input = inputs.find(({ id }) => id === line.id)
      if (input === undefined) return [line]
      const { quantity = line.quantity } = input
      if (quantity < Math.max(line.quantity_shipped, line.quantity_refunded)) {
        throw badField('products.quantity', 'must not be below what was shipped or refunded')
      }
      if (quantity === 0) return []
      const names = namesOf(input, { shopper: line.name, merchant: line.name_merchant })
      const price = priceOf('price', input.price_ex_tax, input.price_inc_tax)
      const old = { ex: Number(line.price_ex_tax), inc: Number(line.price_inc_tax) }
      const name = names.shopper ?? line.name
      return [
        {
          ...line,
          ...lineAmounts(price ?? old, quantity),
          ...wrappingOf(input, line),
          name,
          name_customer: name,
          name_merchant: names.merchant ?? name,
          // Documented: an update clears the discounts of the lines that it changes.
          applied_discounts: [],
        },
      ]
    })
    return [...changed, ...inputs.filter(({ id }) => id === undefined).map(input => this.add(input))]
  }

  #productOf({ product_id }: LineInput): ProductRecord | undefined {
    if (product_id === undefined || product_id === 0) return undefined
    const record = this.#catalog.product(product_id)
    if (record === undefined) throw badField('products.product_id', 'is no product of the store')
    return record
  }
}

/** The fees that an order has from now on. Documented: they replace all that it had; those with an id are kept ones. */
export function feesOf(inputs: readonly FeeInput[], old: readonly Fee[], orders: Orders): Fee[] {
  checkIdsOnce('fees', inputs)
  return inputs.map(input => {
    const before = old.find(fee => fee.id === input.id)
    if (input.id !== undefined && before === undefined) throw badField('fees.id', 'is no fee of the order')
    const { cost_ex_tax: ex, cost_inc_tax: inc, cost_tax: tax } = input
    const names = [input.display_name_customer, input.display_name_merchant, before?.display_name_customer]
    const name = names.find(one => one !== undefined && one !== '')
    if (name === undefined) throw badField('fees.display_name_customer', 'is required, or display_name_merchant')
    if ([ex, inc, tax].filter(cost => cost !== undefined).length < 2) {
      throw badField('fees.cost_ex_tax', 'two of cost_ex_tax, cost_inc_tax and cost_tax are required')
    }
    const net = rounded(ex ?? (inc ?? 0) - (tax ?? 0))
    const gross = rounded(inc ?? net + (tax ?? 0))
    if (net < 0 || gross < net) throw badField('fees.cost_inc_tax', 'must not be below cost_ex_tax or cost_tax')
    if (tax !== undefined && rounded(net + tax) !== gross) {
      throw badField('fees.cost_tax', 'must be what cost_inc_tax is above cost_ex_tax')
    }
    return {
      id: before?.id ?? orders.nextId('fee'),
      type: input.type,
      display_name_customer: input.display_name_customer ?? name,
      display_name_merchant: input.display_name_merchant ?? name,
      source: input.source,
      base_cost: money(net),
      cost_ex_tax: money(net),
      cost_inc_tax: money(gross),
      cost_tax: money(gross - net),
      tax_class_id: input.tax_class_id,
    }
  })
}
