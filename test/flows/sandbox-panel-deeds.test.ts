import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PanelVisitor } from '../support/panel.ts'
import { errorAt, plain, rowsOf, summaryOf, typedIn, visitPanel } from '../support/panel.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
let panel: PanelVisitor

beforeEach(async () => {
  store = await openSandboxCaller({ products: 20 })
  panel = visitPanel(store.sandbox)
})

afterEach(() => store.close())

const orderOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body
const linesOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body
const scopes = () => store.told().map(line => line.split(' ')[0])

/** A new order of three chairs and two lamps. */
async function newOrder(pays = true) {
  const { merchant, shopper } = store.sandbox
  const make = (name: string) =>
    merchant.addProduct({ name, price: 10, tracking: 'product', variants: [{ stock: [9] }] }).variantIds[0] ?? 0
  const items = [
    { variantId: make(`Chair <script>alert(1)</script> ${store.sandbox.counts.products}`), quantity: 3 },
    { variantId: make(`Lamp ${store.sandbox.counts.products}`), quantity: 2 },
  ]
  const { orderId } = shopper.place({ items, pays })
  const [chairs, lamps] = await linesOf(orderId)
  store.told()
  return { orderId, chairs: chairs.id as number, lamps: lamps.id as number, path: `orders/${orderId}` }
}

