import { isMovable } from '../clock.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import { type Errors, hasErrors, summaryOf, textField, token, wholeIn } from './forms.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { copyable } from './layout.ts'
import type { PanelCall, PanelRoute, View } from './route.ts'
import { minutesMax, timeSection } from './time-form.ts'
import { countWords, numberWords } from './words.ts'

const takeMax = 1_000_000

/** What was typed into the forms of another app and of the clock, and what is wrong with it. */
interface RivalForm {
  readonly take: string
  /** How far the clock is to be moved on. */
  readonly minutes?: string
  readonly errors: Errors<'take' | 'minutes'>
  /** Whether the store was put back just now. */
  readonly isReset?: boolean
}

function quotaSection(sandbox: Sandbox, form: RivalForm, formToken: string): Html {
  const quota = sandbox.quota()
  const used = quota.quota - quota.left
  const percent = Math.round((used / quota.quota) * 100)
  const { taken, refused } = sandbox.rival.count
  return html`<section class="sheet" aria-labelledby="quota">
<h2 id="quota">Request quota</h2>
<p id="quota-words">${numberWords(used)} of ${countWords(quota.quota, 'request')} used in this window of ${quota.windowMs / 1_000} seconds;
it ends in ${countWords(Math.ceil(quota.resetMs / 1_000), 'second')}. ${countWords(sandbox.journal.total, 'request')} since the start.</p>
<meter min="0" max="100" value="${percent}" aria-labelledby="quota-words">${percent}%</meter>
<form class="below" method="post" action="/quota" novalidate>${token(formToken)}
${textField({
  id: 'take',
  label: 'Requests of another app',
  value: form.take,
  error: form.errors.take,
  help: `Uses up the quota, as another app on the same store would. So far ${numberWords(taken)} were answered and ${numberWords(refused)} refused.`,
  keys: 'numeric',
  isRequired: true,
})}
<div class="actions"><button>Make requests</button></div></form>
</section>`
}

function snapshotSection(formToken: string): Html {
  return html`<section class="sheet" aria-labelledby="snapshot">
<h2 id="snapshot">Snapshot</h2>
<p>A file with the whole store as it is now. <code>cartwright sandbox --snapshot FILE</code> starts a store that goes on from there.
Keep it to yourself: access tokens are not in it, client secrets are.</p>
<form method="post" action="/snapshot">${token(formToken)}<button>Download snapshot</button></form>
<h3>Start over</h3>
<p>Puts everything back to what it was when this sandbox was started, and removes faults. API accounts and webhooks stay, so programs stay connected.</p>
<form method="post" action="/reset">${token(formToken)}<button class="danger">Reset to start</button></form>
</section>`
}

/** What the store is called, where its API is, and how much of the quota is used. */
function homeBody(sandbox: Sandbox, store: Store, form: RivalForm, formToken: string): Html {
  const { state } = store.keeper
  const tile = (count: number, name: string, href: string | null) => {
    const inside = html`<b>${numberWords(count)}</b><span>${name}</span>`
    return href === null ? html`<div class="tile">${inside}</div>` : html`<a class="tile" href="${href}">${inside}</a>`
  }
  return html`
<h1><bdi>${state.storeName}</bdi></h1>
<p class="lead">A local store that answers like a BigCommerce store, to try things out on.</p>
${form.isReset === true && html`<p class="note" role="status">The store is as it was when it was started.</p>`}
${summaryOf('Nothing was done.', form.errors)}
<div class="tiles">
${tile(store.catalog.products.length, 'products', '/products')}
${tile(sandbox.counts.variants, 'variants', null)}
${tile(store.orders.listed.length, 'orders', '/orders')}
${tile(store.accounts.length, 'API accounts', '/settings/api-accounts')}
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
${quotaSection(sandbox, form, formToken)}
${timeSection(sandbox, { minutes: form.minutes ?? '60', errors: form.errors }, formToken)}
${snapshotSection(formToken)}`
}

const homeView = ({ sandbox, store, formToken }: PanelCall, form: RivalForm): View => ({
  ...(hasErrors(form.errors) ? { status: 422 } : {}),
  title: 'Home',
  place: 'home',
  body: homeBody(sandbox, store, form, formToken),
})

export const homeRoutes: readonly PanelRoute[] = [
  {
    method: 'GET',
    path: '/',
    answer: call => homeView(call, { take: '100', errors: {}, isReset: call.query.has('reset') }),
  },
  { method: 'POST', path: '/snapshot', answer: ({ download }) => ({ download: download() }) },
  {
    method: 'POST',
    path: '/reset',
    answer: ({ sandbox }) => {
      sandbox.reset()
      return { to: '/?reset' }
    },
  },
  {
    method: 'POST',
    path: '/quota',
    answer: call => {
      const take = (call.fields.get('take') ?? '').trim()
      const requests = wholeIn(take, 1, takeMax)
      if (requests === null) {
        return homeView(call, { take, errors: { take: `Type a whole number from 1 to ${numberWords(takeMax)}.` } })
      }
      call.sandbox.rival.take(requests)
      return { to: '/#quota' }
    },
  },
  {
    method: 'POST',
    path: '/time',
    answer: call => {
      const { clock } = call.sandbox
      const typed = (call.fields.get('minutes') ?? '').trim()
      const minutes = wholeIn(typed, 1, minutesMax)
      const words = `Type a whole number from 1 to ${numberWords(minutesMax)}.`
      const error = minutes === null ? words : "This sandbox's clock cannot be moved."
      if (minutes === null || !isMovable(clock)) {
        return homeView(call, { take: '100', minutes: typed, errors: { minutes: error } })
      }
      clock.advance(minutes * 60_000)
      return { to: '/#time' }
    },
  },
]
