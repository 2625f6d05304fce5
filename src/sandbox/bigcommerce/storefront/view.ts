import type { Image, ProductRecord, Variant } from '../catalog/types.ts'
import { Html, html } from '../panel/html.ts'
import type { PageAnswer, PanelCall, ShopView } from '../panel/route.ts'
import { notFound, numberAt } from '../panel/route.ts'
import { moneyWords } from '../panel/words.ts'
import { cartOf, countOf } from './cart.ts'
import type { Front } from './goods.ts'
import { frontsOf } from './goods.ts'

export const pathOf = (front: Front) => `/shop/${front.id}`

/** A page of a storefront. */
export function shopView(
  call: PanelCall,
  front: Front,
  page: { place: ShopView['shop']['place']; title: string; body: Html; status?: number },
): ShopView {
  const { place, ...rest } = page
  return { ...rest, shop: { channelId: front.id, place, cartCount: countOf(cartOf(call, front)) } }
}

/** Answers for the storefront that the path names. */
export const ofFront =
  (answer: (call: PanelCall, front: Front) => PageAnswer) =>
  (call: PanelCall): PageAnswer => {
    const front = frontsOf(call.store).find(({ id }) => id === numberAt(call, 0))
    return front === undefined ? notFound : answer(call, front)
  }

export const missing = (call: PanelCall, front: Front): ShopView =>
  shopView(call, front, {
    status: 404,
    place: 'catalog',
    title: 'Page not found',
    body: html`<section class="sheet empty"><h1>There is no such page</h1><p>It may have been sold out or taken away.</p>
<p><a class="button" href="${pathOf(front)}">See all products</a></p></section>`,
  })

type Size = 'standard' | 'thumbnail'

function urlOf(image: Image, size: Size): string {
  // Without the host: the page may be open under another name of this machine.
  return new URL(size === 'standard' ? image.url_standard : image.url_thumbnail).pathname
}

/** A picture of a product; where it has none, a place that says so. */
export function picture(image: Image | undefined, size: Size, alt: string): Html {
  if (image === undefined) return html`<span class="picture unseen">No picture</span>`
  return html`<img class="picture" src="${urlOf(image, size)}" alt="${alt}"${size === 'thumbnail' && new Html(' loading="lazy"')}>`
}

/** The picture that stands for a product. */
export const mainImage = ({ images }: ProductRecord): Image | undefined =>
  images.find(({ is_thumbnail }) => is_thumbnail) ?? images[0]

/** The picture of a variant, or that of its product. */
export const imageOf = (record: ProductRecord, variant: Variant): Image | undefined =>
  record.images.find(({ url_standard }) => url_standard === variant.image_url) ?? mainImage(record)

/** What a variant costs, and what it cost before where that was more. */
export function priceOf({ row }: ProductRecord, variant: Variant): Html {
  if (row.is_price_hidden) return html`${row.price_hidden_label}`
  const before = variant.price ?? row.price
  const now = variant.calculated_price
  return html`${moneyWords(now)}${before > now && html`<s><span class="hidden">before: </span>${moneyWords(before)}</s>`}`
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" }

/** The words of a description, which is HTML that somebody typed. */
export const plainText = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\s+/g, ' ')
    .trim()
