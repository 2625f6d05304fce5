import type { PanelRoute } from '../panel/route.ts'
import { cartView, changeCart } from './cart-page.ts'
import { catalogView } from './catalog.ts'
import { checkoutView, placeOrder } from './checkout.ts'
import { frontsOf } from './goods.ts'
import { cancelOrder, editOrder, findOrder, ordersView, orderView, payOrder, refundOrder } from './orders.ts'
import { addToCart, productView } from './product.ts'
import { ofFront } from './view.ts'

const path = '/shop/{channel_id}'

/** The pages of the storefronts, one for each channel that is one. */
export const shopRoutes: readonly PanelRoute[] = [
  { method: 'GET', path: '/shop', answer: ({ store }) => ({ to: `/shop/${frontsOf(store)[0]?.id ?? ''}` }) },
  { method: 'GET', path, answer: ofFront(catalogView) },
  { method: 'GET', path: `${path}/products/{id}`, answer: ofFront(productView) },
  { method: 'POST', path: `${path}/products/{id}`, answer: ofFront(addToCart) },
  { method: 'GET', path: `${path}/cart`, answer: ofFront(cartView) },
  { method: 'POST', path: `${path}/cart/{variant_id}`, answer: ofFront(changeCart) },
  { method: 'GET', path: `${path}/checkout`, answer: ofFront(checkoutView) },
  { method: 'POST', path: `${path}/checkout`, answer: ofFront(placeOrder) },
  { method: 'GET', path: `${path}/orders`, answer: ofFront(ordersView) },
  { method: 'POST', path: `${path}/orders`, answer: ofFront(findOrder) },
  { method: 'GET', path: `${path}/orders/{id}`, answer: ofFront(orderView) },
  { method: 'POST', path: `${path}/orders/{id}/pay`, answer: ofFront(payOrder) },
  { method: 'POST', path: `${path}/orders/{id}/cancel`, answer: ofFront(cancelOrder) },
  { method: 'POST', path: `${path}/orders/{id}/edit`, answer: ofFront(editOrder) },
  { method: 'POST', path: `${path}/orders/{id}/refund`, answer: ofFront(refundOrder) },
]
