import type { OrderRecord } from '../orders/order.ts'
import { token } from './forms.ts'
import { type Html, html } from './html.ts'
import { personName, statusMark } from './order-page.ts'
import { pageOf, pager } from './pages.ts'
import type { PanelCall } from './route.ts'
import { dateWords, moneyWords, numberWords } from './words.ts'

function orderLine({ row, createdMs }: OrderRecord): Html {
  return html`<tr>
<th scope="row" data-label="Order"><a href="/orders/${row.id}">${row.id}</a></th>
<td data-label="Created">${dateWords(createdMs)}</td>
<td class="wrap" data-label="Billed to"><bdi>${personName(row.billing_address)}</bdi></td>
<td data-label="Status">${statusMark(row.status)}</td>
<td class="number" data-label="Items">${numberWords(row.items_total)}</td>
<td class="number" data-label="Total">${moneyWords(row.total_inc_tax)}</td>
</tr>`
}

/** The orders, newest first; `refusal` says why no test order was placed. */
export function ordersPage({ store, query, formToken }: PanelCall, refusal: string | null): Html {
  const page = pageOf(store.orders.listed.toReversed(), query)
  return html`
<div class="head"><div><h1>Orders</h1>
<p class="lead">What shoppers bought, newest first. <a href="/shop">Open the storefront</a> to buy something by hand.</p></div>
<form method="post" action="/orders/test">${token(formToken)}<button class="primary">Place a test order</button></form></div>
${refusal !== null && html`<div class="summary" id="errors" role="alert" tabindex="-1"><strong>No order was placed.</strong> ${refusal}</div>`}
<section class="sheet">
${
  page.total === 0
    ? html`<p>No orders. A store whose catalog is made up has some, as long as it has products that can be bought.</p>`
    : html`<table class="list"><caption class="hidden">Orders</caption>
<thead><tr><th scope="col">Order</th><th scope="col">Created</th><th scope="col">Billed to</th><th scope="col">Status</th><th scope="col" class="number">Items</th><th scope="col" class="number">Total</th></tr></thead>
<tbody>${page.rows.map(orderLine)}</tbody></table>
${pager(page, '/orders')}`
}
</section>`
}
