import type { OrderRecord } from '../orders/order.ts'
import { hasErrors, refusalOf } from './forms.ts'
import type { OrderAttempt } from './line-form.ts'
import { editForm, nothingTyped, readLines, refundForm } from './line-form.ts'
import { shipForm } from './order-deeds.ts'
import { orderPage } from './order-page.ts'
import { ordersPage } from './orders-page.ts'
import type { PageAnswer, PanelCall, PanelRoute, View } from './route.ts'
import { notFound, numberAt } from './route.ts'
import { placeTestOrder } from './test-order.ts'

const place = 'orders'
const path = '/orders'

/** Answers for the order that the path names. */
const ofOrder =
  (answer: (order: OrderRecord, call: PanelCall) => PageAnswer) =>
  (call: PanelCall): PageAnswer => {
    const order = call.store.orders.get(numberAt(call, 0))
    return order === undefined ? notFound : answer(order, call)
  }

function show(order: OrderRecord, call: PanelCall, attempt: OrderAttempt): View {
  return {
    ...(hasErrors(attempt.errors) ? { status: 422 } : {}),
    title: `Order ${order.row.id}`,
    place,
    body: orderPage(call, order, attempt),
  }
}

/** Does something with an order, and says so on its page, or why it was refused. */
function done(
  order: OrderRecord,
  call: PanelCall,
  deed: { readonly notice: string; readonly typed?: OrderAttempt['typed']; readonly work: () => void },
): PageAnswer {
  const refusal = refusalOf(deed.work)
  if (refusal !== null) return show(order, call, { typed: deed.typed ?? {}, errors: { order: refusal } })
  return { to: `${path}/${order.row.id}?done=${deed.notice}` }
}

function ship(order: OrderRecord, call: PanelCall): PageAnswer {
  const { fields, sandbox } = call
  const read = readLines(order, fields, shipForm)
  const number = (fields.get('tracking') ?? '').trim()
  const carrier = fields.get('carrier') ?? ''
  const typed = { ...read.typed, tracking: number, carrier }
  if (hasErrors(read.errors)) return show(order, call, { typed, errors: read.errors })
  const work = () => sandbox.merchant.shipOrder(order.row.id, read.lines, { number, carrier })
  return done(order, call, { notice: 'shipped', typed, work })
}

function edit(order: OrderRecord, call: PanelCall): PageAnswer {
  const { typed, errors, lines } = readLines(order, call.fields, editForm)
  if (hasErrors(errors)) return show(order, call, { typed, errors })
  return done(order, call, { notice: 'edited', typed, work: () => call.sandbox.shopper.edit(order.row.id, lines) })
}

function refund(order: OrderRecord, call: PanelCall): PageAnswer {
  const { shopper } = call.sandbox
  const { id } = order.row
  if (call.fields.has('all')) return done(order, call, { notice: 'refunded', work: () => shopper.refund(id) })
  const { typed, errors, lines } = readLines(order, call.fields, refundForm)
  if (hasErrors(errors)) return show(order, call, { typed, errors })
  const back = lines.filter(({ quantity }) => quantity > 0)
  if (back.length === 0) {
    return show(order, call, { typed, errors: { order: 'Say how many of a line, or refund everything.' } })
  }
  return done(order, call, { notice: 'refunded', typed, work: () => shopper.refund(id, back) })
}

function placeTest(call: PanelCall): PageAnswer {
  let placed = 0
  const refusal = refusalOf(() => {
    placed = placeTestOrder(call.sandbox, call.store)
  })
  if (refusal === null) return { to: `${path}/${placed}?done=placed` }
  return { status: 422, title: 'Orders', place, body: ordersPage(call, refusal) }
}

export const orderRoutes: readonly PanelRoute[] = [
  { method: 'GET', path, answer: call => ({ title: 'Orders', place, body: ordersPage(call, null) }) },
  { method: 'POST', path: `${path}/test`, answer: placeTest },
  { method: 'GET', path: `${path}/{id}`, answer: ofOrder((order, call) => show(order, call, nothingTyped)) },
  {
    method: 'POST',
    path: `${path}/{id}/pay`,
    answer: ofOrder((order, call) =>
      done(order, call, { notice: 'paid', work: () => call.sandbox.shopper.pay(order.row.id) }),
    ),
  },
  {
    method: 'POST',
    path: `${path}/{id}/cancel`,
    answer: ofOrder((order, call) =>
      done(order, call, { notice: 'cancelled', work: () => call.sandbox.shopper.cancel(order.row.id) }),
    ),
  },
  { method: 'POST', path: `${path}/{id}/ship`, answer: ofOrder(ship) },
  { method: 'POST', path: `${path}/{id}/edit`, answer: ofOrder(edit) },
  { method: 'POST', path: `${path}/{id}/refund`, answer: ofOrder(refund) },
]
