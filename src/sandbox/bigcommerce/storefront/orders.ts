import type { OrderRecord } from '../orders/order.ts'
import { awaitsPayment, statusIds } from '../orders/orders.ts'
import { refundableOf } from '../orders/refunds.ts'
import { hasErrors, refusalOf, wholeIn } from '../panel/forms.ts'
import type { OrderAttempt } from '../panel/line-form.ts'
import { editForm, nothingTyped, readLines, refundForm } from '../panel/line-form.ts'
import type { PageAnswer, PanelCall } from '../panel/route.ts'
import { numberAt } from '../panel/route.ts'
import { keptOrder, ownOrders } from './cart.ts'
import type { Front } from './goods.ts'
import { findBody, orderBody, ordersBody } from './orders-page.ts'
import { missing, pathOf, shopView } from './view.ts'

const place = 'orders'

/** The statuses in which nothing more is done with an order. */
const over: readonly number[] = [
  statusIds.shipped,
  statusIds.completed,
  statusIds.cancelled,
  statusIds.declined,
  statusIds.refunded,
  statusIds.partiallyRefunded,
]

/** What a shopper can do with an order as it is now. */
export function doable(order: OrderRecord) {
  const isOpen = !over.includes(order.row.status_id)
  return {
    canPay: awaitsPayment(order) && order.transactions.length === 0,
    canEdit: isOpen,
    canCancel: isOpen && order.row.items_shipped === 0,
    canRefund: refundableOf(order) > 0,
  }
}

type Deed = keyof ReturnType<typeof doable>

function show(call: PanelCall, front: Front, order: OrderRecord, attempt: OrderAttempt): PageAnswer {
  return shopView(call, front, {
    ...(hasErrors(attempt.errors) ? { status: 422 } : {}),
    place,
    title: `Order ${order.row.id}`,
    body: orderBody(call, front, order, { attempt, able: doable(order) }),
  })
}

/** The order that the path names, where this browser may see it. */
function orderAt(call: PanelCall, front: Front): OrderRecord | undefined {
  const id = numberAt(call, 1)
  const order = ownOrders(call).includes(id) ? call.store.orders.get(id) : undefined
  return order?.row.is_deleted === false && order.row.channel_id === front.id ? order : undefined
}

export function orderView(call: PanelCall, front: Front): PageAnswer {
  const order = orderAt(call, front)
  return order === undefined ? missing(call, front) : show(call, front, order, nothingTyped)
}

/** Does something with the order that the path names, as long as that can be done. */
const ofOrder =
  (need: Deed, words: string, work: (call: PanelCall, front: Front, order: OrderRecord) => PageAnswer) =>
  (call: PanelCall, front: Front): PageAnswer => {
    const order = orderAt(call, front)
    if (order === undefined) return missing(call, front)
    return doable(order)[need]
      ? work(call, front, order)
      : show(call, front, order, { typed: {}, errors: { order: words } })
  }

/** Where a deed leads: to the order with a word of what was done, or back to the form with what the store says against it. */
function done(
  call: PanelCall,
  front: Front,
  order: OrderRecord,
  deed: { notice: string; typed?: OrderAttempt['typed']; work: () => void },
): PageAnswer {
  const refusal = refusalOf(deed.work)
  if (refusal !== null) return show(call, front, order, { typed: deed.typed ?? {}, errors: { order: refusal } })
  return { to: `${pathOf(front)}/orders/${order.row.id}?done=${deed.notice}` }
}

export const payOrder = ofOrder('canPay', 'The order is paid already, or not to be paid.', (call, front, order) =>
  done(call, front, order, { notice: 'paid', work: () => call.sandbox.shopper.pay(order.row.id) }),
)

export const cancelOrder = ofOrder('canCancel', 'The order can no longer be cancelled.', (call, front, order) =>
  done(call, front, order, { notice: 'cancelled', work: () => call.sandbox.shopper.cancel(order.row.id) }),
)

export const editOrder = ofOrder('canEdit', 'The order can no longer be changed.', (call, front, order) => {
  const { typed, errors, lines } = readLines(order, call.fields, editForm)
  if (hasErrors(errors)) return show(call, front, order, { typed, errors })
  const after = order.lines.map(line => lines.find(({ lineId }) => lineId === line.id)?.quantity ?? line.quantity)
  if (after.every(quantity => quantity === 0)) {
    const error = 'Nothing would be left of the order. Cancel it instead.'
    return show(call, front, order, { typed, errors: { order: error } })
  }
  return done(call, front, order, {
    notice: 'edited',
    typed,
    work: () => call.sandbox.shopper.edit(order.row.id, lines),
  })
})

export const refundOrder = ofOrder('canRefund', 'Nothing of the order is left to refund.', (call, front, order) => {
  const { shopper } = call.sandbox
  const { id } = order.row
  if (call.fields.has('all')) return done(call, front, order, { notice: 'refunded', work: () => shopper.refund(id) })
  const { typed, errors, lines } = readLines(order, call.fields, refundForm)
  if (hasErrors(errors)) return show(call, front, order, { typed, errors })
  const back = lines.filter(({ quantity }) => quantity > 0)
  if (back.length === 0) {
    const error = 'Say how many to give back, or refund everything.'
    return show(call, front, order, { typed, errors: { order: error } })
  }
  return done(call, front, order, { notice: 'refunded', typed, work: () => shopper.refund(id, back) })
})

/** The orders that were placed, or found, in this browser, newest first. */
export function ordersView(call: PanelCall, front: Front): PageAnswer {
  const own = ownOrders(call)
  const orders = call.store.orders.listed.filter(({ row }) => own.includes(row.id) && row.channel_id === front.id)
  const body = ordersBody(front, orders.toReversed(), findBody(call, front, { number: '', email: '', errors: {} }))
  return shopView(call, front, { place, title: 'My orders', body })
}

/** Finds an order by its number and the e-mail address that it was placed with, as guests do. */
export function findOrder(call: PanelCall, front: Front): PageAnswer {
  const number = (call.fields.get('number') ?? '').trim()
  const email = (call.fields.get('email') ?? '').trim()
  const order = call.store.orders.get(wholeIn(number, 1, Number.MAX_SAFE_INTEGER) ?? 0)
  const isFound =
    order !== undefined &&
    !order.row.is_deleted &&
    order.row.channel_id === front.id &&
    order.row.billing_address.email !== '' &&
    order.row.billing_address.email.toLowerCase() === email.toLowerCase()
  if (isFound) return { to: `${pathOf(front)}/orders/${order.row.id}`, cookies: keptOrder(call, order.row.id) }
  // One sentence for both: it doesn't say which numbers there are.
  const errors = { number: 'No order of this number was placed with this e-mail address.' }
  const body = ordersBody(front, [], findBody(call, front, { number, email, errors }))
  return shopView(call, front, { status: 422, place, title: 'My orders', body })
}
