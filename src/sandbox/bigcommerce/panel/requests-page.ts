import type { Exchange, Journal } from '../journal.ts'
import type { Store } from '../store.ts'
import { token } from './forms.ts'
import { type Html, html } from './html.ts'
import { pageOf, pager, searchForm } from './pages.ts'
import { numberWords } from './words.ts'

/** How much of a body is shown; more would make the page slow. */
const bodyCharactersMax = 50_000

const none = html`<span class="none">–</span>`

/** Where the connection was cut before an answer there is no status. */
const statusWords = (status: number) => (status === 0 ? 'no answer' : String(status))

const statusMark = (status: number) =>
  html`<span class="${status >= 200 && status < 400 ? 'mark' : 'mark bad'}">${statusWords(status)}</span>`

/** The path after the hash of this store, which is how a fault names it; that of another store as it is. */
const shortPath = (url: string, store: Store) =>
  url.startsWith(`/stores/${store.hash}/`) ? url.slice(`/stores/${store.hash}`.length) : url

/** Hours to milliseconds: requests come close together. */
const timeWords = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 23)}`

function exchangeRow({ number, at, method, url, status, fault }: Exchange, store: Store): Html {
  return html`<tr>
<th scope="row" data-label="Number"><a href="/requests/${number}">${number}</a></th>
<td data-label="Time (UTC)"><time class="time" datetime="${at}">${timeWords(at)}</time></td>
<td data-label="Method">${method}</td>
<td class="wrap" data-label="Path"><code>${shortPath(url, store)}</code></td>
<td data-label="Status">${statusMark(status)}</td>
<td data-label="Fault">${fault === '' ? none : fault}</td>
</tr>`
}

/** The journal, newest first. */
export function requestsPage(journal: Journal, store: Store, query: URLSearchParams, formToken: string): Html {
  const text = (query.get('q') ?? '').trim()
  const all = journal.exchanges.toReversed()
  const found = text === '' ? all : all.filter(({ method, url }) => `${method} ${url}`.includes(text))
  const page = pageOf(found, query)
  const empty =
    text === ''
      ? html`<p>No requests to the API yet, or they were forgotten.</p>`
      : html`<p>No request has “<bdi>${text}</bdi>” in its method or path.</p>`
  return html`
<div class="head"><div><h1>Requests</h1>
<p class="lead">The latest requests to the API, newest first. The oldest are dropped in time.</p></div>
${all.length > 0 && html`<form method="post" action="/requests/forget">${token(formToken)}<button>Forget all</button></form>`}</div>
${query.has('forgotten') && html`<p class="note" role="status">The requests were forgotten.</p>`}
${searchForm('/requests', text, 'Method or path')}
<section class="sheet">
${
  page.total === 0
    ? empty
    : html`<table class="list"><caption class="hidden">Requests</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Time (UTC)</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Status</th><th scope="col">Fault</th></tr></thead>
<tbody>${page.rows.map(exchange => exchangeRow(exchange, store))}</tbody></table>
${pager(page, '/requests', { q: text })}`
}
</section>`
}

/** JSON over many lines; anything else as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function bodyBlock(name: string, body: string): Html {
  if (body === '') return html`<p class="none">No body.</p>`
  const text = pretty(body)
  const cut = text.length > bodyCharactersMax
  return html`${cut && html`<p class="help">Cut: the first ${numberWords(bodyCharactersMax)} of ${numberWords(text.length)} characters.</p>`}
<pre tabindex="0" aria-label="${name}"><code>${cut ? text.slice(0, bodyCharactersMax) : text}</code></pre>`
}

function headersBlock(headers: Readonly<Record<string, string>>): Html {
  const lines = Object.entries(headers).map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)
  return lines.length === 0 ? html`<p class="none">No headers.</p>` : html`<dl class="headers">${lines}</dl>`
}

/** One request with its answer. */
export function exchangePage(exchange: Exchange): Html {
  const { number, at, method, url, status, fault } = exchange
  return html`
<p class="path"><a href="/requests">Requests</a></p>
<h1>Request ${number}</h1>
<p class="lead"><code>${method} ${url}</code></p>
<section class="sheet" aria-labelledby="facts">
<h2 id="facts">What happened</h2>
<dl>
<dt>Time</dt><dd><time datetime="${at}">${timeWords(at)} UTC</time></dd>
<dt>Status</dt><dd>${statusMark(status)}</dd>
<dt>Fault</dt><dd>${fault === '' ? 'none' : fault}</dd>
</dl>
</section>
<section class="sheet" aria-labelledby="sent"><h2 id="sent">Request</h2>
${headersBlock(exchange.requestHeaders)}
<h3>Body</h3>${bodyBlock('Body of the request', exchange.requestBody)}</section>
<section class="sheet" aria-labelledby="answered"><h2 id="answered">Answer</h2>
${headersBlock(exchange.responseHeaders)}
<h3>Body</h3>${bodyBlock('Body of the answer', exchange.responseBody)}</section>`
}

/** What is there for a request that the journal doesn't hold any more, or not yet. */
export const forgottenPage = html`<h1>This request isn't kept</h1>
<p class="lead">The journal holds the latest requests. It was forgotten, or there was none of this number.</p>
<p><a href="/requests">To the requests</a></p>`
