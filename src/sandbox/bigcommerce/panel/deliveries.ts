import type { Deliveries, Delivery } from '../hooks/deliveries.ts'
import { token } from './forms.ts'
import { type Html, html } from './html.ts'
import { pageOf, pager, searchForm } from './pages.ts'
import type { PanelCall } from './route.ts'
import { dateWords, numberWords } from './words.ts'

export const deliveriesPath = '/settings/webhooks/deliveries'

const latestCount = 20

function shownBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function details({ headers, body, destination }: Delivery): Html {
  const names = Object.entries(headers)
  return html`<details><summary>What was sent</summary>
<p class="help"><bdi>${destination}</bdi></p>
${
  names.length === 0
    ? html`<p class="help">Nothing left the store.</p>`
    : html`<dl class="headers">${names.map(([name, value]) => html`<dt><code>${name}</code></dt><dd><code>${value}</code></dd>`)}</dl>`
}
<pre tabindex="0">${shownBody(body)}</pre></details>`
}

function row(delivery: Delivery): Html {
  const { at, scope, hookId, message, attempt, status, failure, nextAt } = delivery
  const isGood = failure === ''
  return html`<tr>
<th scope="row" class="wrap event" data-label="Event"><div><code>${scope}</code><p class="help plain">Webhook ${hookId}, message ${numberWords(message)}</p>${details(delivery)}</div></th>
<td data-label="At"><span class="time">${dateWords(at)}</span></td>
<td class="number" data-label="Attempt">${attempt === 0 ? 'none' : attempt}</td>
<td class="wrap" data-label="Outcome"><div><span class="mark${!isGood && ' bad'}">${status === 0 ? (isGood ? '–' : 'failed') : status}</span>${!isGood && html`<p class="help plain">${failure}</p>`}${nextAt !== null && html`<p class="help plain">Next attempt ${dateWords(nextAt)}</p>`}</div></td>
</tr>`
}

const table = (rows: readonly Delivery[]) => html`<table class="list"><caption class="hidden">Deliveries</caption>
<thead><tr><th scope="col">Event</th><th scope="col">At</th><th scope="col" class="number">Attempt</th><th scope="col">Outcome</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`

/** The latest deliveries, below the webhooks themselves. */
export function latestDeliveries({ list }: Deliveries): Html {
  const latest = list.slice(-latestCount).toReversed()
  return html`<section class="sheet" aria-labelledby="deliveries"><h2 id="deliveries">Latest deliveries</h2>
${
  latest.length === 0
    ? html`<p>Nothing was delivered yet.</p>`
    : html`${table(latest)}
<p class="below"><a href="${deliveriesPath}">All that are kept: ${numberWords(list.length)}</a></p>`
}</section>`
}

/** All deliveries that are kept, newest first, with those of one event or webhook on demand. */
export function deliveriesPage({ sandbox, query, formToken }: PanelCall): Html {
  const text = (query.get('q') ?? '').trim()
  const found = sandbox.deliveries.list.filter(
    ({ scope, destination, hookId }) => scope.includes(text) || destination.includes(text) || String(hookId) === text,
  )
  const page = pageOf(found.toReversed(), query)
  return html`<p class="path">Settings › API › <a href="/settings/webhooks">Webhooks</a></p>
<div class="head"><div><h1>Deliveries</h1><p class="lead">What webhooks were told, attempt by attempt, newest first.</p></div>
<form method="post" action="${deliveriesPath}/forget">${token(formToken)}<button>Forget them</button></form></div>
${query.has('forgotten') && html`<p class="note" role="status">The deliveries were forgotten.</p>`}
${searchForm(deliveriesPath, text, 'Event, destination or webhook ID')}
<section class="sheet">${
    page.total === 0
      ? html`<p>${text === '' ? 'Nothing was delivered.' : 'No delivery is like that.'}</p>`
      : html`${table(page.rows)}${pager(page, deliveriesPath, { q: text })}`
  }</section>`
}
