import type { OrderRecord } from '../orders/order.ts'
import { refundableOf } from '../orders/refunds.ts'
import type { LineRow } from '../orders/rows.ts'
import type { Shipment } from '../orders/shipments.ts'
import type { Errors } from '../panel/forms.ts'
import { summaryOf, textField, token } from '../panel/forms.ts'
import { type Html, html } from '../panel/html.ts'
import type { OrderAttempt } from '../panel/line-form.ts'
import { editForm, lineField, orderError, refundForm } from '../panel/line-form.ts'
import type { PanelCall } from '../panel/route.ts'
import { countWords, dateWords, moneyWords } from '../panel/words.ts'
import type { Front } from './goods.ts'
import { isShown } from './goods.ts'
import type { doable } from './orders.ts'
import { mainImage, pathOf, picture } from './view.ts'

/** What each form says once it took effect, by the word that it puts into the address. */
const notices: Readonly<Record<string, string>> = {
  paid: 'Thank you, the order is paid.',
  edited: 'The order was changed.',
  cancelled: 'The order was cancelled.',
  refunded: 'The money is on its way back.',
}

/** The form that finds an order, with what was typed. */
export function findBody(
  { formToken }: PanelCall,
  front: Front,
  form: { number: string; email: string; errors: Errors<'number'> },
): Html {
  return html`${summaryOf('No order was found.', form.errors)}
<section class="sheet" aria-labelledby="find"><h2 id="find">Find another order</h2>
<form method="post" action="${pathOf(front)}/orders" novalidate>${token(formToken)}<div class="columns">
${textField({ id: 'number', label: 'Order number', value: form.number, error: form.errors.number, keys: 'numeric', isRequired: true })}
${textField({ id: 'email', label: 'E-mail', value: form.email, keys: 'email', fill: 'email', isRequired: true })}</div>
<button>Find order</button></form></section>`
}

export function ordersBody(front: Front, orders: readonly OrderRecord[], find: Html): Html {
  const line = ({ row, createdMs }: OrderRecord) => html`<tr>
<th scope="row" data-label="Order"><a href="${pathOf(front)}/orders/${row.id}">${row.id}</a></th>
<td data-label="Placed">${dateWords(createdMs)}</td>
<td data-label="Status"><span class="status">${row.status}</span></td>
<td class="number" data-label="Items">${row.items_total}</td>
<td class="number" data-label="Total">${moneyWords(row.total_inc_tax)}</td></tr>`
  return html`<h1>My orders</h1><p class="lead">Those that were placed in this browser, or found by it.</p>
${
  orders.length > 0 &&
  html`<section class="sheet"><table class="list"><caption class="hidden">Orders</caption>
<thead><tr><th scope="col">Order</th><th scope="col">Placed</th><th scope="col">Status</th><th scope="col" class="number">Items</th><th scope="col" class="number">Total</th></tr></thead>
<tbody>${orders.map(line)}</tbody></table></section>`
}
${find}`
}

interface Frame {
  readonly attempt: OrderAttempt
  readonly able: ReturnType<typeof doable>
}

function lineItem({ store }: PanelCall, front: Front, line: LineRow, { attempt, able }: Frame): Html {
  const record = store.catalog.product(line.product_id)
  const isThere = record !== undefined && isShown(store, front, record)
  const name = html`<bdi>${line.name}</bdi>`
  const choice = line.product_options.map(({ display_value }) => display_value).join(' / ')
  const facts = [
    `${moneyWords(line.price_inc_tax)} each`,
    ...(line.quantity_shipped > 0 ? [`${line.quantity_shipped} shipped`] : []),
    ...(line.quantity_refunded > 0 ? [`${line.quantity_refunded} refunded`] : []),
  ]
  return html`<li>${picture(record && mainImage(record), 'thumbnail', '')}
<div><div class="name">${isThere ? html`<a href="${pathOf(front)}/products/${line.product_id}?variant=${line.variant_id}">${name}</a>` : name}</div>
${choice !== '' && html`<div class="state"><bdi>${choice}</bdi></div>`}<div class="state">${facts.join(' · ')}</div></div>
<div class="foot"><span class="line">${able.canEdit ? lineField(editForm, line, 'Quantity', line.quantity, attempt) : html`Quantity ${line.quantity}`}</span>
<span class="price">${moneyWords(line.total_inc_tax)}</span></div></li>`
}

