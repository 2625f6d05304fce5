import type { ProductRecord } from '../catalog/types.ts'
import { type Html, html } from '../panel/html.ts'
import { pageOf, pager, searchForm } from '../panel/pages.ts'
import type { PanelCall, ShopView } from '../panel/route.ts'
import { countWords, moneyWords } from '../panel/words.ts'
import type { Store } from '../store.ts'
import type { Front } from './goods.ts'
import { offerOf, productsOf } from './goods.ts'
import { mainImage, pathOf, picture, priceOf, shopView } from './view.ts'

const cardsOfPage = 24

function cardPrice(record: ProductRecord): Html {
  const [first, ...others] = record.variants.toSorted((a, b) => a.calculated_price - b.calculated_price)
  if (first === undefined) return html`${moneyWords(record.row.calculated_price)}`
  const isOne = others.every(variant => variant.calculated_price === first.calculated_price)
  return html`${!isOne && 'From '}${priceOf(record, first)}`
}

function card(store: Store, front: Front, record: ProductRecord): Html {
  const { id, name } = record.row
  const offers = record.variants.map(variant => offerOf(store, front, record, variant))
  const offer = offers.find(({ canBuy }) => canBuy) ?? offers[0]
  return html`<li class="card">${picture(mainImage(record), 'standard', '')}
<div class="words"><a href="${pathOf(front)}/products/${id}"><bdi>${name}</bdi></a>
<span class="price">${cardPrice(record)}</span>
${offer !== undefined && !offer.canBuy && html`<span class="state off">${offer.words}</span>`}</div></li>`
}

/** All that is sold in the storefront, or what has the text that is searched for. */
export function catalogView(call: PanelCall, front: Front): ShopView {
  const { store, query } = call
  const text = (query.get('q') ?? '').trim()
  const page = pageOf(productsOf(store, front, text), query, cardsOfPage)
  const none =
    text === ''
      ? html`<section class="sheet empty"><p>Nothing is sold here yet.</p></section>`
      : html`<section class="sheet empty"><p>Nothing here is called “<bdi>${text}</bdi>”.</p></section>`
  const body = html`<div class="head"><div><h1>Products</h1><p class="lead">${countWords(page.total, 'product')}${text !== '' && html` with “<bdi>${text}</bdi>”`}</p></div></div>
${searchForm(pathOf(front), text, 'Search products')}
${
  page.total === 0
    ? none
    : html`<ul class="grid">${page.rows.map(record => card(store, front, record))}</ul>
${page.count > 1 && pager(page, pathOf(front), { q: text })}`
}`
  return shopView(call, front, { place: 'catalog', title: 'Products', body })
}
