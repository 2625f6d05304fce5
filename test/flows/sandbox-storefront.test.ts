import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PanelPage, PanelVisitor } from '../support/panel.ts'
import { errorAt, summaryOf as summary, visitPanel } from '../support/panel.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
let shopper: PanelVisitor

beforeEach(async () => {
  store = await openSandboxCaller({ products: 40 })
  shopper = visitPanel(store.sandbox)
})

afterEach(() => store.close())

const buyer = {
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'Lovelace',
  street_1: '1 Mill Lane',
  city: 'Cedar Bend',
  state: 'Iowa',
  zip: '50010',
  country_iso2: 'US',
  pays: 'yes',
}

const cardsOf = ({ text }: PanelPage) => [...text.matchAll(/<li class="card">/g)].length
const after = (to: string | null) => (to ?? '').slice(1)

/** A product of one variant, of which so many are on hand. */
function lamp(onHand = 5, more: object = {}) {
  const made = store.sandbox.merchant.addProduct({
    name: 'Lamp',
    sku: 'LAMP',
    price: 20,
    tracking: 'product',
    variants: [{ sku: 'LAMP', stock: [onHand] }],
    ...more,
  })
  store.told()
  return { id: made.productId, variantId: made.variantIds[0] ?? 0 }
}

const add = (id: number, quantity: string | number, front = 1) =>
  shopper.post(`shop/${front}/products/${id}`, { quantity: String(quantity) })

/** Buys so many of a new lamp, by the forms. */
async function bought(quantity = 2, more: Record<string, string> = {}) {
  const product = lamp()
  await add(product.id, quantity)
  const placed = await shopper.post('shop/1/checkout', { ...buyer, ...more })
  const orderId = Number(/\/orders\/(\d+)\?placed$/.exec(placed.to ?? '')?.[1])
  return { product, orderId }
}

const orderOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body
const lineOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body[0]
const onHand = async (id: number) => (await store.call('GET', `/v3/catalog/products/${id}`)).body.data.inventory_level

describe('the catalog of a storefront', () => {
  it('shows what is visible in its channel, 24 a page, and finds by name', async () => {
    const { body } = await store.call('GET', '/v3/catalog/products?is_visible=true&limit=250')
    const inChannel = await store.call('GET', '/v3/catalog/products/channel-assignments?channel_id:in=2&limit=250')
    const visible = new Set(body.data.map(({ id }: { id: number }) => id))
    const outlet = inChannel.body.data.filter(({ product_id }: { product_id: number }) => visible.has(product_id))
    expect((await shopper.show('shop')).to).toBe('/shop/1')
    const first = await shopper.show('shop/1')
    expect([cardsOf(first), first.text.includes(`${body.data.length} products`)]).toEqual([24, true])
    expect(cardsOf(await shopper.show('shop/1?page=2'))).toBe(body.data.length - 24)
    expect(cardsOf(await shopper.show('shop/2'))).toBe(outlet.length)
    lamp()
    const found = await shopper.show('shop/1?q=LAMP')
    expect(found.text).toContain('<bdi>Lamp</bdi>')
    expect((await shopper.show('shop/1?q=%3Cscript%3Ealert(1)')).text).toContain('&lt;script&gt;alert(1)')
  })

  it('hides what is hidden, and what ran out where the settings say so', async () => {
    const gone = lamp(0)
    const shown = async () => (await shopper.show('shop/1?q=lamp')).text.includes(`/products/${gone.id}"`)
    const page = async () => (await shopper.show(`shop/1/products/${gone.id}`)).status
    const set = (product_out_of_stock_behavior: string) =>
      store.call('PUT', '/v3/settings/inventory', { product_out_of_stock_behavior })
    expect([await shown(), await page()]).toEqual([true, 200])
    await set('hide_product_and_accessible')
    expect([await shown(), await page()]).toEqual([false, 200])
    await set('hide_product')
    expect([await shown(), await page()]).toEqual([false, 404])
    await set('do_nothing')
    store.sandbox.merchant.editProduct(gone.id, { is_visible: false })
    expect([await shown(), await page()]).toEqual([false, 404])
  })

  it('has no page for what is not there', async () => {
    const { id } = lamp()
    const paths = ['shop/3', 'shop/664201', 'shop/x', 'shop/1/products/9', `shop/2/products/${id}`, 'shop/1/orders/101']
    for (const path of paths) expect((await shopper.show(path)).status, path).toBe(404)
    for (const path of ['shop/1/products/9', 'shop/1/orders/101/cancel', 'shop/3/checkout']) {
      expect((await shopper.post(path, { quantity: '1' })).status, path).toBe(404)
    }
  })
})

