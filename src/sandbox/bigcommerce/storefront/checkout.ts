import type { Guest } from '../orders/shopper.ts'
import type { Errors } from '../panel/forms.ts'
import { hasErrors, refusalOf, selectField, summaryOf, textField, token } from '../panel/forms.ts'
import { Html, html } from '../panel/html.ts'
import type { PageAnswer, PanelCall } from '../panel/route.ts'
import { keptCart, keptOrder } from './cart.ts'
import { chosenOf, lineError, totals } from './cart-page.ts'
import type { Front } from './goods.ts'
import { pathOf, shopView } from './view.ts'

const countries = [
  ['US', 'United States'],
  ['CA', 'Canada'],
] as const

/** The lines of the form: the name, what it is called, how long it may be, and what a browser fills in. */
const lines = [
  ['email', 'E-mail', 254, 'email', true],
  ['first_name', 'First name', 100, 'given-name', true],
  ['last_name', 'Last name', 100, 'family-name', true],
  ['street_1', 'Street and number', 255, 'address-line1', true],
  ['street_2', 'Apartment, suite (optional)', 255, 'address-line2', false],
  ['city', 'City', 100, 'address-level2', true],
  ['state', 'State or province', 100, 'address-level1', true],
  ['zip', 'Postal code', 30, 'postal-code', true],
] as const

type Line = (typeof lines)[number][0]

interface Form {
  readonly typed: Readonly<Record<Line | 'country_iso2', string>>
  readonly pays: boolean
  readonly errors: Errors<Line | 'country_iso2' | 'order'>
}

const emptyForm: Form = {
  typed: {
    email: '',
    first_name: '',
    last_name: '',
    street_1: '',
    street_2: '',
    city: '',
    state: '',
    zip: '',
    country_iso2: 'US',
  },
  pays: true,
  errors: {},
}

function readForm(fields: URLSearchParams): Form {
  const errors: Form['errors'] = {}
  const typed = { ...emptyForm.typed }
  for (const [name, label, most, , isNeeded] of lines) {
    typed[name] = (fields.get(name) ?? '').trim()
    if (isNeeded && typed[name] === '') errors[name] = `${label} is missing.`
    else if (typed[name].length > most) errors[name] = `${label} takes ${most} characters at most.`
  }
  if (typed.email !== '' && !/^[^\s@]+@[^\s@]+$/.test(typed.email)) {
    errors.email ??= 'Type an e-mail address such as ada@example.com.'
  }
  typed.country_iso2 = fields.get('country_iso2') ?? ''
  if (!countries.some(([code]) => code === typed.country_iso2)) errors.country_iso2 = 'Choose a country.'
  return { typed, pays: fields.get('pays') !== 'no', errors }
}

function guestOf({ typed }: Form): Guest {
  const country = countries.find(([code]) => code === typed.country_iso2)?.[1] ?? ''
  return { ...typed, country }
}

function show(call: PanelCall, front: Front, form: Form): PageAnswer {
  const chosen = chosenOf(call, front)
  if (chosen.length === 0) return { to: `${pathOf(front)}/cart` }
  const { typed, pays, errors } = form
  const { order, ...atFields } = errors
  const field = ([name, label, lengthMax, fill, isRequired]: (typeof lines)[number]) =>
    html`<div${!['first_name', 'last_name', 'state', 'zip'].includes(name) && new Html(' class="whole"')}>${textField({
      id: name,
      label,
      value: typed[name],
      error: errors[name],
      lengthMax,
      fill,
      isRequired,
      ...(name === 'email' && { keys: 'email' }),
    })}</div>`
  const choice = (value: string, words: string, help: string, isOn: boolean) =>
    html`<div class="choice"><input type="radio" id="pays-${value}" name="pays" value="${value}" aria-describedby="pays-${value}-help"${isOn && new Html(' checked')}>
<div><label for="pays-${value}">${words}</label><p class="help" id="pays-${value}-help">${help}</p></div></div>`
  const body = html`<p class="path"><a href="${pathOf(front)}/cart">Cart</a></p>
<h1>Check out</h1>
${order !== undefined && html`<div class="summary" id="errors" role="alert" tabindex="-1"><strong>The order was not placed.</strong> ${order}</div>`}
${summaryOf('The order was not placed.', atFields)}
<form class="two" method="post" action="${pathOf(front)}/checkout" novalidate>${token(call.formToken)}
<div><section class="sheet" aria-labelledby="where"><h2 id="where">Who and where to</h2><div class="address">${lines.map(field)}
<div class="whole">${selectField({ id: 'country_iso2', label: 'Country', value: typed.country_iso2, choices: countries, error: errors.country_iso2 })}</div></div>
<h2>Payment</h2>
<fieldset><legend class="hidden">Payment</legend>
${choice('yes', 'Pay by test card', 'The order then awaits fulfillment.', pays)}
${choice('no', 'Break off before paying', 'The order stays incomplete, as when somebody closes the page.', !pays)}</fieldset></section></div>
<section class="sheet" aria-label="Sum">${totals(chosen)}
<button class="primary wide">Place order</button></section></form>`
  const status = hasErrors(errors) ? { status: 422 } : {}
  return shopView(call, front, { ...status, place: 'cart', title: 'Check out', body })
}

export const checkoutView = (call: PanelCall, front: Front): PageAnswer => show(call, front, emptyForm)

/** Places the order, and leaves the shopper with it; what the store refuses is said above the form. */
export function placeOrder(call: PanelCall, front: Front): PageAnswer {
  const { sandbox, store, fields } = call
  const chosen = chosenOf(call, front)
  const form = readForm(fields)
  if (hasErrors(form.errors) || chosen.length === 0) return show(call, front, form)
  const wrong = chosen.map(line => lineError(call, front, line)).find(error => error !== undefined)
  if (wrong !== undefined) return { to: `${pathOf(front)}/cart` }
  const items = chosen.map(({ variant, quantity }) => ({ variantId: variant.id, quantity }))
  let placed = 0
  const refusal = refusalOf(() => {
    const purchase = { items, guest: guestOf(form), channelId: front.id, pays: form.pays }
    placed = sandbox.shopper.place(purchase).orderId
  })
  if (refusal !== null) return show(call, front, { ...form, errors: { order: refusal } })
  const cookies = { ...keptCart(store, front, []), ...keptOrder(call, placed) }
  return { to: `${pathOf(front)}/orders/${placed}?placed`, cookies }
}
