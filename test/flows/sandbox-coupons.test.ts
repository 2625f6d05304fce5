import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewCoupon } from '../../src/sandbox/bigcommerce/index.ts'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const path = '/v2/coupons'
const everything = { entity: 'categories', ids: [0] }
const fiveOff = { name: '$5 off', type: 'per_total_discount', amount: '5', code: 'FIVE', applies_to: everything }

describe('coupons by the API', () => {
  it('are made, changed and deleted', async () => {
    const made = await store.call('POST', path, fiveOff)
    expect(made).toEqual({
      status: 201,
      body: {
        ...{ ...fiveOff, id: 1, amount: '5.0000', min_purchase: '0.0000', expires: '', enabled: true },
        ...{ max_uses: 0, max_uses_per_customer: 0, restricted_to: {}, shipping_methods: [], num_uses: 0 },
        date_created: 'Sun, 01 Mar 2026 09:00:00 +0000',
      },
    })
    expect((await store.call('GET', path)).body).toEqual([made.body])
    expect((await store.call('GET', `${path}/count`)).body).toEqual({ count: 1 })
    const changes = { ...fiveOff, amount: '7.5', enabled: false, max_uses: 3, restricted_to: { countries: 'US' } }
    const changed = await store.call('PUT', `${path}/1`, changes)
    expect(changed).toEqual({ status: 200, body: { ...made.body, ...changes, amount: '7.5000' } })
    const cleared = await store.wrongCall('PUT', `${path}/1`, { name: 'Nothing' })
    expect(cleared).toEqual({
      status: 200,
      body: { ...changed.body, name: 'Nothing', applies_to: { entity: 'categories', ids: [] } },
    })
    expect((await store.call('GET', path)).body).toEqual([cleared.body])
    expect(await store.call('DELETE', `${path}/1`)).toEqual({ status: 204, body: null })
    expect(await store.call('GET', path)).toEqual({ status: 204, body: null })
    expect((await store.call('POST', path, fiveOff)).body.id).toBe(2)
    const dated = await store.call('PUT', `${path}/2`, { ...fiveOff, expires: '2027-01-31T12:00:00+02:00' })
    expect(dated.body.expires).toBe('Sun, 31 Jan 2027 10:00:00 +0000')
    expect((await store.call('PUT', `${path}/2`, { ...fiveOff, expires: '' })).body.expires).toBe('')
  })

  it('are found by what the official file names, and deleted by their ids or all at once', async () => {
    for (const [at, type] of [
      'per_total_discount',
      'free_shipping',
      'percentage_discount',
      'free_shipping',
    ].entries()) {
      await store.call('POST', path, { ...fiveOff, type, name: `Coupon ${at}`, code: `CODE-${at}` })
    }
    const found = async (query: string) =>
      ((await store.call('GET', `${path}${query}`)).body ?? []).map(({ id }: { id: number }) => id)
    expect(await found('?id=2')).toEqual([2])
    expect(await found('?code=code-2')).toEqual([3])
    expect(await found('?name=Coupon%200')).toEqual([1])
    expect(await found('?type=free_shipping')).toEqual([2, 4])
    expect(await found('?type=promotion')).toEqual([])
    expect(await found('?exclude_type=free_shipping')).toEqual([1, 3])
    expect(await found('?min_id=2&max_id=3')).toEqual([2, 3])
    expect(await found('?limit=2&page=2')).toEqual([3, 4])
    expect((await store.wrongCall('GET', `${path}?type=gift`)).status).toBe(400)
    expect((await store.wrongCall('DELETE', `${path}?id:in=`)).status).toBe(400)
    expect((await store.call('DELETE', `${path}?id:in=1,3,99`)).status).toBe(204)
    expect(await found('')).toEqual([2, 4])
    expect((await store.call('DELETE', path)).status).toBe(204)
    expect(await found('')).toEqual([])
  })

  it('are refused beside the form, with a name or a code that there is, and for what there is not', async () => {
    const other = { ...fiveOff, name: 'Other', code: 'OTHER' }
    await store.call('POST', path, fiveOff)
    await store.call('POST', path, other)
    const before = (await store.call('GET', path)).body
    const third = { ...fiveOff, name: 'Third', code: 'THIRD' }
    const cases: [object, number][] = [
      [{ name: '$5 OFF' }, 409],
      [{ code: 'five' }, 409],
      [{ code: 'A/B' }, 400],
      [{ code: 'x'.repeat(51) }, 400],
      [{ name: 'x'.repeat(101) }, 400],
      [{ name: undefined }, 400],
      [{ type: 'promotion' }, 400],
      [{ amount: '-1' }, 400],
      [{ expires: 'soon' }, 400],
      [{ expires: '7' }, 400],
      [{ expires: '31 Feb 2026 00:00:00 +0000' }, 400],
      [{ applies_to: undefined }, 400],
      [{ applies_to: { entity: 'brands', ids: [1] } }, 400],
      [{ applies_to: { entity: 'products', ids: [9] } }, 400],
      [{ applies_to: { entity: 'categories', ids: [999_999] } }, 400],
    ]
    for (const [fields, status] of cases) {
      expect([fields, (await store.wrongCall('POST', path, { ...third, ...fields })).status]).toEqual([fields, status])
    }
    expect((await store.wrongCall('PUT', `${path}/2`, { ...other, code: 'FIVE' })).status).toBe(409)
    expect((await store.call('PUT', `${path}/2`, other)).status).toBe(200)
    expect((await store.call('PUT', `${path}/9`, other)).status).toBe(404)
    expect((await store.call('DELETE', `${path}/9`)).status).toBe(404)
    expect((await store.call('GET', path)).body).toEqual(before)
  })
})