describe('a product in the storefront', () => {
  it('is shown as text, whatever it is called', async () => {
    const name = '<script>alert("x")</script> & co'
    const { id } = lamp(5, { name, description: '<p onclick="x()">Solid &amp; <b>heavy</b></p>' })
    const page = await shopper.show(`shop/1/products/${id}`)
    expect(page.text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; co')
    expect(page.text).toContain('Solid &amp; heavy')
    expect(page.text).not.toMatch(/<script>alert|onclick=/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    await add(id, 1)
    for (const path of ['shop/1/cart', 'shop/1?q=alert']) {
      expect((await shopper.show(path)).text, path).not.toContain('<script>alert')
    }
  })

  it('offers its options as links, each to the variant that it leads to', async () => {
    const { productId, variantIds } = store.sandbox.merchant.addProduct({
      name: 'Chair',
      sku: 'CHAIR',
      tracking: 'variant',
      options: [
        { name: 'Wood', values: ['Oak', 'Ash'] },
        { name: 'Color', values: ['Red', 'Blue'] },
      ],
      variants: [
        { values: ['Oak', 'Red'], sku: 'C1', price: 10, stock: [3] },
        { values: ['Ash', 'Red'], sku: 'C2', price: 12, salePrice: 11, stock: [0] },
        { values: ['Oak', 'Blue'], sku: 'C3', price: 14, stock: [9] },
      ],
    })
    const [red, ash, blue] = variantIds
    const first = await shopper.show(`shop/1/products/${productId}`)
    const links = [
      ...first.text.matchAll(/variant=(\d+)"( aria-current="true")?( class="other")?><bdi>(\w+)<\/bdi>([^<]*)/g),
    ]
    expect(
      links.map(([, id, now, other, label, more]) => [Number(id), label, more, now !== undefined, other !== undefined]),
    ).toEqual([
      [red, 'Oak', '', true, false],
      [ash, 'Ash', ' (sold out)', false, false],
      [red, 'Red', '', true, false],
      [blue, 'Blue', '', false, false],
    ])
    const soldOut = await shopper.show(`shop/1/products/${productId}?variant=${ash}`)
    expect(soldOut.text).toContain('Sold out for the moment')
    expect(soldOut.text).toContain('$11.00<s><span class="hidden">before: </span>$12.00</s>')
    expect(soldOut.text).not.toContain('Add to cart')
    // There is no blue one of ash: the link leaves what was chosen.
    expect(soldOut.text).toContain(`variant=${blue}" class="other"><bdi>Blue`)
    const forced = await shopper.post(`shop/1/products/${productId}?variant=${ash}`, { quantity: '1' })
    expect([forced.status, summary(forced)]).toEqual([422, expect.stringContaining('Sold out for the moment.')])
  })

  it.each([
    ['0', 'whole number from 1 to 999'],
    ['-1', 'whole number'],
    ['1.5', 'whole number'],
    ['many', 'whole number'],
    ['1000', 'whole number'],
    ['6', 'There are only 5 left.'],
  ])('is not put into the cart in a quantity of %s', async (quantity, words) => {
    const { id } = lamp()
    const refused = await add(id, quantity)
    expect(refused.status).toBe(422)
    expect(errorAt(refused, 'quantity')).toContain(words)
    expect(refused.text).toContain(`name="quantity" value="${quantity}"`)
    expect((await shopper.show('shop/1/cart')).text).toContain('Nothing is in the cart.')
  })

  it('counts what is in the cart already, and the least and most that is sold of it', async () => {
    const { id } = lamp(9)
    await store.call('PUT', `/v3/catalog/products/${id}`, { order_quantity_minimum: 2, order_quantity_maximum: 4 })
    expect(errorAt(await add(id, 1), 'quantity')).toBe('This is sold in quantities of 2 or more.')
    expect((await add(id, 3)).to).toBe('/shop/1/cart?added')
    expect(errorAt(await add(id, 3), 'quantity')).toBe(
      'This is sold in quantities of 4 at most. You have 3 in the cart.',
    )
  })
})

describe('the cart', () => {
  it('is changed, emptied, and left by what is no longer sold', async () => {
    const { id, variantId } = lamp()
    await add(id, 2)
    expect((await shopper.show('shop/1/cart')).text).toContain('$46.95')
    expect((await shopper.post(`shop/1/cart/${variantId}`, { quantity: '4' })).to).toBe('/shop/1/cart')
    const wrong = await shopper.post(`shop/1/cart/${variantId}`, { quantity: '6' })
    expect([wrong.status, errorAt(wrong, `quantity-${variantId}`)]).toEqual([422, 'There are only 5 left.'])
    expect((await shopper.show('shop/1/cart')).text).toContain('value="4"')
    expect((await shopper.show('shop/2/cart')).text).toContain('Nothing is in the cart.')
    store.sandbox.merchant.editProduct(id, { is_visible: false })
    expect((await shopper.show('shop/1/cart')).text).toContain('1 thing left the cart')
    store.sandbox.merchant.editProduct(id, { is_visible: true })
    await shopper.post(`shop/1/cart/${variantId}`, { remove: 'yes' })
    expect((await shopper.show('shop/1/cart')).text).toContain('Nothing is in the cart.')
    expect((await shopper.post('shop/1/cart/7', { quantity: '1' })).to).toBe('/shop/1/cart')
  })

  it('takes no cookie that it did not write', async () => {
    const cookie = `cart-${store.sandbox.storeHash}-1=<b>.1-7.9999-x-12`
    const page = await visitPanel(store.sandbox).show('shop/1/cart', { headers: { cookie } })
    expect([page.status, page.text.includes('Nothing is in the cart.')]).toEqual([200, true])
  })
})

describe('the checkout', () => {
  it('places an order that the API shows, takes the goods, and tells of it', async () => {
    const { product, orderId } = await bought(2)
    expect(store.told().map(line => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['store/order/created', 'store/order/transaction/created', 'store/order/statusUpdated']),
    )
    expect(await orderOf(orderId)).toMatchObject({
      status: 'Awaiting Fulfillment',
      customer_id: 0,
      channel_id: 1,
      order_source: 'www',
      total_inc_tax: '46.9500',
      billing_address: { email: 'ada@example.com', last_name: 'Lovelace', country: 'United States' },
    })
    expect(await onHand(product.id)).toBe(3)
    const page = await shopper.show(`shop/1/orders/${orderId}?placed`)
    expect(page.text).toContain('Thank you for the order.')
    expect((await shopper.show('shop/1/cart')).text).toContain('Nothing is in the cart.')
  })

  it('takes the goods at shipping where the settings say so', async () => {
    await store.call('PUT', '/v3/settings/inventory', { update_stock_behavior: 'order_completed_or_shipped' })
    const { product } = await bought(2)
    expect(await onHand(product.id)).toBe(5)
  })

  it('leaves an order incomplete that is not paid, until it is', async () => {
    const { product, orderId } = await bought(1, { pays: 'no' })
    expect([(await orderOf(orderId)).status, await onHand(product.id)]).toEqual(['Incomplete', 5])
    expect((await shopper.post(`shop/1/orders/${orderId}/pay`, {})).to).toBe(`/shop/1/orders/${orderId}?done=paid`)
    expect([(await orderOf(orderId)).status, await onHand(product.id)]).toEqual(['Awaiting Fulfillment', 4])
    const again = await shopper.post(`shop/1/orders/${orderId}/pay`, {})
    expect([again.status, summary(again)]).toEqual([422, expect.stringContaining('The order is paid already')])
  })

  it('says at each field what is wrong, and keeps what was typed', async () => {
    const { id } = lamp()
    await add(id, 1)
    const wrong = await shopper.post('shop/1/checkout', {
      ...buyer,
      email: 'ada',
      first_name: ' ',
      last_name: '"><script>',
      zip: '5'.repeat(31),
      country_iso2: 'FR',
      pays: 'no',
    })
    expect(wrong.status).toBe(422)
    expect(errorAt(wrong, 'email')).toBe('Type an e-mail address such as ada@example.com.')
    expect(errorAt(wrong, 'first_name')).toBe('First name is missing.')
    expect(errorAt(wrong, 'zip')).toBe('Postal code takes 30 characters at most.')
    expect(errorAt(wrong, 'country_iso2')).toBe('Choose a country.')
    expect(wrong.text).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(wrong.text).toMatch(/value="no"[^>]*checked/)
    expect(store.told()).toEqual([])
  })

  it('sells nothing that ran out meanwhile, and nothing without a cart or the token of the form', async () => {
    expect((await shopper.show('shop/1/checkout')).to).toBe('/shop/1/cart')
    expect((await shopper.post('shop/1/checkout', buyer)).to).toBe('/shop/1/cart')
    const { id, variantId } = lamp()
    await add(id, 3)
    expect((await shopper.post('shop/1/checkout', { ...buyer, form_token: 'guess' })).status).toBe(403)
    store.sandbox.merchant.editVariant(id, variantId, { inventory_level: 1 })
    store.told()
    expect((await shopper.post('shop/1/checkout', buyer)).to).toBe('/shop/1/cart')
    const cart = await shopper.show('shop/1/cart')
    expect(errorAt(cart, `quantity-${variantId}`)).toBe('There are only 1 left.')
    expect(cart.text).not.toContain('Check out</a>')
    expect(store.told()).toEqual([])
  })
})

describe('my orders', () => {
  it('are those of this browser, or found by number and e-mail address', async () => {
    const { orderId } = await bought()
    expect((await shopper.show('shop/1/orders')).text).toContain(`/shop/1/orders/${orderId}"`)
    const other = visitPanel(store.sandbox)
    expect((await other.show('shop/1/orders')).text).not.toContain(`/shop/1/orders/${orderId}`)
    expect((await other.show(`shop/1/orders/${orderId}`)).status).toBe(404)
    for (const [number, email] of [
      [orderId, 'eve@example.com'],
      [999, buyer.email],
      ['x', ''],
      [orderId, ''],
    ]) {
      const wrong = await other.post('shop/1/orders', { number: String(number), email: String(email) })
      expect([wrong.status, errorAt(wrong, 'number')]).toEqual([
        422,
        expect.stringContaining('No order of this number'),
      ])
    }
    const found = await other.post('shop/1/orders', { number: String(orderId), email: 'ADA@example.com' })
    expect(found.to).toBe(`/shop/1/orders/${orderId}`)
    expect((await other.show(after(found.to))).status).toBe(200)
    expect((await other.show(`shop/2/orders/${orderId}`)).status).toBe(404)
  })

  it('are changed line by line', async () => {
    const { product, orderId } = await bought(2)
    const { id } = await lineOf(orderId)
    const path = `shop/1/orders/${orderId}`
    expect((await shopper.post(`${path}/edit`, { [`edit-${id}`]: '4' })).to).toBe(`/${path}?done=edited`)
    expect([(await lineOf(orderId)).quantity, await onHand(product.id)]).toEqual([4, 1])
    const wrong = await shopper.post(`${path}/edit`, { [`edit-${id}`]: '1e3' })
    expect([wrong.status, errorAt(wrong, `edit-${id}`)]).toEqual([422, 'Type a whole number from 0 to 999.'])
    const none = await shopper.post(`${path}/edit`, { [`edit-${id}`]: '0' })
    expect(summary(none)).toContain('Cancel it instead.')
    expect((await lineOf(orderId)).quantity).toBe(4)
  })

  it('are cancelled, and then can be neither changed nor cancelled', async () => {
    const { orderId } = await bought()
    const path = `shop/1/orders/${orderId}`
    expect((await shopper.post(`${path}/cancel`, {})).to).toBe(`/${path}?done=cancelled`)
    expect((await orderOf(orderId)).status).toBe('Cancelled')
    expect((await shopper.show(path)).text).not.toMatch(/Save quantities|Cancel order/)
    for (const deed of ['cancel', 'edit']) expect((await shopper.post(`${path}/${deed}`, {})).status, deed).toBe(422)
  })

  it('are refunded in part and then in whole', async () => {
    const { orderId } = await bought(3)
    const { id } = await lineOf(orderId)
    const path = `shop/1/orders/${orderId}`
    expect(summary(await shopper.post(`${path}/refund`, { [`refund-${id}`]: '0' }))).toContain('Say how many')
    const much = await shopper.post(`${path}/refund`, { [`refund-${id}`]: '4' })
    expect(errorAt(much, `refund-${id}`)).toBe('Type a whole number from 0 to 3.')
    expect((await shopper.post(`${path}/refund`, { [`refund-${id}`]: '1' })).to).toBe(`/${path}?done=refunded`)
    expect((await orderOf(orderId)).status).toBe('Partially Refunded')
    expect((await shopper.show(path)).text).toContain('$46.95 can go back.')
    expect((await shopper.post(`${path}/refund`, { all: 'yes' })).to).toBe(`/${path}?done=refunded`)
    expect((await orderOf(orderId)).status).toBe('Refunded')
    expect(summary(await shopper.post(`${path}/refund`, { all: 'yes' }))).toContain('Nothing of the order is left')
    const refunds = await store.call('GET', `/v3/orders/${orderId}/payment_actions/refunds`)
    expect(refunds.body.data.map(({ total_amount }: { total_amount: number }) => total_amount)).toEqual([20, 46.95])
  })

  it('show what was shipped, and keep at least that', async () => {
    const { orderId } = await bought(3)
    const { id, order_address_id } = await lineOf(orderId)
    await store.call('POST', `/v2/orders/${orderId}/shipments`, {
      order_address_id,
      tracking_number: '<b>1Z999',
      shipping_provider: 'ups',
      items: [{ order_product_id: id, quantity: 2 }],
    })
    const path = `shop/1/orders/${orderId}`
    const page = await shopper.show(path)
    expect(page.text).toContain('&lt;b&gt;1Z999')
    expect(page.text).not.toContain('Cancel order')
    const less = await shopper.post(`${path}/edit`, { [`edit-${id}`]: '1' })
    expect(errorAt(less, `edit-${id}`)).toBe('Type a whole number from 2 to 999.')
    expect(summary(await shopper.post(`${path}/cancel`, {}))).toContain('can no longer be cancelled')
  })
})
