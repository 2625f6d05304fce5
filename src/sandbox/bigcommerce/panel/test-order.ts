import { SandboxError } from '../error.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import { frontsOf, isShown, offerOf } from '../storefront/goods.ts'

/** How many different things a test order has at most. */
const linesMost = 2

/**
 * Has another customer each time buy other things of the first storefront.
 * @throws SandboxError where nothing can be bought
 */
export function placeTestOrder(sandbox: Sandbox, store: Store): number {
  const [front] = frontsOf(store)
  const { all: customers } = store.customers
  const withAddress = new Set(store.customers.addresses.map(({ customer_id }) => customer_id))
  const buyers = customers.filter(({ id }) => withAddress.has(id))
  const goods = store.catalog.products.flatMap(record => {
    if (front === undefined || !isShown(store, front, record)) return []
    const variant = record.variants.find(one => offerOf(store, front, record, one).canBuy)
    return variant === undefined ? [] : [variant]
  })
  if (goods.length === 0 || buyers.length === 0) {
    throw new SandboxError('change_invalid', 'Nothing can be bought.', 'Put a product on sale, or stock up.')
  }
  // So that one order isn't like the one before.
  const turn = store.orders.all.length
  const items = Array.from({ length: Math.min(linesMost, goods.length) }, (_, at) => ({
    variantId: goods[(turn * linesMost + at) % goods.length]?.id ?? 0,
    quantity: 1,
  }))
  const customerId = buyers[turn % buyers.length]?.id
  return sandbox.shopper.place({ items, ...(customerId !== undefined && { customerId }) }).orderId
}
