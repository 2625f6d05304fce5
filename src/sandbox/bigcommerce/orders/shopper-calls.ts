import { SandboxError } from '../error.ts'
import type { Fields, Reader } from '../shape.ts'
import { count, flag, listOf, shape, text, whole } from '../shape.ts'
import type { Guest, LineQuantity, NewPurchase, PurchaseItem, Shopper } from './shopper.ts'

const pays: Reader<boolean | 'authorize'> = (value, at) => (value === 'authorize' ? value : flag(value, at))

const item: Reader<PurchaseItem> = shape(
  { variantId: whole, quantity: count },
  { modifiers: listOf(shape({ id: whole, value: text }, {})) },
)

const guest: Reader<Guest> = shape(
  { email: text },
  {
    first_name: text,
    last_name: text,
    company: text,
    street_1: text,
    street_2: text,
    city: text,
    state: text,
    zip: text,
    country: text,
    country_iso2: text,
    phone: text,
  },
)

const purchase: Reader<NewPurchase> = shape(
  { items: listOf(item) },
  { customerId: whole, guest, channelId: whole, coupon: text, pays },
)

/** Lines of an order, with how many of each. */
export const orderLines: Reader<readonly LineQuantity[]> = listOf(shape({ lineId: whole, quantity: count }, {}))

const order = shape({ orderId: whole }, {})

/** What is said about an order, by the shopper or by the merchant. */
export const messageCall = shape({ orderId: whole, message: text }, { subject: text })

/** What the shopper can be told to do, by the names of the methods. */
const calls: Readonly<Record<string, (shopper: Shopper, input: Fields) => unknown>> = {
  place: (shopper, input) => shopper.place(purchase(input, 'The call')),
  pay: (shopper, input) => shopper.pay(order(input, 'The call').orderId),
  edit: (shopper, input) => {
    const read = shape({ orderId: whole, lines: orderLines }, {})(input, 'The call')
    shopper.edit(read.orderId, read.lines)
  },
  cancel: (shopper, input) => shopper.cancel(order(input, 'The call').orderId),
  refund: (shopper, input) => {
    const read = shape({ orderId: whole }, { lines: orderLines })(input, 'The call')
    return shopper.refund(read.orderId, read.lines)
  },
  message: (shopper, input) => {
    const { orderId, ...message } = messageCall(input, 'The call')
    return shopper.message(orderId, message)
  },
}

/**
 * Does what a call from another process says: `{ "do": "cancel", "orderId": 141 }`. Answers what the method answers, or
 * an empty object.
 * @throws SandboxError where the call is not understood or the store would refuse
 */
export function callShopper(shopper: Shopper, { do: name, ...input }: Fields): unknown {
  const found = Object.entries(calls).find(([known]) => known === name)?.[1]
  if (found !== undefined) return found(shopper, input) ?? {}
  const names = Object.keys(calls).join(', ')
  throw new SandboxError('option_invalid', `“do” must be one of ${names}.`, 'docs/sandbox.md says what each does.')
}
