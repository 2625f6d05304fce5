import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const orders = '/v2/orders'
const order = `${orders}/{order}`
const sold = `${orders}/101`
const shipments = `${order}/shipments`
const refunds = '/v3/orders/{order}/payment_actions'

const billing_address = {
  ...{ first_name: 'Jane', last_name: 'Doe', street_1: '1 Mill Lane', city: 'Oakham', state: 'Iowa' },
  ...{ zip: '50002', country: 'United States', country_iso2: 'US', email: 'jane@example.com' },
}
const bench = { name: 'Garden bench', quantity: 2, price_ex_tax: 100, price_inc_tax: 110 }

export const orderCalls: Calls = [
  [
    `POST ${orders}`,
    201,
    {
      send: {
        ...{ billing_address, products: [bench] },
        shipping_cost_ex_tax: 5,
        shipping_cost_inc_tax: 5.5,
        external_order_id: 'EXT-1',
      },
      holds: { status: 'Pending', total_inc_tax: '225.5000', date_created: 'Sun, 01 Mar 2026 09:00:00 +0000' },
      keeps: { order: 'id' },
    },
  ],
  [`POST ${orders}`, 400, { send: { billing_address }, holds: [{ message: "The field 'products' is invalid." }] }],
  [`GET ${orders}?external_order_id=EXT-1`, 200, { holds: [{ id: '{order}' }] }],
  [`GET ${orders}?status_id=13`, 204],
  [`GET ${orders}?page=99`, 204],
  [`GET ${orders}?limit=5&page=2&sort=date_modified:desc`, 200],
  [`GET ${orders}?min_id=105&max_id=110`, 200, { holds: [{ id: 105 }, {}, {}, {}, {}, { id: 110 }] }],
  [`GET ${orders}?min_date_modified=2025-10-01T00:00:00Z`, 200],
  [`GET ${orders}?min_date_modified=soon`, 400],
  [`GET ${orders}?sort=taste`, 400],
  [`GET ${orders}/count?status_id=1`, 200, { holds: { count: expect.any(Number) } }],
  [`GET ${orders}/count?min_id=first`, 400],
  [`PUT ${order}`, 200, { send: { staff_notes: 'Pack well' }, holds: { staff_notes: 'Pack well' } }],
  [`PUT ${order}`, 400, { send: { payment_status: 'paid' } }],
  [`PUT ${orders}/999999`, 404, { send: { staff_notes: 'Pack well' } }],
  [
    `GET ${order}?include=consignments.line_items,fees&consignment_structure=object`,
    200,
    { holds: { staff_notes: 'Pack well' } },
  ],
  [`GET ${orders}/999999`, 404],

  [`GET ${order}/products`, 200, { holds: [{ name: 'Garden bench', quantity: 2 }], keeps: { line: '0.id' } }],
  [`GET ${orders}/999999/products`, 404],
  [`GET ${order}/products/{line}`, 200, { holds: { id: '{line}', price_inc_tax: '110.0000' } }],
  [`GET ${order}/products/999999`, 404],
  [`GET ${order}/shipping_addresses`, 200, { holds: [{ street_1: '1 Mill Lane' }], keeps: { address: '0.id' } }],
  [`GET ${orders}/999999/shipping_addresses`, 404],
  [`GET ${order}/shipping_addresses/{address}`, 200, { holds: { id: '{address}', cost_inc_tax: '5.5000' } }],
  [`GET ${order}/shipping_addresses/999999`, 404],
  [`PUT ${order}/shipping_addresses/{address}`, 200, { send: { city: 'Elmham' }, holds: { city: 'Elmham' } }],
  [`PUT ${order}/shipping_addresses/999999`, 404, { send: { city: 'Elmham' } }],
  [`GET ${order}/shipping_addresses`, 200, { holds: [{ city: 'Elmham', street_1: '1 Mill Lane' }] }],
  [`GET ${order}/consignments`, 200, { holds: { shipping: [{}] } }],
  [`GET ${orders}/999999/consignments`, 404],
  // What a shopper was quoted.
  [`GET ${sold}/consignments`, 200, { keeps: { parcel: 'shipping.0.id' } }],
  [`GET ${sold}/consignments/shipping/{parcel}/shipping_quotes`, 200, { holds: { method_id: 1 } }],
  [`GET ${sold}/consignments/shipping/999999/shipping_quotes`, 404],
  [`GET ${sold}/shipping_addresses`, 200, { keeps: { home: '0.id' } }],
  [`GET ${sold}/shipping_addresses/{home}/shipping_quotes`, 200, { holds: { method_id: 1 } }],
  [`GET ${sold}/shipping_addresses/999999/shipping_quotes`, 404],
  [`GET ${order}/coupons`, 204],
  [`GET ${orders}/999999/coupons`, 404],
  [`GET ${order}/messages`, 204],
  [`GET ${orders}/999999/messages`, 404],
  [`GET ${order}/taxes?details=true`, 200, { holds: [{ line_item_type: 'item' }, { line_item_type: 'shipping' }] }],
  [`GET ${orders}/999999/taxes`, 404],
  [`GET ${order}/fees`, 204],
  [`GET ${orders}/999999/fees`, 404],
  [`GET /v2/order_statuses`, 200, { holds: Array.from({ length: 15 }, (_, id) => ({ id })) }],
  [`GET /v2/order_statuses`, 403, { withoutScope: true }],
  [`GET /v2/order_statuses/14`, 200, { holds: { name: 'Partially Refunded' } }],
  [`GET /v2/order_statuses/15`, 404],
]