describe('an order in the panel', () => {
  it('is placed for a test, by another customer each time', async () => {
    const placed = await panel.post('orders/test', {})
    const [, id] = /^\/orders\/(\d+)\?done=placed$/.exec(placed.to ?? '') ?? []
    expect((await orderOf(Number(id))).status).toBe('Awaiting Fulfillment')
    expect(scopes()).toContain('store/order/created')
    await panel.post('orders/test', {})
    const [one, other] = [await orderOf(Number(id)), await orderOf(Number(id) + 1)]
    expect(one.customer_id).not.toBe(other.customer_id)
    expect((await panel.show((placed.to ?? '').slice(1))).text).toContain('The test order was placed and paid.')
  })

  it('is not placed where nothing can be bought, which the page says', async () => {
    await store.call('DELETE', '/v3/catalog/products?id:min=1')
    const refused = await panel.post('orders/test', {})
    expect([refused.status, summaryOf(refused)]).toEqual([422, expect.stringContaining('Nothing can be bought.')])
  })

  it('is paid and cancelled', async () => {
    const { orderId, path } = await newOrder(false)
    expect((await panel.show(path)).text).toContain('>Pay</button>')
    expect((await panel.post(`${path}/pay`, {})).to).toBe(`/${path}?done=paid`)
    expect((await orderOf(orderId)).status).toBe('Awaiting Fulfillment')
    const again = await panel.post(`${path}/pay`, {})
    expect([again.status, summaryOf(again)]).toEqual([422, expect.stringContaining('The order is not to be paid.')])
    expect((await panel.post(`${path}/cancel`, {})).to).toBe(`/${path}?done=cancelled`)
    expect((await orderOf(orderId)).status).toBe('Cancelled')
    expect((await panel.show(path)).text).not.toMatch(/>Pay<|>Cancel order</)
  })

  it('is shipped line by line with a tracking number, and then in whole', async () => {
    const { orderId, chairs, lamps, path } = await newOrder()
    const fields = { [`ship-${chairs}`]: '1', [`ship-${lamps}`]: '0', tracking: '1Z<b>', carrier: 'ups' }
    expect((await panel.post(`${path}/ship`, fields)).to).toBe(`/${path}?done=shipped`)
    expect(scopes()).toEqual(expect.arrayContaining(['store/shipment/created', 'store/order/statusUpdated']))
    expect((await orderOf(orderId)).status).toBe('Partially Shipped')
    const page = await panel.show(path)
    expect(page.text).toContain('1Z&lt;b&gt;')
    expect(page.text).not.toContain('<script>alert')
    expect([typedIn(page, `ship-${chairs}`), typedIn(page, `ship-${lamps}`)]).toEqual(['2', '2'])
    await panel.post(`${path}/ship`, { [`ship-${chairs}`]: '2', [`ship-${lamps}`]: '2' })
    expect((await orderOf(orderId)).status).toBe('Shipped')
    expect((await panel.show(path)).text).not.toContain('<summary>Ship</summary>')
    const { body } = await store.call('GET', `/v2/orders/${orderId}/shipments`)
    expect(body).toMatchObject([{ tracking_number: '1Z<b>', shipping_provider: 'ups' }, { tracking_number: '' }])
  })

  it('is not shipped as it can not be, and keeps what was typed', async () => {
    const { orderId, chairs, lamps, path } = await newOrder()
    const much = await panel.post(`${path}/ship`, { [`ship-${chairs}`]: '4', [`ship-${lamps}`]: 'x', tracking: 'T1' })
    expect(much.status).toBe(422)
    expect(errorAt(much, `ship-${chairs}`)).toBe('Type a whole number from 0 to 3.')
    expect(errorAt(much, `ship-${lamps}`)).toBe('Type a whole number from 0 to 2.')
    expect([typedIn(much, `ship-${lamps}`), typedIn(much, 'tracking')]).toEqual(['x', 'T1'])
    expect(much.text).toContain('<details class="sheet deed" open><summary>Ship</summary>')
    const none = { [`ship-${chairs}`]: '0', [`ship-${lamps}`]: '' }
    expect(summaryOf(await panel.post(`${path}/ship`, none))).toContain('Nothing of the order is to be sent.')
    const one = { [`ship-${chairs}`]: '1' }
    expect(summaryOf(await panel.post(`${path}/ship`, { ...one, tracking: 'x'.repeat(51) }))).toContain('50 characters')
    expect(summaryOf(await panel.post(`${path}/ship`, { ...one, carrier: 'pigeon' }))).toContain('is no carrier')
    expect((await orderOf(orderId)).items_shipped).toBe(0)
  })

  it('gets other quantities, and no fewer than were shipped', async () => {
    const { orderId, chairs, lamps, path } = await newOrder()
    await panel.post(`${path}/edit`, { [`edit-${chairs}`]: '5', [`edit-${lamps}`]: '0' })
    expect((await linesOf(orderId)).map(({ quantity }: { quantity: number }) => quantity)).toEqual([5])
    await panel.post(`${path}/ship`, { [`ship-${chairs}`]: '2' })
    const wrong = await panel.post(`${path}/edit`, { [`edit-${chairs}`]: '1' })
    expect(errorAt(wrong, `edit-${chairs}`)).toBe('Type a whole number from 2 to 999.')
  })

  it('is refunded in part and in whole', async () => {
    const { orderId, chairs, path } = await newOrder()
    expect(summaryOf(await panel.post(`${path}/refund`, {}))).toContain('Say how many of a line')
    expect(errorAt(await panel.post(`${path}/refund`, { [`refund-${chairs}`]: '4' }), `refund-${chairs}`)).not.toBe('')
    expect((await panel.post(`${path}/refund`, { [`refund-${chairs}`]: '2' })).to).toBe(`/${path}?done=refunded`)
    expect((await orderOf(orderId)).status).toBe('Partially Refunded')
    await panel.post(`${path}/refund`, { all: 'yes' })
    expect((await orderOf(orderId)).status).toBe('Refunded')
    expect(summaryOf(await panel.post(`${path}/refund`, { all: 'yes' }))).toContain('left to refund')
  })

  it('takes no deed for an order that is not there, nor without the token', async () => {
    const { orderId, path } = await newOrder(false)
    for (const deed of ['pay', 'cancel', 'ship', 'edit', 'refund']) {
      expect((await panel.post(`orders/9/${deed}`, {})).status, deed).toBe(404)
      expect((await panel.post(`${path}/${deed}`, { form_token: 'guess' })).status, deed).toBe(403)
    }
    expect((await orderOf(orderId)).status).toBe('Incomplete')
  })
})

