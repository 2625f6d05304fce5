import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { copyable } from './layout.ts'

const number = (value: number) => value.toLocaleString('en-US')

/** The first page: what the store is called, where its API is, and how much of the quota is used. */
export function homePage(sandbox: Sandbox, store: Store): Html {
  const quota = sandbox.quota()
  const used = quota.quota - quota.left
  const percent = Math.round((used / quota.quota) * 100)
  const { state } = store.keeper
  return html`
<h1><bdi>${state.storeName}</bdi></h1>
<p class="lead">A local store that answers like a BigCommerce store, to try things out on.</p>
<div class="tiles">
<div class="tile"><b>${number(store.catalog.products.length)}</b><span>products</span></div>
<div class="tile"><b>${number(sandbox.counts.variants)}</b><span>variants</span></div>
<div class="tile"><b>${number(store.orders.all.length)}</b><span>orders</span></div>
<div class="tile"><b>${number(store.accounts.length)}</b><span>API accounts</span></div>
</div>
<section class="sheet" aria-labelledby="connect">
<h2 id="connect">Connect to this store</h2>
<dl>
<dt>Store hash</dt><dd>${copyable('hash', store.hash, 'the store hash')}</dd>
<dt>API address</dt><dd>${copyable('address', sandbox.apiAddress, 'the API address')}</dd>
<dt>API path</dt><dd>${copyable('path', store.apiPath, 'the API path')}</dd>
<dt>BigCommerce plan</dt><dd>${state.plan.charAt(0).toUpperCase() + state.plan.slice(1)}</dd>
</dl>
<p class="help">For an access token, make an API account under <a href="/settings/api-accounts">Settings, Store-level API accounts</a>.</p>
</section>
<section class="sheet" aria-labelledby="quota">
<h2 id="quota">Request quota</h2>
<p id="quota-words">${number(used)} of ${number(quota.quota)} requests used in this window of ${quota.windowMs / 1_000} seconds;
it ends in ${Math.ceil(quota.resetMs / 1_000)} seconds. ${number(sandbox.journal.total)} requests since the start.</p>
<meter min="0" max="100" value="${percent}" aria-labelledby="quota-words">${percent}%</meter>
</section>`
}
