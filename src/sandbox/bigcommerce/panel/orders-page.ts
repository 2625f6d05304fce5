import type { OrderRecord } from '../orders/order.ts'
import type { Store } from '../store.ts'
import { type Html, html } from './html.ts'
import { personName } from './order-page.ts'
import { pageOf, pager } from './pages.ts'
import { dateWords, moneyWords, numberWords } from './words.ts'

function orderLine({ row, createdMs }: OrderRecord): Html {
  return html`<tr>
<th scope="row" data-label="Order"><a href="/orders/${row.id}">${row.id}</a></th>
<td data-label="Created">${dateWords(createdMs)}</td>
<td class="wrap" data-label="Billed to"><bdi>${personName(row.billing_address)}</bdi></td>
<td data-label="Status">${row.status}</td>
<td class="number" data-label="Items">${numberWords(row.items_total)}</td>
<td class="number" data-label="Total">${moneyWords(row.total_inc_tax)}</td>
</tr>`
}

/** The orders, newest first. */
export function ordersPage(store: Store, query: URLSearchParams): Html {
  const page = pageOf(store.orders.listed.toReversed(), query)
  return html`
<h1>Orders</h1>
<p class="lead">What shoppers bought, newest first.</p>
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
