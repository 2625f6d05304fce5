import type { ApiAccount } from '../accounts.ts'
import type { Store } from '../store.ts'
import { token } from './forms.ts'
import { type Html, html } from './html.ts'
import { dateWords } from './words.ts'

export const tokenTypeTitles = { v2v3: 'V2/V3 API token', stencil_cli: 'Stencil-CLI token' } as const

function accountRow(account: ApiAccount): Html {
  const { name, clientId, createdAt, tokenType } = account
  return html`<tr>
<th scope="row" class="wrap" data-label="Name"><bdi>${name}</bdi></th>
<td data-label="Token type">${tokenTypeTitles[tokenType]}</td>
<td class="wrap" data-label="Client ID"><code>${clientId}</code></td>
<td data-label="Created"><time datetime="${createdAt}">${dateWords(createdAt)}</time></td>
<td data-label="Action"><a class="button small" href="/settings/api-accounts/${clientId}/delete" aria-label="Delete ${name}">Delete</a></td>
</tr>`
}

/** Settings > API > Store-level API accounts. */
export function accountsPage(store: Store, notice: string | null): Html {
  const rows = store.accounts.map(accountRow)
  return html`
<p class="path">Settings › API</p>
<div class="head"><div><h1>Store-level API accounts</h1>
<p class="lead">Each account gives one program access to this store. What an account may do can't be changed later: make a new one instead.</p></div>
<a class="button primary" href="/settings/api-accounts/new">Create API account</a></div>
${notice === null ? null : html`<p class="note" role="status">${notice}</p>`}
<section class="sheet">
${
  rows.length === 0
    ? html`<p>No API accounts yet. Create one to get a client ID and an access token.</p>`
    : html`<table class="list"><caption class="hidden">API accounts</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Token type</th><th scope="col">Client ID</th><th scope="col">Created</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
<tbody>${rows}</tbody></table>`
}
</section>`
}

/** Asks before an account is deleted, and says what goes with it. */
export function deletePage(account: ApiAccount, hooks: number, formToken: string): Html {
  const hooksText = hooks === 1 ? 'Its webhook is' : `Its ${hooks} webhooks are`
  return html`
<p class="path">Settings › API › <a href="/settings/api-accounts">Store-level API accounts</a></p>
<section class="sheet dialog" aria-labelledby="question">
<h1 id="question">Delete “<bdi>${account.name}</bdi>”?</h1>
<p>Its access token stops working at once.${hooks > 0 ? ` ${hooksText} deleted with it.` : ''} This can't be undone.</p>
<form method="post" action="/settings/api-accounts/${account.clientId}/delete">
${token(formToken)}
<div class="actions"><button class="danger">Delete account</button><a class="button" href="/settings/api-accounts">Cancel</a></div>
</form>
</section>`
}
