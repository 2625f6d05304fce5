import type { ProductOption, ProductRecord, Variant } from '../catalog/types.ts'
import type { Errors } from '../panel/forms.ts'
import { described, errorAt, hasErrors, summaryOf, token, wholeIn } from '../panel/forms.ts'
import { Html, html } from '../panel/html.ts'
import { quantityMax } from '../panel/line-form.ts'
import { pageAddress } from '../panel/pages.ts'
import type { PageAnswer, PanelCall, ShopView } from '../panel/route.ts'
import { numberAt } from '../panel/route.ts'
import type { Store } from '../store.ts'
import { cartLinesMax, cartOf, keptCart, withQuantity } from './cart.ts'
import type { Front, Goods } from './goods.ts'
import { goodsOf, isShown, leftOf, offerOf } from './goods.ts'
import { imageOf, missing, pathOf, picture, plainText, priceOf, shopView } from './view.ts'

interface Attempt {
  readonly quantity: string
  readonly errors: Errors<'quantity'>
}

const nothingTyped: Attempt = { quantity: '1', errors: {} }

/** The variant that the address names, else the first that can be bought. */
function chosen(store: Store, front: Front, record: ProductRecord, query: URLSearchParams): Variant | undefined {
  const { variants } = record
  const named = variants.find(({ id }) => String(id) === query.get('variant'))
  return named ?? variants.find(variant => offerOf(store, front, record, variant).canBuy) ?? variants[0]
}

const has = (variant: Variant, optionId: number, valueId: number) =>
  variant.option_values.some(value => value.option_id === optionId && value.id === valueId)

/** What leads from a variant to the one with this value: the others stay as they are, where there is such a variant. */
function variantWith(record: ProductRecord, from: Variant, optionId: number, valueId: number) {
  const others = from.option_values.filter(value => value.option_id !== optionId)
  const able = record.variants.filter(variant => has(variant, optionId, valueId))
  const same = able.find(variant => others.every(value => has(variant, value.option_id, value.id)))
  return { variant: same ?? able[0], isSame: same !== undefined }
}

/** The values of an option as links, each to the variant that it leads to: choosing needs no script. */
function chips(call: PanelCall, front: Front, { record, variant }: Goods, option: ProductOption): Html {
  const { store } = call
  const { option_out_of_stock_behavior: behavior } = store.inventory.settings.of(front.id)
  const path = `${pathOf(front)}/products/${record.row.id}`
  const links = option.option_values.flatMap(({ id, label }) => {
    const { variant: to, isSame } = variantWith(record, variant, option.id, id)
    if (to === undefined) return []
    const isOut = leftOf(store, to) === 0
    const isChosen = has(variant, option.id, id)
    if (isOut && behavior === 'hide_option' && !isChosen) return []
    const words = isOut && behavior === 'label_option' && html` (sold out)`
    return [
      html`<li><a href="${pageAddress(path, { variant: to.id })}"${isChosen && new Html(' aria-current="true"')}${!isSame && new Html(' class="other"')}><bdi>${label}</bdi>${words}</a></li>`,
    ]
  })
  const value = variant.option_values.find(one => one.option_id === option.id)
  return html`<nav class="chips" aria-labelledby="option-${option.id}"><h2 id="option-${option.id}"><bdi>${option.display_name}</bdi> <span><bdi>${value?.label ?? ''}</bdi></span></h2><ul>${links}</ul></nav>`
}

function gallery(front: Front, { record, variant }: Goods, query: URLSearchParams): Html {
  const { id, name } = record.row
  const shown = record.images.find(image => String(image.id) === query.get('image')) ?? imageOf(record, variant)
  const thumb = (image: (typeof record.images)[number], at: number) => {
    const href = pageAddress(`${pathOf(front)}/products/${id}`, { variant: variant.id, image: image.id })
    return html`<li><a href="${href}"${image.id === shown?.id && new Html(' aria-current="true"')}>${picture(image, 'thumbnail', `Picture ${at + 1}`)}</a></li>`
  }
  return html`<div>${picture(shown, 'standard', shown?.description || name)}
${record.images.length > 1 && html`<ul class="thumbs">${record.images.map(thumb)}</ul>`}</div>`
}

