import type { AccountCredentials } from '../accounts.ts'
import { Html, html } from './html.ts'
import { copyable } from './layout.ts'

/** The lines of the file that the platform offers with a new account. */
function credentialsText(credentials: AccountCredentials): string {
  const { accessToken, name, clientId, clientSecret, apiPath } = credentials
  // A line break inside the name would pass for a line of the file.
  const plainName = name.replaceAll(/\s+/g, ' ')
  return [
    `ACCESS TOKEN: ${accessToken}`,
    `CLIENT NAME: ${plainName}`,
    `CLIENT ID: ${clientId}`,
    `CLIENT SECRET: ${clientSecret}`,
    `NAME: ${plainName}`,
    `API PATH: ${apiPath}`,
    '',
  ].join('\r\n')
}

/** A name for that file without anything that a file system could take amiss. */
function credentialsFileName(name: string, at: Date): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return `BigCommerceAPI-credentials-${plain === '' ? 'account' : plain.slice(0, 40)}-${at.toISOString().slice(0, 10)}.txt`
}

/** The page that shows the values of a new account. It is shown once; the file is made in the page itself. */
export function credentialsPage(credentials: AccountCredentials, at: Date): Html {
  const { name, clientId, clientSecret, accessToken, apiPath } = credentials
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(credentialsText(credentials))}`
  return html`
<section class="sheet dialog" role="dialog" aria-labelledby="title" aria-describedby="about">
<h1 id="title">API account created</h1>
<p id="about"><bdi>${name}</bdi> can now use the store. Save these values somewhere safe: <strong>this is the only time that they are shown.</strong></p>
<dl>
<dt>Client ID</dt><dd>${copyable('client-id', clientId, 'the client ID')}</dd>
<dt>Client Secret</dt><dd>${copyable('client-secret', clientSecret, 'the client secret')}</dd>
<dt>Access Token</dt><dd>${copyable('access-token', accessToken, 'the access token')}</dd>
<dt>API path</dt><dd>${copyable('api-path', apiPath, 'the API path')}</dd>
</dl>
<div class="actions">
<a class="button primary" download="${credentialsFileName(name, at)}" href="${file}">Download .txt</a>
<form method="get" action="/settings/api-accounts"><button>Close</button></form>
</div>
</section>`
}

/** What a reload of that page finds. */
export const shownAlreadyPage: Html = new Html(`
<section class="sheet dialog"><h1>These values were shown already</h1>
<p>The values of an API account are shown once. If they were not saved, delete the account and make a new one.</p>
<div class="actions"><a class="button primary" href="/settings/api-accounts">To the API accounts</a></div></section>`)
