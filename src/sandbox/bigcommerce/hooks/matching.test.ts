import { expect, it } from 'vitest'
import { hears } from './matching.ts'

const stock = 'store/channel/*/inventory/product/stock_changed'

it.each([
  ['store/order/created', 'store/order/created', true],
  ['store/order/created', 'store/order/updated', false],
  ['store/order/*', 'store/order/updated', true],
  ['store/order/*', 'store/order/refund/created', true],
  ['store/order/*', 'store/orders/created', false],
  ['store/order/*', 'store/order', false],
  [stock, stock, true],
  [stock, stock.replace('*', '1'), false],
  ['store/channel/1/order/created', 'store/channel/1/order/created', true],
  ['store/channel/1/order/created', 'store/channel/2/order/created', false],
  ['store/channel/1/order/*', 'store/channel/1/order/created', true],
  ['store/channel/1/order/*', 'store/channel/11/order/created', false],
  ['store/channel/*', 'store/channel/1/order/created', true],
  ['store/channel/*', stock, true],
])('a webhook of %s hears of %s: %s', (subscribed, told, heard) => {
  expect(hears(subscribed, told)).toBe(heard)
})
