import { afterEach, beforeEach, expect, it } from 'vitest'
import { SandboxError } from '../../src/sandbox/bigcommerce/index.ts'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const messages = (query = '', orderId = 101) => store.call('GET', `/v2/orders/${orderId}/messages${query}`)

it('are written by both sides, told of, and change nothing else of the order', async () => {
  const { shopper, merchant } = store.sandbox
  const before = (await store.call('GET', '/v2/orders/101')).body
  expect(await messages()).toEqual({ status: 204, body: null })
  store.told()
  expect(shopper.message(101, { message: 'Where is it?' })).toEqual({ messageId: 1 })
  store.clock.advance(60_000)
  expect(merchant.messageShopper(101, { message: 'On its way', subject: 'Re: Order #101' })).toEqual({ messageId: 2 })
  const { channel_id: channel, customer_id } = before
  expect(store.told()).toEqual(
    [1, 2].flatMap(order_message_id => [
      { scope: 'store/order/message/created', data: { type: 'order', id: 101, message: { order_message_id } } },
      {
        scope: `store/channel/${channel}/order/message/created`,
        data: { order_id: 101, message: { order_message_id } },
      },
    ]),
  )
  const written = { order_id: 101, customer_id, status: 'unread', is_flagged: false, customer: {} }
  expect(await messages()).toEqual({
    status: 200,
    body: [
      {
        ...{ ...written, id: 1, type: 'customer', staff_id: 0, subject: 'Order #101', message: 'Where is it?' },
        date_created: 'Sun, 01 Mar 2026 09:00:00 +0000',
      },
      {
        ...{ ...written, id: 2, type: 'admin', staff_id: 1, subject: 'Re: Order #101', message: 'On its way' },
        date_created: 'Sun, 01 Mar 2026 09:01:00 +0000',
      },
    ],
  })
  expect((await store.call('GET', '/v2/orders/101')).body).toEqual(before)
  expect((await messages('', 102)).status).toBe(204)
})

it('are found by what the official file names', async () => {
  const { shopper, merchant } = store.sandbox
  shopper.message(101, { message: 'One' })
  store.clock.advance(3_600_000)
  shopper.message(101, { message: 'Two' })
  merchant.markMessage(101, 1, { isRead: true })
  merchant.markMessage(101, 2, { isFlagged: true })
  const { customer_id } = (await store.call('GET', '/v2/orders/101')).body
  const found = async (query: string) =>
    ((await messages(query)).body ?? []).map((message: { id: number }) => message.id)
  expect(await found('?status=read')).toEqual([1])
  expect(await found('?status=unread')).toEqual([2])
  expect(await found('?is_flagged=true')).toEqual([2])
  expect(await found('?min_id=2')).toEqual([2])
  expect(await found('?max_id=1')).toEqual([1])
  expect(await found('?min_date_created=2026-03-01T09:30:00Z')).toEqual([2])
  expect(await found('?max_date_created=2026-03-01T09:30:00Z')).toEqual([1])
  expect(await found(`?customer_id=${customer_id}`)).toEqual([1, 2])
  expect(await found(`?customer_id=${customer_id + 1}`)).toEqual([])
  expect(await found('?limit=1&page=2')).toEqual([2])
  merchant.markMessage(101, 2, { isFlagged: false, isRead: true })
  expect((await messages('?min_id=2')).body).toMatchObject([{ status: 'read', is_flagged: false }])
  for (const query of ['?status=seen', '?min_id=x', '?is_flagged=perhaps', '?min_date_created=7']) {
    expect((await store.wrongCall('GET', `/v2/orders/101/messages${query}`)).status).toBe(400)
  }
  expect((await messages('', 9)).status).toBe(404)
})

it('are refused where they say nothing, or are about nothing', () => {
  const { shopper, merchant } = store.sandbox
  expect(() => shopper.message(101, { message: ' ' })).toThrow(SandboxError)
  expect(() => merchant.messageShopper(9, { message: 'Hello' })).toThrow(SandboxError)
  expect(() => merchant.markMessage(101, 1, { isRead: true })).toThrow(SandboxError)
  expect(store.told()).toEqual([])
})

it('come from another process too', async () => {
  const tell = async (who: string, body: object) => {
    const answer = await fetch(`${store.sandbox.url}/_control/${who}`, {
      method: 'POST',
      headers: { 'x-sandbox-control': store.sandbox.controlSecret },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  expect(await tell('shopper', { do: 'message', orderId: 101, message: 'Hello' })).toEqual({ messageId: 1 })
  const answer = { do: 'messageShopper', orderId: 101, message: 'Hello', subject: 'Hi' }
  expect(await tell('merchant', answer)).toEqual({ messageId: 2 })
  await tell('merchant', { do: 'markMessage', orderId: 101, messageId: 1, isRead: true })
  expect((await messages()).body).toMatchObject([{ status: 'read' }, { subject: 'Hi', status: 'unread' }])
})
