import type { PanelCall } from '../panel/route.ts'
import type { Store } from '../store.ts'
import type { Front } from './goods.ts'

/** How many of one variant are in a cart. */
export interface CartLine {
  readonly variantId: number
  readonly quantity: number
}

/** As much as a cookie holds with room to spare. */
export const cartLinesMax = 100
const ordersMax = 200

const cartName = (store: Store, front: Front) => `cart-${store.hash}-${front.id}`
const ordersName = (store: Store) => `orders-${store.hash}`

/** What the shopper's browser keeps of the cart; what is not of the form that it was given is passed over. */
export function cartOf({ cookies, store }: PanelCall, front: Front): readonly CartLine[] {
  const text = cookies.get(cartName(store, front)) ?? ''
  const lines = [...text.matchAll(/(?:^|-)(\d{1,15})\.([1-9]\d{0,2})(?=-|$)/g)]
  return lines.slice(0, cartLinesMax).map(([, id, quantity]) => ({ variantId: Number(id), quantity: Number(quantity) }))
}

export const countOf = (lines: readonly CartLine[]) => lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** The cart with another quantity of a variant; 0 takes it away. */
export function withQuantity(lines: readonly CartLine[], variantId: number, quantity: number): readonly CartLine[] {
  const isThere = lines.some(line => line.variantId === variantId)
  const changed = isThere
    ? lines.map(line => (line.variantId === variantId ? { variantId, quantity } : line))
    : [...lines, { variantId, quantity }]
  return changed.filter(line => line.quantity > 0)
}

export const keptCart = (store: Store, front: Front, lines: readonly CartLine[]) => ({
  [cartName(store, front)]: lines.map(({ variantId, quantity }) => `${variantId}.${quantity}`).join('-'),
})

/** The ids of the orders that were placed, or found, in this browser. */
export function ownOrders({ cookies, store }: PanelCall): readonly number[] {
  const text = cookies.get(ordersName(store)) ?? ''
  return [...text.matchAll(/\d{1,15}/g)].map(([id]) => Number(id))
}

export function keptOrder(call: PanelCall, id: number) {
  const ids = [...ownOrders(call).filter(other => other !== id), id].slice(-ordersMax)
  return { [ordersName(call.store)]: ids.join('.') }
}