/** Two products for 30 and 10, the second one in a category of its own. */
function goods() {
  const { merchant } = store.sandbox
  const oak = merchant.addProduct({ name: 'Oak', price: 30 })
  const { categoryId } = merchant.addCategory({ name: 'Small things' })
  const pin = merchant.addProduct({ name: 'Pin', price: 10, categories: [categoryId] })
  return {
    ...{ oakId: oak.productId, categoryId },
    items: [
      { variantId: oak.variantIds[0] ?? 0, quantity: 1 },
      { variantId: pin.variantIds[0] ?? 0, quantity: 3 },
    ],
  }
}

const orderOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body
const linesOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body
const sharesOf = async (id: number) =>
  (await linesOf(id)).map((line: { applied_discounts: { amount: string }[]; discounted_total_inc_tax: string }) => [
    line.applied_discounts.map(({ amount }) => amount),
    line.discounted_total_inc_tax,
  ])

describe('a coupon that a shopper uses', () => {
  it('takes its discount off the order, spread over its lines, and counts the use', async () => {
    const { items } = goods()
    await store.call('POST', path, fiveOff)
    const { orderId } = store.sandbox.shopper.place({ items, coupon: 'five' })
    expect(await orderOf(orderId)).toMatchObject({
      subtotal_inc_tax: '60.0000',
      coupon_discount: '5.0000',
      discount_amount: '0.0000',
      total_ex_tax: '61.9500',
      total_inc_tax: '61.9500',
      status_id: 11,
    })
    expect((await store.call('GET', `/v2/orders/${orderId}/coupons`)).body).toEqual([
      { id: 1, coupon_id: 1, order_id: orderId, code: 'FIVE', amount: 5, type: 2, discount: 5 },
    ])
    const share = { id: 'total-coupon', amount: '2.5000', name: '$5 off', code: 'FIVE', target: 'order' }
    expect(await linesOf(orderId)).toMatchObject([
      { applied_discounts: [share], total_inc_tax: '30.0000', discounted_total_inc_tax: '27.5000' },
      { applied_discounts: [share], total_inc_tax: '30.0000', discounted_total_inc_tax: '27.5000' },
    ])
    const { body } = await store.call('GET', `/v3/orders/${orderId}/transactions`)
    expect(body.data).toMatchObject([{ event: 'purchase', amount: 61.95 }])
    expect((await store.call('GET', path)).body).toMatchObject([{ num_uses: 1 }])
  })

  it.each<[NewCoupon['type'], number, number, string, [string[], string][]]>([
    [
      'per_item_discount',
      4,
      0,
      '16.0000',
      [
        [['4.0000'], '26.0000'],
        [['12.0000'], '18.0000'],
      ],
    ],
    [
      'per_item_discount',
      12,
      0,
      '42.0000',
      [
        [['12.0000'], '18.0000'],
        [['30.0000'], '0.0000'],
      ],
    ],
    [
      'percentage_discount',
      12.5,
      1,
      '7.5000',
      [
        [['3.7500'], '26.2500'],
        [['3.7500'], '26.2500'],
      ],
    ],
    [
      'per_total_discount',
      0.01,
      2,
      '0.0100',
      [
        [['0.0050'], '29.9950'],
        [['0.0050'], '29.9950'],
      ],
    ],
    [
      'per_total_discount',
      99,
      2,
      '60.0000',
      [
        [['30.0000'], '0.0000'],
        [['30.0000'], '0.0000'],
      ],
    ],
    [
      'shipping_discount',
      2,
      3,
      '2.0000',
      [
        [[], '30.0000'],
        [[], '30.0000'],
      ],
    ],
    [
      'free_shipping',
      0,
      4,
      '6.9500',
      [
        [[], '30.0000'],
        [[], '30.0000'],
      ],
    ],
  ])('is worth what its kind says: %s of %d', async (type, amount, number, discount, shares) => {
    const { items } = goods()
    store.sandbox.merchant.addCoupon({ code: 'CODE', type, amount })
    const { orderId } = store.sandbox.shopper.place({ items, coupon: 'CODE' })
    const order = await orderOf(orderId)
    expect(order).toMatchObject({ coupon_discount: discount, shipping_cost_inc_tax: '6.9500' })
    expect(order.total_inc_tax).toBe((66.95 - Number(discount)).toFixed(4))
    expect(await sharesOf(orderId)).toEqual(shares)
    const [coupon] = (await store.call('GET', `/v2/orders/${orderId}/coupons`)).body
    expect(coupon).toMatchObject({ amount, type: number, discount: Number(discount) })
  })

  it('is for some products or categories alone, where it says so', async () => {
    const { items, oakId, categoryId } = goods()
    const half = { type: 'percentage_discount', amount: 50 } as const
    const { merchant, shopper } = store.sandbox
    merchant.addCoupon({ ...half, code: 'OAK', applies_to: { entity: 'products', ids: [oakId] } })
    merchant.addCoupon({ ...half, code: 'SMALL', applies_to: { entity: 'categories', ids: [categoryId] } })
    expect(await sharesOf(shopper.place({ items, coupon: 'OAK' }).orderId)).toEqual([
      [['15.0000'], '15.0000'],
      [[], '30.0000'],
    ])
    expect(await sharesOf(shopper.place({ items, coupon: 'SMALL' }).orderId)).toEqual([
      [[], '30.0000'],
      [['15.0000'], '15.0000'],
    ])
  })

  it('is refused where it can not be used, and nothing changes', async () => {
    const { items } = goods()
    const { merchant, shopper } = store.sandbox
    const add = (code: string, fields: Partial<NewCoupon>) =>
      merchant.addCoupon({ code, type: 'per_total_discount', amount: 1, ...fields })
    add('OFF', { enabled: false })
    add('OLD', { expires: 'Sat, 28 Feb 2026 00:00:00 +0000' })
    add('RICH', { min_purchase: 60.01 })
    add('ONCE', { max_uses: 1 })
    add('EACH', { max_uses_per_customer: 1 })
    add('AWAY', { restricted_to: { countries: 'AU, NZ' } })
    shopper.place({ items, coupon: 'ONCE' })
    shopper.place({ items, coupon: 'EACH' })
    const before = (await store.call('GET', path)).body
    store.told()
    for (const coupon of ['NONE', 'OFF', 'OLD', 'RICH', 'ONCE', 'EACH', 'AWAY']) {
      expect(() => shopper.place({ items, coupon })).toThrow(`The coupon “${coupon}” can't be used.`)
    }
    expect(store.told()).toEqual([])
    expect((await store.call('GET', path)).body).toEqual(before)
    expect(() => merchant.addCoupon({ code: 'A/B', type: 'free_shipping', amount: 0 })).toThrow('code')
    expect(() => merchant.addCoupon({ code: 'once', type: 'free_shipping', amount: 0 })).toThrow('Another coupon')
    const [, other] = (await store.call('GET', '/v3/customers?limit=2')).body.data
    expect(shopper.place({ items, coupon: 'EACH', customerId: other.id }).orderId).toBeGreaterThan(0)
  })

  it('leaves the lines that are changed, and what is refunded comes to what was paid', async () => {
    const { items } = goods()
    const { merchant, shopper } = store.sandbox
    merchant.addCoupon({ code: 'TEN', type: 'percentage_discount', amount: 10 })
    const { orderId } = shopper.place({ items, coupon: 'TEN' })
    const [oak, pin] = await linesOf(orderId)
    shopper.edit(orderId, [{ lineId: oak.id, quantity: 2 }])
    expect(await sharesOf(orderId)).toEqual([
      [[], '60.0000'],
      [['3.0000'], '27.0000'],
    ])
    expect(await orderOf(orderId)).toMatchObject({ coupon_discount: '3.0000', total_inc_tax: '93.9500' })
    expect((await store.call('GET', `/v2/orders/${orderId}/coupons`)).body).toMatchObject([{ discount: 3 }])
    const quote = await store.call('POST', `/v3/orders/${orderId}/payment_actions/refund_quotes`, {
      items: [{ item_type: 'PRODUCT', item_id: pin.id, quantity: 2 }],
    })
    expect(quote.body.data.total_refund_amount).toBe(18)
  })

  it('comes from another process too', async () => {
    const { items } = goods()
    const tell = async (who: string, body: object) => {
      const answer = await fetch(`${store.sandbox.url}/_control/${who}`, {
        method: 'POST',
        headers: { 'x-sandbox-control': store.sandbox.controlSecret },
        body: JSON.stringify(body),
      })
      return answer.json()
    }
    const coupon = { code: 'FREE', type: 'free_shipping', amount: 0 }
    expect(await tell('merchant', { do: 'addCoupon', coupon })).toEqual({ couponId: 1 })
    const { orderId } = (await tell('shopper', { do: 'place', items, coupon: 'FREE' })) as { orderId: number }
    expect((await orderOf(orderId)).coupon_discount).toBe('6.9500')
  })
})

