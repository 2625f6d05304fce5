import type { Store } from '../store.ts'
import { Html, html } from './html.ts'
import { menu, type Place } from './menu.ts'
import { style } from './style.ts'

/** The one script of the panel: copy buttons, and the scopes that a Stencil-CLI token doesn't need. */
const script = `
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const text = document.getElementById(button.dataset.copy).textContent
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy))
    button.textContent = 'Selected'
  }
  document.getElementById('said').textContent = button.textContent
})
const type = document.querySelectorAll('input[name=token_type]')
const scopes = document.getElementById('scopes')
const show = () => { if (scopes) scopes.hidden = document.querySelector('input[name=token_type]:checked')?.value === 'stencil_cli' }
for (const input of type) input.addEventListener('change', show)
show()
document.getElementById('errors')?.focus()
document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
`

/** A whole page. `nonce` lets the sheet and the script of this page through the content policy, and nothing else. */
export function pageOf(store: Store, page: { title: string; place: Place; body: Html; nonce: string }): string {
  const { title, place, body, nonce } = page
  const groups = menu.map(({ title, places }) => {
    const links = places.map(
      ({ place: to, name, href }) =>
        html`<li><a href="${href}"${place === to && new Html(' aria-current="page"')}>${name}</a></li>`,
    )
    return html`${title !== null && html`<div class="group">${title}</div>`}<ul>${links}</ul>`
  })
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${store.keeper.state.storeName} (sandbox)</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<div class="banner" role="note"><strong>Sandbox store</strong> on this machine. Nothing here reaches BigCommerce or a real shopper.</div>
<div class="frame">
<nav class="side" aria-label="Store">
<div class="store"><bdi>${store.keeper.state.storeName}</bdi></div>
${groups}
</nav>
<main id="main" tabindex="-1">${body}</main>
</div>
<div id="said" class="hidden" role="status"></div>
<script nonce="${nonce}">${new Html(script)}</script>
</body>
</html>
`.text
}

/** A value with a button that copies it. */
export function copyable(id: string, value: string, name: string): Html {
  return html`<div class="copyable"><span class="value" id="${id}">${value}</span><button type="button" class="small" data-copy="${id}" aria-label="Copy ${name}">Copy</button></div>`
}