function refundSection(call: PanelCall, action: string, order: OrderRecord, { attempt }: Frame): Html {
  const fields = order.lines
    .filter(line => line.quantity > line.quantity_refunded)
    .map(line => {
      const label = `How many of ${line.quantity - line.quantity_refunded}`
      return html`<li><div class="name"><bdi>${line.name}</bdi></div><div class="line">${lineField(refundForm, line, label, 0, attempt)}</div></li>`
    })
  return html`<section class="sheet" aria-labelledby="refund"><h2 id="refund">Ask for a refund</h2>
<p class="help">${moneyWords(refundableOf(order))} can go back.</p>
<form method="post" action="${action}/refund" novalidate>${token(call.formToken)}<ul class="lines bare">${fields}</ul>
<div class="actions"><button>Refund these</button><button name="all" value="yes">Refund everything</button></div></form></section>`
}

function shipmentsSection(shipments: readonly Shipment[]): Html {
  const row = (shipment: Shipment) => {
    const carrier = shipment.shipping_provider_display_name || shipment.tracking_carrier
    const number = shipment.tracking_number === '' ? 'no tracking number' : shipment.tracking_number
    const items = shipment.items.reduce((sum, { quantity }) => sum + quantity, 0)
    return html`<p>${countWords(items, 'item')}: ${carrier !== '' && html`<bdi>${carrier}</bdi>, `}<bdi class="value">${number}</bdi></p>`
  }
  return html`<section class="sheet" aria-labelledby="shipments"><h2 id="shipments">On its way</h2>${shipments.map(row)}</section>`
}

function addressLines({ row, addresses }: OrderRecord): Html {
  const { first_name, last_name, street_1, street_2, city, state, zip, country } = addresses[0] ?? row.billing_address
  const lines = [
    `${first_name} ${last_name}`,
    street_1,
    street_2,
    [city, state, zip].filter(part => part !== '').join(', '),
    country,
  ]
  return html`<address>${lines.filter(line => line.trim() !== '').map(line => html`<bdi>${line}</bdi><br>`)}</address>`
}

/** One order: its lines, what it comes to, and what the shopper can still do with it. */
export function orderBody(call: PanelCall, front: Front, order: OrderRecord, frame: Frame): Html {
  const { row, lines, shipments, createdMs } = order
  const { attempt, able } = frame
  const { order: _, ...atFields } = attempt.errors
  const path = `${pathOf(front)}/orders/${row.id}`
  const notice = notices[call.query.get('done') ?? ''] ?? (call.query.has('placed') ? 'Thank you for the order.' : null)
  const button = (deed: string, words: string, kind: string) =>
    html`<form method="post" action="${path}/${deed}">${token(call.formToken)}<button class="wide ${kind}">${words}</button></form>`
  const list = html`<ul class="lines">${lines.map(line => lineItem(call, front, line, frame))}</ul>`
  return html`<p class="path"><a href="${pathOf(front)}/orders">My orders</a></p>
<div class="head"><div><h1>Order ${row.id}</h1><p class="path">${dateWords(createdMs)}</p></div><span class="status">${row.status}</span></div>
${notice !== null && html`<p class="note" role="status">${notice}</p>`}
${orderError(attempt)}
${summaryOf('Nothing was changed.', atFields)}
<div class="two"><div>
<section class="sheet" aria-labelledby="lines"><h2 id="lines">What you bought</h2>
${
  able.canEdit
    ? html`<form method="post" action="${path}/edit" novalidate>${token(call.formToken)}${list}<div class="actions"><button>Save quantities</button></div></form>`
    : list
}</section>
${shipments.length > 0 && shipmentsSection(shipments)}
${able.canRefund && refundSection(call, path, order, frame)}</div>
<div><section class="sheet" aria-label="Sum"><dl class="totals">
<dt>${countWords(row.items_total, 'item')}</dt><dd>${moneyWords(row.subtotal_inc_tax)}</dd>
<dt>Shipping</dt><dd>${moneyWords(row.shipping_cost_inc_tax)}</dd>
${Number(row.discount_amount) > 0 && html`<dt>Discount</dt><dd>${moneyWords(-Number(row.discount_amount))}</dd>`}
<dt class="sum">Total</dt><dd class="sum">${moneyWords(row.total_inc_tax)}</dd></dl>
${able.canPay && button('pay', 'Pay by test card', 'primary')}
${able.canCancel && button('cancel', 'Cancel order', '')}</section>
<section class="sheet" aria-labelledby="to"><h2 id="to">Sent to</h2>${addressLines(order)}</section></div></div>`
}
