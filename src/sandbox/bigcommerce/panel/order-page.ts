import type { OrderMessage } from '../orders/messages.ts'
import type { OrderRecord } from '../orders/order.ts'
import { isPayment } from '../orders/order.ts'
import type { Refund } from '../orders/refunds.ts'
import { refundedOf } from '../orders/refunds.ts'
import type { Store } from '../store.ts'
import { summaryOf } from './forms.ts'
import { type Html, html } from './html.ts'
import type { OrderAttempt } from './line-form.ts'
import { orderError } from './line-form.ts'
import { orderButtons, orderDeeds } from './order-deeds.ts'
import type { PanelCall } from './route.ts'
import { countWords, dateWords, moneyWords, numberWords } from './words.ts'

/** A field of a line or an address as a text; empty where there is none. */
function fieldOf(row: object, name: string): string {
  const value: unknown = new Map<string, unknown>(Object.entries(row)).get(name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The name on an address. */
export const personName = (address: object) =>
  `${fieldOf(address, 'first_name')} ${fieldOf(address, 'last_name')}`.trim()

export const statusMark = (status: string) => html`<span class="status">${status}</span>`

function lineRow(store: Store, line: object): Html {
  const productId = Number(fieldOf(line, 'product_id'))
  const name = html`<bdi>${fieldOf(line, 'name')}</bdi>`
  const isThere = store.catalog.product(productId) !== undefined
  return html`<tr>
<th scope="row" class="wrap" data-label="Product">${isThere ? html`<a class="clamp" href="/products/${productId}">${name}</a>` : name}</th>
<td class="wrap" data-label="SKU"><code>${fieldOf(line, 'sku')}</code></td>
<td class="number" data-label="Quantity">${fieldOf(line, 'quantity')}</td>
<td class="number" data-label="Shipped">${fieldOf(line, 'quantity_shipped')}</td>
<td class="number" data-label="Refunded">${fieldOf(line, 'quantity_refunded')}</td>
<td class="number" data-label="Price">${moneyWords(fieldOf(line, 'price_inc_tax'))}</td>
<td class="number" data-label="Total">${moneyWords(fieldOf(line, 'total_inc_tax'))}</td>
</tr>`
}

function addressBlock(title: string, address: object): Html {
  const town = ['city', 'state', 'zip'].map(name => fieldOf(address, name)).filter(part => part !== '')
  const lines = [
    personName(address),
    ...['company', 'street_1', 'street_2'].map(name => fieldOf(address, name)),
    town.join(', '),
    ...['country', 'phone', 'email'].map(name => fieldOf(address, name)),
  ].filter(line => line !== '')
  return html`<div><h3>${title}</h3><address>${lines.map(line => html`<bdi>${line}</bdi><br>`)}</address></div>`
}

const messageRow = (message: OrderMessage) => html`<tr>
<th scope="row" data-label="From">${message.type === 'admin' ? 'The merchant' : 'The shopper'}</th>
<td data-label="Sent">${dateWords(message.date_created)}</td>
<td class="wrap" data-label="Subject"><bdi>${message.subject}</bdi></td>
<td class="wrap" data-label="Message"><bdi>${message.message}</bdi></td>
<td data-label="Status">${message.status}${message.is_flagged && ', flagged'}</td>
</tr>`

/** What was written about the order; nothing where nothing was. */
function messagesSheet({ messages }: OrderRecord): Html {
  if (messages.length === 0) return html``
  return html`<section class="sheet" aria-labelledby="messages">
<h2 id="messages">${countWords(messages.length, 'message')}</h2>
<table class="list"><caption class="hidden">Messages</caption>
<thead><tr><th scope="col">From</th><th scope="col">Sent</th><th scope="col">Subject</th><th scope="col">Message</th><th scope="col">Status</th></tr></thead>
<tbody>${messages.map(messageRow)}</tbody></table>
</section>`
}

/** What was paid, whatever was paid back since. */
function paidFor({ transactions }: OrderRecord): number {
  return transactions.filter(isPayment).reduce((sum, { amount }) => sum + amount, 0)
}

const itemTypeNames = {
  PRODUCT: 'product',
  GIFT_WRAPPING: 'gift wrapping',
  SHIPPING: 'shipping',
  HANDLING: 'handling',
  FEE: 'fee',
  ORDER: 'order',
}

/** What a refund item gives back: so many of a line, or an amount of something else. */
function refundedItem({ lines }: OrderRecord, item: Refund['items'][number]): Html {
  const { quantity } = item
  const line = quantity === undefined ? undefined : lines.find(({ id }) => id === item.item_id)
  if (quantity !== undefined && line !== undefined) {
    return html`${quantity} × <bdi>${line.name_merchant}</bdi>${item.item_type === 'GIFT_WRAPPING' && ', gift wrapping'}`
  }
  const amount = item.requested_amount === undefined ? '' : ` ${moneyWords(item.requested_amount)}`
  return html`${itemTypeNames[item.item_type]}${amount}`
}

function refundRow(order: OrderRecord, refund: Refund): Html {
  return html`<tr>
<th scope="row" data-label="Refund">${refund.id}</th>
<td data-label="Created">${dateWords(refund.created)}</td>
<td class="wrap" data-label="Items">${refund.items.map((item, at) => html`${at > 0 && ', '}${refundedItem(order, item)}`)}</td>
<td class="wrap" data-label="Reason"><bdi>${refund.reason}</bdi></td>
<td class="wrap" data-label="Paid back by">${refund.payments.map(({ provider_id }) => provider_id).join(', ')}</td>
<td class="number" data-label="Amount">${moneyWords(refund.total_amount)}</td>
</tr>`
}

/** What went back of the order; nothing where nothing did. */
function refundsSheet(order: OrderRecord): Html {
  const { refunds } = order
  if (refunds.length === 0) return html``
  return html`<section class="sheet" aria-labelledby="refunds">
<h2 id="refunds">${countWords(refunds.length, 'refund')}</h2>
<table class="list"><caption class="hidden">Refunds</caption>
<thead><tr><th scope="col">Refund</th><th scope="col">Created</th><th scope="col">Items</th><th scope="col">Reason</th><th scope="col">Paid back by</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>${refunds.map(refund => refundRow(order, refund))}</tbody></table>
<dl class="sums"><dt>Refunded</dt><dd><b>${moneyWords(refundedOf(order))}</b></dd></dl>
</section>`
}

/** What the total is made of. What beside the products and shipping costs nothing isn't named. */
function sumsOf({ row, fees, coupons }: OrderRecord): Html[] {
  const sum = (name: string, amount: string) => html`<dt>${name}</dt><dd>${moneyWords(amount)}</dd>`
  const more: [string, string][] = [
    ['Handling', row.handling_cost_inc_tax],
    ['Gift wrapping', row.wrapping_cost_inc_tax],
    ...fees.map((fee): [string, string] => [fee.display_name_merchant, fee.cost_inc_tax]),
    ['Discount', String(-Number(row.discount_amount))],
    ...coupons.map(({ code, discount }): [string, string] => [`Coupon ${code}`, String(-discount)]),
  ]
  return [
    sum('Products', row.subtotal_inc_tax),
    sum('Shipping', row.shipping_cost_inc_tax),
    ...more.filter(([, amount]) => Number(amount) !== 0).map(([name, amount]) => sum(name, amount)),
  ]
}

/** What each form says once it took effect, by the word that it puts into the address. */
const notices: Readonly<Record<string, string>> = {
  placed: 'The test order was placed and paid.',
  paid: 'The order is paid.',
  cancelled: 'The order was cancelled.',
  shipped: 'The shipment was made.',
  edited: 'The quantities were saved.',
  refunded: 'The refund was made.',
}

function shipmentsSection({ shipments }: OrderRecord): Html | null {
  if (shipments.length === 0) return null
  const row = (shipment: OrderRecord['shipments'][number]) => html`<tr>
<th scope="row" data-label="Shipment">${shipment.id}</th>
<td data-label="Sent">${dateWords(shipment.date_created)}</td>
<td class="wrap" data-label="Carrier"><bdi>${shipment.shipping_provider_display_name || '–'}</bdi></td>
<td class="wrap" data-label="Tracking">${shipment.tracking_number === '' ? html`<span class="none">–</span>` : html`<code>${shipment.tracking_number}</code>`}</td>
<td class="number" data-label="Items">${numberWords(shipment.items.reduce((sum, { quantity }) => sum + quantity, 0))}</td></tr>`
  return html`<section class="sheet" aria-labelledby="shipments"><h2 id="shipments">${countWords(shipments.length, 'shipment')}</h2>
<table class="list"><caption class="hidden">Shipments</caption>
<thead><tr><th scope="col">Shipment</th><th scope="col">Sent</th><th scope="col">Carrier</th><th scope="col">Tracking</th><th scope="col" class="number">Items</th></tr></thead>
<tbody>${shipments.map(row)}</tbody></table></section>`
}

/** One order: its facts, its lines, shipments, refunds, messages and addresses, and what can be done with it. */
export function orderPage({ store, query, formToken }: PanelCall, order: OrderRecord, attempt: OrderAttempt): Html {
  const { order: _, ...atFields } = attempt.errors
  const notice = notices[query.get('done') ?? '']
  const { row, lines, addresses, createdMs, modifiedMs } = order
  const paid = paidFor(order)
  return html`
<p class="path"><a href="/orders">Orders</a></p>
<div class="head"><div><h1>Order ${row.id}</h1>
<p class="lead">${statusMark(row.status)}</p></div>${orderButtons(order, formToken)}</div>
${notice !== undefined && html`<p class="note" role="status">${notice}</p>`}
${orderError(attempt)}
${summaryOf('Nothing was changed.', atFields)}
<section class="sheet" aria-labelledby="facts">
<h2 id="facts">Order</h2>
<dl>
<dt>Created</dt><dd>${dateWords(createdMs)}</dd>
<dt>Modified</dt><dd>${dateWords(modifiedMs)}</dd>
<dt>Customer ID</dt><dd>${row.customer_id === 0 ? 'none, bought as a guest' : row.customer_id}</dd>
<dt>Channel ID</dt><dd>${row.channel_id}</dd>
<dt>Payment</dt><dd>${row.payment_method}: ${moneyWords(paid)} paid${row.payment_status !== '' && ` (${row.payment_status})`}</dd>
</dl>
</section>
<section class="sheet" aria-labelledby="lines">
<h2 id="lines">${countWords(lines.length, 'line')}</h2>
<table class="list"><caption class="hidden">Lines</caption>
<thead><tr><th scope="col">Product</th><th scope="col">SKU</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Shipped</th><th scope="col" class="number">Refunded</th><th scope="col" class="number">Price</th><th scope="col" class="number">Total</th></tr></thead>
<tbody>${lines.map(line => lineRow(store, line))}</tbody></table>
<dl class="sums">
${sumsOf(order)}
<dt>Total</dt><dd><b>${moneyWords(row.total_inc_tax)}</b></dd>
</dl>
</section>
${orderDeeds(order, attempt, formToken)}
${shipmentsSection(order)}
${refundsSheet(order)}
${messagesSheet(order)}
<section class="sheet" aria-labelledby="addresses">
<h2 id="addresses">Addresses</h2>
<div class="columns">${addressBlock('Billed to', row.billing_address)}${addresses.map(one => addressBlock('Shipped to', one))}</div>
</section>`
}
