import { shippingCost } from '../orders/shopper.ts'
import type { Errors } from '../panel/forms.ts'
import { described, errorAt, hasErrors, summaryOf, token, wholeIn } from '../panel/forms.ts'
import { type Html, html } from '../panel/html.ts'
import { quantityMax } from '../panel/line-form.ts'
import type { PageAnswer, PanelCall, ShopView } from '../panel/route.ts'
import { numberAt } from '../panel/route.ts'
import { countWords, moneyWords } from '../panel/words.ts'
import type { CartLine } from './cart.ts'
import { cartOf, countOf, keptCart, withQuantity } from './cart.ts'
import type { Front, Goods } from './goods.ts'
import { choiceWords, goodsOf, offerOf } from './goods.ts'
import { quantityError } from './product.ts'
import { imageOf, pathOf, picture, shopView } from './view.ts'

/** A line of the cart that can still be shown. */
export interface Chosen extends Goods {
  readonly quantity: number
}

/** What is in the cart; what is no longer sold here has left it. */
export function chosenOf(call: PanelCall, front: Front): readonly Chosen[] {
  return cartOf(call, front).flatMap(({ variantId, quantity }: CartLine) => {
    const goods = goodsOf(call.store, front, variantId)
    return goods === undefined ? [] : [{ ...goods, quantity }]
  })
}

/** Why a line of the cart can't be bought as it is; undefined where it can. */
export function lineError(call: PanelCall, front: Front, line: Chosen): string | undefined {
  const offer = offerOf(call.store, front, line.record, line.variant)
  return offer.canBuy ? quantityError(call.store, line, line.quantity) : `${offer.words}.`
}

/** What the cart comes to, with what is asked for sending it. */
export function totals(lines: readonly Chosen[]): Html {
  const goods = lines.reduce((sum, { variant, quantity }) => sum + variant.calculated_price * quantity, 0)
  return html`<dl class="totals"><dt>${countWords(countOf(lines.map(line => ({ variantId: line.variant.id, ...line }))), 'item')}</dt><dd>${moneyWords(goods)}</dd>
<dt>Shipping, flat rate</dt><dd>${moneyWords(shippingCost)}</dd>
<dt class="sum">Total</dt><dd class="sum">${moneyWords(goods + shippingCost)}</dd></dl>`
}

interface Attempt {
  readonly variantId: number
  readonly typed: string
  readonly error: string
}

const fieldOf = (variantId: number) => `quantity-${variantId}`

function lineItem(call: PanelCall, front: Front, line: Chosen, attempt: Attempt | null): Html {
  const { record, variant, quantity } = line
  const { id, name } = record.row
  const field = fieldOf(variant.id)
  const mine = attempt?.variantId === variant.id ? attempt : null
  const error = mine?.error ?? lineError(call, front, line)
  const choice = choiceWords(variant)
  return html`<li>${picture(imageOf(record, variant), 'thumbnail', '')}
<div><div class="name"><a href="${pathOf(front)}/products/${id}?variant=${variant.id}"><bdi>${name}</bdi></a></div>
${choice !== '' && html`<div class="state"><bdi>${choice}</bdi></div>`}<div class="state">${moneyWords(variant.calculated_price)} each</div></div>
<div class="foot"><form class="line" method="post" action="${pathOf(front)}/cart/${variant.id}" novalidate>${token(call.formToken)}
<input type="text" id="${field}" name="quantity" value="${mine?.typed ?? quantity}" inputmode="numeric" autocomplete="off" aria-label="Quantity of ${name}"${described(field, error, false)}>
<button class="small" aria-label="Save the quantity of ${name}">Save</button>
<button class="small" name="remove" value="yes" aria-label="Remove ${name}">Remove</button>
${errorAt(field, error)}</form>
<span class="price">${moneyWords(variant.calculated_price * quantity)}</span></div></li>`
}

function show(call: PanelCall, front: Front, attempt: Attempt | null): ShopView {
  const lines = chosenOf(call, front)
  const gone = cartOf(call, front).length - lines.length
  const errors: Errors<string> = attempt === null ? {} : { [fieldOf(attempt.variantId)]: attempt.error }
  const canBuy = lines.length > 0 && lines.every(line => lineError(call, front, line) === undefined)
  const body = html`<h1>Cart</h1>
${call.query.has('added') && html`<p class="note" role="status">It is in the cart.</p>`}
${gone > 0 && html`<p class="note">${countWords(gone, 'thing')} left the cart: not sold here any more.</p>`}
${summaryOf('Nothing was changed.', errors)}
${
  lines.length === 0
    ? html`<section class="sheet empty"><p>Nothing is in the cart.</p><p><a class="button" href="${pathOf(front)}">See all products</a></p></section>`
    : html`<div class="two"><section class="sheet"><ul class="lines">${lines.map(line => lineItem(call, front, line, attempt))}</ul></section>
<section class="sheet" aria-label="Sum">${totals(lines)}
${canBuy ? html`<a class="button primary wide" href="${pathOf(front)}/checkout">Check out</a>` : html`<p class="help">Change what is marked to go on.</p>`}</section></div>`
}`
  return shopView(call, front, { ...(hasErrors(errors) ? { status: 422 } : {}), place: 'cart', title: 'Cart', body })
}

export const cartView = (call: PanelCall, front: Front): ShopView => show(call, front, null)

/** Gives a line of the cart another quantity, or takes it away. */
export function changeCart(call: PanelCall, front: Front): PageAnswer {
  const { fields, store } = call
  const variantId = numberAt(call, 1)
  const line = chosenOf(call, front).find(({ variant }) => variant.id === variantId)
  const to = `${pathOf(front)}/cart`
  // Another tab may have taken it away already.
  if (line === undefined) return { to }
  const typed = (fields.get('quantity') ?? '').trim()
  const quantity = fields.has('remove') ? 0 : wholeIn(typed, 0, quantityMax)
  if (quantity === null) {
    return show(call, front, { variantId, typed, error: `Type a whole number from 0 to ${quantityMax}.` })
  }
  const error = quantity === 0 ? undefined : quantityError(store, line, quantity)
  if (error !== undefined) return show(call, front, { variantId, typed, error })
  return { to, cookies: keptCart(store, front, withQuantity(cartOf(call, front), variantId, quantity)) }
}