describe('a discount that the merchant gives', () => {
  const billing_address = {
    ...{ first_name: 'Jane', last_name: 'Doe', street_1: '1 Mill Lane', city: 'Oakham', state: 'Iowa', zip: '50002' },
    ...{ country: 'United States', country_iso2: 'US', email: 'jane@example.com' },
  }
  const product = (name: string, price: number) => ({ name, quantity: 1, price_ex_tax: price, price_inc_tax: price })

  it('is spread over the lines in proportion to their prices, to the last part of a cent', async () => {
    const products = [product('One', 10), product('Two', 10), product('Three', 10), product('Gift', 0)]
    const made = await store.call('POST', '/v2/orders', { billing_address, products, discount_amount: 1 })
    expect(made.body).toMatchObject({ discount_amount: '1.0000', coupon_discount: '0.0000', total_inc_tax: '29.0000' })
    const { id } = made.body
    expect((await linesOf(id))[0].applied_discounts).toEqual([
      { id: 'manual-discount', amount: '0.3333', name: 'Manual Discount', code: null, target: 'order' },
    ])
    expect(await sharesOf(id)).toEqual([
      [['0.3333'], '9.6667'],
      [['0.3333'], '9.6667'],
      [['0.3334'], '9.6666'],
      [[], '0.0000'],
    ])
    const changed = await store.call('PUT', `/v2/orders/${id}`, { discount_amount: 3 })
    expect(changed.body).toMatchObject({ discount_amount: '3.0000', total_inc_tax: '27.0000' })
    expect((await sharesOf(id)).slice(0, 2)).toEqual([
      [['1.0000'], '9.0000'],
      [['1.0000'], '9.0000'],
    ])
    const [first] = await linesOf(id)
    const less = await store.call('PUT', `/v2/orders/${id}`, { products: [{ id: first.id, quantity: 2 }] })
    expect(less.body).toMatchObject({ discount_amount: '2.0000', total_inc_tax: '38.0000' })
    expect((await sharesOf(id)).slice(0, 2)).toEqual([
      [[], '20.0000'],
      [['1.0000'], '9.0000'],
    ])
    expect((await store.call('PUT', `/v2/orders/${id}`, { discount_amount: 0 })).body.total_inc_tax).toBe('40.0000')
    expect((await sharesOf(id)).slice(1, 3)).toEqual([
      [[], '10.0000'],
      [[], '10.0000'],
    ])
  })
})
