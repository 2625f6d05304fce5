import type { OrderRecord } from './order.ts'
import type { AddressRow, LineRow } from './rows.ts'

/** The shipping method of all that shoppers buy. */
const flatRateId = 1

/** Seen in public and documented nowhere: more lines than these are left out, with a warning in these words. */
const includedLinesMax = 50
const warning = {
  message: `Not all line items of this consignment are returned with this response, only ${includedLinesMax} are included. Please use the \`/v2/orders/{order_id}/products\` endpoint to fetch all line items.`,
}

/** The consignments of an order in the supported structure, with its lines or with links to them. */
export function consignmentsOf(order: OrderRecord, apiBase: string, withLines: boolean) {
  const linkTo = ({ id }: LineRow) => {
    const resource = `/orders/${order.row.id}/products/${id}`
    return { url: `${apiBase}${resource}`, resource }
  }
  const shown = (lines: readonly LineRow[]) => ({
    line_items: withLines ? lines.slice(0, includedLinesMax) : lines.map(linkTo),
    ...(withLines && lines.length > includedLinesMax ? { __warning__: warning } : {}),
  })
  const shipping = order.addresses.map(address => {
    const { order_id: _, shipping_quotes: __, ...fields } = address
    const lines = order.lines.filter(line => line.order_address_id === address.id && line.type !== 'digital')
    const quotes = `/orders/${order.row.id}/consignments/shipping/${address.id}/shipping_quotes`
    return {
      ...fields,
      base_cost: Number(address.base_cost),
      cost_ex_tax: Number(address.cost_ex_tax),
      cost_inc_tax: Number(address.cost_inc_tax),
      cost_tax: Number(address.cost_tax),
      base_handling_cost: Number(address.base_handling_cost),
      handling_cost_ex_tax: Number(address.handling_cost_ex_tax),
      handling_cost_inc_tax: Number(address.handling_cost_inc_tax),
      handling_cost_tax: Number(address.handling_cost_tax),
      shipping_quotes: { url: `${apiBase}${quotes}`, resource: quotes },
      ...shown(lines),
    }
  })
  const digital = order.lines.filter(line => line.type === 'digital')
  const pickups = order.pickups.map(pickup => ({
    ...pickup,
    ...shown(order.lines.filter(line => line.order_pickup_method_id === pickup.id && line.type !== 'digital')),
  }))
  return {
    pickups,
    shipping,
    downloads: digital.length === 0 ? [] : [{ recipient_email: order.row.billing_address.email, ...shown(digital) }],
    email: { gift_certificates: [] },
  }
}

/**
 * What shipping was quoted for an address. Documented: only the storefront makes a quote, and one of a fixed rate has
 * nothing in it. Guess: its ids follow from those of the address.
 */
export function shippingQuoteOf({ row }: OrderRecord, { id }: AddressRow): object | undefined {
  if (row.order_source !== 'www') return undefined
  return {
    id: String(id),
    uuid: `00000000-0000-4000-a000-${String(id).padStart(12, '0')}`,
    timestamp: row.date_created,
    shipping_provider_id: 'bcstatic',
    shipping_provider_quote: [],
    provider_code: 'perorder',
    carrier_code: '',
    rate_code: '',
    rate_id: '',
    method_id: flatRateId,
  }
}

/** The taxes of an order: of what costs more with tax than without. */
export function taxesOf(order: OrderRecord) {
  const addressId = order.addresses[0]?.id ?? 0
  const pickupId = order.pickups[0]?.id ?? 0
  const line = (amount: string, order_address_id: number, line_item_type: string, order_product_id: string | null) =>
    Number(amount) === 0 ? [] : [{ amount, order_address_id, line_item_type, order_product_id }]
  return [
    ...order.lines.flatMap(({ id, total_tax, order_address_id }) =>
      line(total_tax, order_address_id, 'item', String(id)),
    ),
    ...line(order.row.shipping_cost_tax, addressId, 'shipping', null),
  ].map(({ amount, line_item_type, order_product_id, order_address_id }, at) => ({
    id: at + 1,
    order_id: order.row.id,
    order_address_id,
    tax_rate_id: 0,
    sales_tax_id: '',
    tax_class_id: 0,
    name: 'Tax',
    // Documented: the class of taxes that came with an order of the V2 API.
    class: 'API Tax Override',
    rate: '0.0000',
    priority: 0,
    priority_amount: amount,
    line_amount: amount,
    order_pickup_method_id: pickupId,
    order_product_id,
    line_item_type,
  }))
}