describe('the merchant', () => {
  it('sends an order from another process, whole unless lines are named', async () => {
    const { orderId, chairs } = await newOrder()
    const send = async (call: object) => {
      const response = await fetch(`${store.sandbox.url}/_control/merchant`, {
        method: 'POST',
        headers: { 'X-Sandbox-Control': store.sandbox.controlSecret },
        body: JSON.stringify({ do: 'shipOrder', orderId, ...call }),
      })
      return { status: response.status, body: (await response.json()) as { shipmentIds: number[]; error?: string } }
    }
    const twice = [
      { lineId: chairs, quantity: 2 },
      { lineId: chairs, quantity: 2 },
    ]
    expect(await send({ lines: twice })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^Only 3 of/) },
    })
    expect((await send({ lines: [{ lineId: 7, quantity: 1 }] })).status).toBe(404)
    expect((await send({ orderId: 7 })).status).toBe(404)
    const part = await send({ lines: [{ lineId: chairs, quantity: 1 }], tracking: { number: 'A1', carrier: 'usps' } })
    expect(part.body.shipmentIds).toHaveLength(1)
    expect((await send({})).body.shipmentIds).toHaveLength(1)
    expect((await orderOf(orderId)).status).toBe('Shipped')
    expect((await send({})).status).toBe(400)
  })
})

describe('the deliveries of webhooks', () => {
  const hook = (scope: string) =>
    store.call('POST', '/v3/hooks', { scope, destination: 'https://hub.example/<in>', headers: {} })

  it('show attempts, failure, the next one and the body, newest first', async () => {
    expect((await panel.show('settings/webhooks')).text).toContain('Nothing was delivered yet.')
    await hook('store/order/created')
    const { orderId } = await newOrder()
    await store.sandbox.deliveries.settled()
    const { text } = await panel.show('settings/webhooks')
    expect(text).toContain('All that are kept: 1')
    const page = await panel.show('settings/webhooks/deliveries')
    const [row] = rowsOf(page)
    expect(row?.slice(1, 3)).toEqual(['Mar 1, 2026, 9:00 AM UTC', '1'])
    expect(row?.[0]).toContain('Webhook 1, message 1')
    expect(row?.[0]).toContain('store/order/created')
    expect(row?.[0]).toContain(`&quot;id&quot;: ${orderId}`)
    expect(row?.[0]).toContain('https://hub.example/&lt;in&gt;')
    expect(row?.[3]).toMatch(/^failed.*hookHosts.*Next attempt Mar 1, 2026, 9:01 AM UTC$/s)
    store.clock.advance(60_000)
    await store.sandbox.deliveries.settled()
    expect(rowsOf(await panel.show('settings/webhooks/deliveries')).map(cells => cells[2])).toEqual(['2', '1'])
  })

  it('are searched, come in pages, and are forgotten', async () => {
    await hook('store/order/*')
    store.sandbox.faults.add({ kind: 'hook-lost', scope: 'store/order/created' })
    for (let made = 0; made < 26; made += 1) await newOrder(false)
    await newOrder()
    await store.sandbox.deliveries.settled()
    const path = 'settings/webhooks/deliveries'
    const lost = rowsOf(await panel.show(`${path}?q=order/created`))
    expect([lost.length, lost[0]?.[2]]).toEqual([27, 'none'])
    expect(lost[0]?.[0]).toContain('Nothing left the store.')
    expect(rowsOf(await panel.show(`${path}?q=%3Cscript`))).toEqual([])
    expect((await panel.show(`${path}?q=%3Cscript%3E`)).text).toContain('value="&lt;script&gt;"')
    expect((await panel.post(`${path}/forget`, {})).to).toBe(`/${path}?forgotten`)
    expect(store.sandbox.deliveries.list).toEqual([])
  })
})

describe('the time on the first page', () => {
  it('is moved on, and by nothing but a number of minutes', async () => {
    expect((await panel.show('')).text).toContain('It is Mar 1, 2026, 9:00 AM UTC in this store.')
    expect((await panel.post('time', { minutes: '90' })).to).toBe('/#time')
    expect(store.clock.now().toISOString()).toBe('2026-03-01T10:30:00.000Z')
    for (const minutes of ['0', '-5', '1.5', 'soon', '525601']) {
      const wrong = await panel.post('time', { minutes })
      expect([wrong.status, errorAt(wrong, 'minutes')]).toEqual([422, 'Type a whole number from 1 to 525,600.'])
      expect(typedIn(wrong, 'minutes')).toBe(minutes)
    }
    expect(store.clock.now().toISOString()).toBe('2026-03-01T10:30:00.000Z')
  })
})

