import type { Hook } from '../durable.ts'
import type { Store } from '../store.ts'
import { deliveriesPage, deliveriesPath, latestDeliveries } from './deliveries.ts'
import { type Html, html } from './html.ts'
import { pageOf, pager } from './pages.ts'
import type { PanelCall, PanelRoute } from './route.ts'
import { dateWords } from './words.ts'

const path = '/settings/webhooks'

function hookRow(store: Store, hook: Hook): Html {
  const account = store.accounts.find(one => one.clientId === hook.client_id)
  return html`<tr>
<th scope="row" class="scope" data-label="Scope"><code>${hook.scope}</code></th>
<td class="number" data-label="ID">${hook.id}</td>
<td class="wrap" data-label="Destination"><bdi>${hook.destination}</bdi></td>
<td class="wrap" data-label="API account"><bdi>${account?.name ?? hook.client_id}</bdi></td>
<td data-label="Created">${dateWords(hook.created_at * 1_000)}</td>
<td data-label="Active">${hook.is_active ? 'Yes' : 'No'}</td>
</tr>`
}

/** The webhooks of all API accounts; over the API each account sees its own. */
function webhooksPage({ sandbox, store, query }: PanelCall): Html {
  const page = pageOf(store.keeper.state.hooks, query)
  return html`
<p class="path">Settings › API</p>
<h1>Webhooks</h1>
<p class="lead">What programs asked to be told of, over all API accounts. Over the API each account sees its own.</p>
<section class="sheet">
${
  page.total === 0
    ? html`<p>No webhooks yet. A program makes one with <code>POST /v3/hooks</code>.</p>`
    : html`<table class="list"><caption class="hidden">Webhooks</caption>
<thead><tr><th scope="col">Scope</th><th scope="col" class="number">ID</th><th scope="col">Destination</th><th scope="col">API account</th><th scope="col">Created</th><th scope="col">Active</th></tr></thead>
<tbody>${page.rows.map(hook => hookRow(store, hook))}</tbody></table>
${pager(page, path)}`
}
</section>
${latestDeliveries(sandbox.deliveries)}`
}

export const webhookRoutes: readonly PanelRoute[] = [
  {
    method: 'GET',
    path,
    answer: call => ({ title: 'Webhooks', place: 'webhooks', body: webhooksPage(call) }),
  },
  {
    method: 'GET',
    path: deliveriesPath,
    answer: call => ({ title: 'Deliveries', place: 'webhooks', body: deliveriesPage(call) }),
  },
  {
    method: 'POST',
    path: `${deliveriesPath}/forget`,
    answer: ({ sandbox }) => {
      sandbox.deliveries.clear()
      return { to: `${deliveriesPath}?forgotten` }
    },
  },
]