/** Why so many of a product can't be put into the cart; undefined where they can. */
export function quantityError(store: Store, { record, variant }: Goods, quantity: number): string | undefined {
  const { order_quantity_minimum: least, order_quantity_maximum: most } = record.row
  const left = leftOf(store, variant)
  if (left !== null && quantity > left) return left === 0 ? 'There are none left.' : `There are only ${left} left.`
  if (least > 0 && quantity < least) return `This is sold in quantities of ${least} or more.`
  if (most > 0 && quantity > most) return `This is sold in quantities of ${most} at most.`
  return undefined
}

function show(call: PanelCall, front: Front, goods: Goods, attempt: Attempt): ShopView {
  const { store, query, formToken } = call
  const { record, variant } = goods
  const { id, name, description } = record.row
  const offer = offerOf(store, front, record, variant)
  const words = plainText(description)
  const error = attempt.errors.quantity
  const body = html`<p class="path"><a href="${pathOf(front)}">Products</a></p>
${summaryOf('Nothing was put into the cart.', attempt.errors)}
<div class="product">
${gallery(front, goods, query)}
<div><h1><bdi>${name}</bdi></h1>
<p class="price">${priceOf(record, variant)}</p>
<p class="state${!offer.canBuy && ' off'}">${offer.words}${variant.sku !== '' && html` · <span class="plain">SKU <bdi>${variant.sku}</bdi></span>`}</p>
${record.options.map(option => chips(call, front, goods, option))}
${
  offer.canBuy &&
  html`<form class="buy" method="post" action="${pathOf(front)}/products/${id}?variant=${variant.id}" novalidate>${token(formToken)}
<div><label for="quantity">Quantity</label><input type="text" id="quantity" name="quantity" value="${attempt.quantity}" inputmode="numeric" autocomplete="off"${described('quantity', error, false)}></div>
<button class="primary">Add to cart</button>${errorAt('quantity', error)}</form>`
}
${words !== '' && html`<p class="description">${words}</p>`}
</div></div>`
  const status = hasErrors(attempt.errors) ? { status: 422 } : {}
  return shopView(call, front, { ...status, place: 'catalog', title: name, body })
}

function goodsAt(call: PanelCall, front: Front): Goods | undefined {
  const record = call.store.catalog.product(numberAt(call, 1))
  if (record === undefined || !isShown(call.store, front, record)) return undefined
  const variant = chosen(call.store, front, record, call.query)
  return variant && { record, variant }
}

/** One product, with the variant that the address names chosen. */
export function productView(call: PanelCall, front: Front): ShopView {
  const goods = goodsAt(call, front)
  return goods === undefined ? missing(call, front) : show(call, front, goods, nothingTyped)
}

/** Puts the chosen variant into the cart. */
export function addToCart(call: PanelCall, front: Front): PageAnswer {
  const { store, fields } = call
  const goods = goodsAt(call, front)
  if (goods === undefined) return missing(call, front)
  const { record, variant } = goods
  const typed = (fields.get('quantity') ?? '').trim()
  const again = (error: string) => show(call, front, goods, { quantity: typed, errors: { quantity: error } })
  const offer = offerOf(store, front, record, variant)
  if (!offer.canBuy) return again(`${offer.words}.`)
  const quantity = wholeIn(typed, 1, quantityMax)
  if (quantity === null) return again(`Type a whole number from 1 to ${quantityMax}.`)
  const lines = cartOf(call, front).filter(line => goodsOf(store, front, line.variantId) !== undefined)
  const there = lines.find(line => line.variantId === variant.id)?.quantity ?? 0
  const error = quantityError(store, goods, there + quantity)
  if (error !== undefined) return again(there === 0 ? error : `${error} You have ${there} in the cart.`)
  if (there + quantity > quantityMax) return again(`A cart takes ${quantityMax} of one thing at most.`)
  if (there === 0 && lines.length >= cartLinesMax)
    return again(`A cart takes ${cartLinesMax} different things at most.`)
  const kept = keptCart(store, front, withQuantity(lines, variant.id, there + quantity))
  return { to: `${pathOf(front)}/cart?added`, cookies: kept }
}