describe('the faults of webhooks in the panel', () => {
  it('are added by a form of their own', async () => {
    const fields = {
      hookKind: 'hook-late',
      hookScope: 'store/order/*',
      hookShare: '25',
      hookTimes: '3',
      hookDelay: '5000',
    }
    expect((await panel.post('faults/webhooks', fields)).to).toBe('/faults?done=added')
    await panel.post('faults/webhooks', { hookKind: 'hook-doubled' })
    expect(store.sandbox.faults.list.map(({ rule }) => rule)).toEqual([
      { kind: 'hook-late', scope: 'store/order/*', share: 0.25, times: 3, delayMs: 5_000 },
      { kind: 'hook-doubled' },
    ])
    const [row] = rowsOf(await panel.show('faults'))
    expect(row?.slice(1, 4)).toEqual(['Webhooks', 'store/order/*', '0 of 3'])
    expect(plain(row?.[0] ?? '')).toContain('hook-late, 5,000 ms, 25 % of the cases')
  })

  it('say at each field what is wrong', async () => {
    const wrong = await panel.post('faults/webhooks', {
      hookKind: 'hook-lost',
      hookScope: 'orders"><b>',
      hookShare: '101',
      hookTimes: '0',
      hookDelay: '5',
    })
    expect(wrong.status).toBe(422)
    expect(errorAt(wrong, 'hookScope')).toContain('Type a scope such as store/order/*')
    expect(errorAt(wrong, 'hookShare')).toBe('The share is a whole number from 1 to 100.')
    expect(errorAt(wrong, 'hookTimes')).toContain('from 1 to 1,000,000')
    expect(errorAt(wrong, 'hookDelay')).toBe('This kind of fault takes no delay. Leave it empty.')
    expect(typedIn(wrong, 'hookScope')).toBe('orders&quot;&gt;&lt;b&gt;')
    expect(errorAt(await panel.post('faults/webhooks', { hookKind: 'hang' }), 'hookKind')).toBe('Choose what happens.')
    expect(store.sandbox.faults.list).toEqual([])
  })
})

describe('batches and the other app in the panel', () => {
  it('break in the middle, as the form says', async () => {
    const fields = { kind: 'partial-batch', path: '/v3/catalog/products', items: '3', status: '207' }
    expect((await panel.post('faults', fields)).to).toBe('/faults?done=added')
    expect(store.sandbox.faults.list[0]?.rule).toMatchObject({ kind: 'partial-batch', items: 3, status: 207 })
    expect(rowsOf(await panel.show('faults'))[0]?.[0]).toContain('partial-batch 207, the first 3')
    const wrong = await panel.post('faults', { kind: 'slow', path: '**', items: '3' })
    expect(errorAt(wrong, 'items')).toBe('This kind of fault takes no number of items. Leave it empty.')
  })

  it('is started and stopped, by its form and by the reset', async () => {
    const fields = { writeSeconds: '5', writeCalls: '20', stock: 'on', price: 'on' }
    expect((await panel.post('faults/rival', fields)).to).toBe('/faults?done=started')
    const rule = { everyMs: 5_000, perCalls: 20, stock: true, price: true, tracking: false }
    expect(store.sandbox.rival.writing).toEqual([rule])
    expect((await panel.show('faults')).text).toContain('stock and prices, every 5 seconds and after every 20 calls')
    expect((await panel.post('faults/rival/stop', {})).to).toBe('/faults?done=stopped')
    expect(store.sandbox.rival.writing).toEqual([])
    await panel.post('faults/rival', fields)
    await panel.post('faults/reset', {})
    expect(store.sandbox.rival.writing).toEqual([])
  })

  it('says what is wrong with its form', async () => {
    const wrong = await panel.post('faults/rival', { writeSeconds: '0', writeCalls: 'x' })
    expect(wrong.status).toBe(422)
    expect(errorAt(wrong, 'writeSeconds')).toContain('from 1 to 86,400')
    expect(errorAt(wrong, 'writeCalls')).toContain('from 1 to 1,000,000')
    expect(wrong.text).toContain('Choose what it writes.')
    const never = await panel.post('faults/rival', { writeSeconds: '', writeCalls: '', stock: 'on' })
    expect(errorAt(never, 'writeSeconds')).toBe('Say after how many seconds or calls.')
    expect(store.sandbox.rival.writing).toEqual([])
  })
})
