import { v2Date } from '../query/date.ts'
import type { OrderRecord } from './order.ts'
import type { AddressRow } from './rows.ts'

export interface ShippedItem {
  readonly order_product_id: number
  readonly product_id: number
  readonly quantity: number
}

/** What the sender says about the way of the goods. */
export interface Tracking {
  readonly tracking_number: string
  readonly tracking_link: string
  readonly tracking_carrier: string
  readonly shipping_provider: string
  readonly shipping_method: string
  readonly merchant_shipping_cost: string
  readonly comments: string
}

export const untracked: Tracking = {
  tracking_number: '',
  tracking_link: '',
  tracking_carrier: '',
  shipping_provider: '',
  shipping_method: '',
  merchant_shipping_cost: '0.0000',
  comments: '',
}

export type Shipment = ReturnType<typeof shipmentRow>

/** Documented: a link is generated of the number and the carrier, unless the sender gave one. Guess: its address. */
export function generatedLink({
  tracking_link,
  tracking_number,
  tracking_carrier,
  shipping_provider,
}: Tracking): string {
  const carrier = tracking_carrier || shipping_provider
  if (tracking_link !== '' || tracking_number === '' || carrier === '') return ''
  // Half of a surrogate pair may stand in JSON, but not in an address.
  const [way, number] = [carrier, tracking_number].map(part => encodeURIComponent(part.toWellFormed()))
  return `https://tracking.example/${way}/${number}`
}

/** Documented. */
export const trackingNumberMax = 50

/** Documented: one of these, or the number of a carrier that an app has added. */
export const providerForm =
  /^(|auspost|canadapost|endicia|usps|fedex|ups|upsready|upsonline|shipperhq|royalmail|carrier_\w+)$/

export const providerNames: Readonly<Record<string, string>> = {
  auspost: 'Australia Post',
  canadapost: 'Canada Post',
  endicia: 'Endicia',
  usps: 'USPS',
  fedex: 'FedEx',
  ups: 'UPS',
  upsready: 'UPS Ready',
  upsonline: 'UPS Online',
  shipperhq: 'ShipperHQ',
  royalmail: 'Royal Mail',
}

/** What follows from the tracking of a shipment. Guess: a provider that isn't among the known ones has its own name. */
export const trackedFields = (tracking: Tracking) => ({
  ...tracking,
  shipping_provider_display_name: providerNames[tracking.shipping_provider] ?? tracking.shipping_provider,
  generated_tracking_link: generatedLink(tracking),
})

/** A shipment, as the V2 answers give it. */
export function shipmentRow(
  { row }: OrderRecord,
  address: AddressRow,
  facts: { readonly id: number; readonly atMs: number; readonly items: readonly ShippedItem[] } & Tracking,
) {
  const { id, atMs, items, ...tracking } = facts
  const { form_fields: _, ...billing } = row.billing_address
  return {
    id,
    order_id: row.id,
    customer_id: row.customer_id,
    order_address_id: address.id,
    date_created: v2Date(atMs),
    ...trackedFields(tracking),
    billing_address: billing,
    shipping_address: {
      first_name: address.first_name,
      last_name: address.last_name,
      company: address.company,
      street_1: address.street_1,
      street_2: address.street_2,
      city: address.city,
      state: address.state,
      zip: address.zip,
      country: address.country,
      country_iso2: address.country_iso2,
      phone: address.phone,
      email: address.email,
    },
    items,
  }
}

/** The order with so many more of its lines shipped, or fewer where a shipment is taken back. */
export function withShipped(order: OrderRecord, items: readonly ShippedItem[], sign: 1 | -1): OrderRecord {
  const lines = order.lines.map(line => {
    const quantity = items
      .filter(item => item.order_product_id === line.id)
      .reduce((sum, item) => sum + item.quantity, 0)
    return quantity === 0 ? line : { ...line, quantity_shipped: line.quantity_shipped + sign * quantity }
  })
  const shippedTo = (id: number) =>
    lines.filter(line => line.order_address_id === id).reduce((sum, line) => sum + line.quantity_shipped, 0)
  return {
    ...order,
    lines,
    addresses: order.addresses.map(address => ({ ...address, items_shipped: shippedTo(address.id) })),
    row: { ...order.row, items_shipped: lines.reduce((sum, line) => sum + line.quantity_shipped, 0) },
  }
}

/** What of the order still has to be sent. Goods that are downloaded are never. */
export const isShipped = ({ lines }: OrderRecord) =>
  lines.every(line => line.type === 'digital' || line.quantity_shipped + line.quantity_refunded >= line.quantity)
