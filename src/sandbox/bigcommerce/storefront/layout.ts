import { Html, html } from '../panel/html.ts'
import type { ShopView } from '../panel/route.ts'
import { style } from '../panel/style.ts'
import { countWords } from '../panel/words.ts'
import type { Store } from '../store.ts'
import { frontsOf } from './goods.ts'
import { shopStyle } from './style.ts'

const script = "document.getElementById('errors')?.focus()"

/** A whole page of a storefront. `nonce` lets its sheet and its script through the content policy, and nothing else. */
export function shopPageOf(store: Store, view: ShopView, nonce: string): string {
  const { channelId, place, cartCount } = view.shop
  const path = `/shop/${channelId}`
  const name = store.keeper.state.storeName
  const fronts = frontsOf(store)
  const front = fronts.find(({ id }) => id === channelId)
  const current = (here: boolean) => here && new Html(' aria-current="page"')
  const others = fronts.filter(({ id }) => id !== channelId)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${view.title} · ${name} (sandbox)</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Html(style + shopStyle)}</style>
</head>
<body class="shop">
<a class="skip" href="#main">Skip to the content</a>
<div class="banner" role="note"><strong>Sandbox store</strong> on this machine. Nothing is sold and nobody pays.</div>
<header class="top"><div class="inner">
<a class="brand" href="${path}"><bdi>${name}</bdi>${front !== undefined && front.id !== fronts[0]?.id && html` <span class="front">${front.name}</span>`}</a>
<nav aria-label="Shop">
<a href="${path}"${current(place === 'catalog')}>Products</a>
<a href="${path}/orders"${current(place === 'orders')}>My orders</a>
<a href="${path}/cart"${current(place === 'cart')}>Cart${cartCount > 0 && html` <span class="count" aria-label="${countWords(cartCount, 'item')}">${cartCount}</span>`}</a>
</nav>
</div></header>
<main id="main" tabindex="-1">${view.body}</main>
<footer><div class="inner"><a href="/">Control panel</a>${others.map(other => html`<a href="/shop/${other.id}">${other.name}</a>`)}</div></footer>
<script nonce="${nonce}">${new Html(script)}</script>
</body>
</html>
`.text
}