const one = (quantity: number) => ({ order_address_id: '{address}', items: [{ order_product_id: '{line}', quantity }] })

export const shipmentCalls: Calls = [
  [`GET ${shipments}`, 204],
  [`POST ${shipments}`, 201, { send: { ...one(1), tracking_number: 'T-1' }, keeps: { shipment: 'id' } }],
  [`POST ${shipments}`, 400, { send: one(2), holds: [{ message: expect.stringContaining('quantity') }] }],
  [`GET ${order}`, 200, { holds: { status: 'Partially Shipped', items_shipped: 1 } }],
  [`GET ${shipments}`, 200, { holds: [{ id: '{shipment}', tracking_number: 'T-1' }] }],
  [`GET ${orders}/999999/shipments`, 404],
  [`GET ${shipments}/count`, 200, { holds: { count: 1 } }],
  [`GET ${orders}/999999/shipments/count`, 404],
  [`PUT ${shipments}/{shipment}`, 200, { send: { tracking_number: 'T-2' }, holds: { tracking_number: 'T-2' } }],
  [`PUT ${shipments}/{shipment}`, 400, { send: { items: [] } }],
  [`GET ${shipments}/{shipment}`, 200, { holds: { tracking_number: 'T-2', items: [{ quantity: 1 }] } }],
  [`GET ${shipments}/999999`, 404],
  [`DELETE ${shipments}/{shipment}`, 204],
  [`DELETE ${shipments}/{shipment}`, 404],
  [`POST ${shipments}`, 201, { send: one(2) }],
  [`DELETE ${shipments}`, 204],
  [`GET ${shipments}`, 204],
  [`DELETE ${orders}/999999/shipments`, 404],
]

const back = { items: [{ item_type: 'PRODUCT', item_id: '{line}', quantity: 1 }] }
const paid = (amount: number) => ({ ...back, payments: [{ provider_id: 'custom', amount, offline: true }] })

export const paymentCalls: Calls = [
  [`PUT ${order}`, 200, { send: { status_id: 10 }, holds: { status: 'Completed' } }],
  [`POST ${refunds}/refund_quotes`, 201, { send: back, holds: { data: { total_refund_amount: 110 } } }],
  [`POST ${refunds}/refund_quotes`, 422, { send: { items: [{ item_type: 'PRODUCT', item_id: 999999, quantity: 1 }] } }],
  [
    `POST ${refunds}/refunds`,
    201,
    { send: paid(110), holds: { data: { total_amount: 110 } }, keeps: { refund: 'data.id' } },
  ],
  [`POST ${refunds}/refunds`, 422, { send: paid(1) }],
  [`GET ${refunds}/refunds`, 200, { holds: { data: [{ id: '{refund}', order_id: '{order}' }] } }],
  ['GET /v3/orders/999999/payment_actions/refunds', 404],
  ['GET /v3/orders/payment_actions/refunds?order_id:in={order}', 200, { holds: { data: [{ id: '{refund}' }] } }],
  ['GET /v3/orders/payment_actions/refunds?order_id:in=all', 422],
  [
    'GET /v3/orders/payment_actions/refunds/{refund}',
    200,
    { holds: { data: { order_id: '{order}', total_amount: 110 } } },
  ],
  ['GET /v3/orders/payment_actions/refunds/999999', 404],
  [`GET ${order}`, 200, { holds: { status: 'Partially Refunded' } }],
  ['GET /v3/orders/101/transactions', 200, { holds: { data: [{ order_id: '101' }] } }],
  ['GET /v3/orders/999999/transactions', 404],
  ['POST /v3/orders/{authorized}/payment_actions/capture', 201],
  ['POST /v3/orders/{authorized}/payment_actions/capture', 422],
  ['GET /v2/orders/{authorized}', 200, { holds: { payment_status: 'captured' } }],
  ['POST /v3/orders/{toVoid}/payment_actions/void', 201],
  ['POST /v3/orders/999999/payment_actions/void', 404],
  ['GET /v2/orders/{toVoid}', 200, { holds: { payment_status: 'void' } }],
  // Archives it: it is in no list any more.
  [`DELETE ${order}`, 204],
  [`GET ${orders}?external_order_id=EXT-1`, 204],
  [`DELETE ${orders}/999999`, 404],
]
