import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const groups = '/v2/customer_groups'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 5 })
})

afterAll(() => store.close())

// The official file has forms of discount_rules that nothing can satisfy, so only answers are checked here.
describe('customer groups', () => {
  it('are made with defaults, changed, listed, counted and deleted', async () => {
    await store.checked(async () => {
      expect(await store.call('GET', groups)).toEqual({ status: 204, body: null })
      const now = 'Sun, 01 Mar 2026 09:00:00 +0000'
      const row = {
        id: 1,
        name: 'Wholesale',
        is_default: false,
        category_access: { type: 'all' },
        discount_rules: [],
        is_group_for_guests: false,
        date_created: now,
        date_modified: now,
      }
      expect(await store.call('POST', groups, { name: 'Wholesale' })).toEqual({ status: 200, body: row })
      const rules = [
        { type: 'all', method: 'percent', amount: 5 },
        { type: 'category', method: 'fixed', amount: '2.5', category_id: 21 },
      ]
      const changed = await store.call('PUT', `${groups}/1`, { is_default: true, discount_rules: rules })
      const shown = [
        { type: 'all', method: 'percent', amount: '5.0000' },
        { type: 'category', method: 'fixed', amount: '2.5000', category_id: 21 },
      ]
      expect(changed).toEqual({ status: 200, body: { ...row, is_default: true, discount_rules: shown } })
      expect((await store.call('GET', `${groups}/1`)).body).toEqual(changed.body)
      const guests = await store.call('POST', groups, {
        name: 'Guests',
        is_default: true,
        is_group_for_guests: true,
        category_access: { type: 'specific', categories: [21] },
        discount_rules: [{ type: 'price_list', price_list_id: 3 }],
      })
      expect(guests.body).toMatchObject({ id: 2, category_access: { categories: [21] } })
      expect((await store.call('GET', `${groups}/1`)).body.is_default).toBe(false)
      expect((await store.call('GET', `${groups}/count`)).body).toEqual({ count: 2 })
      const ids = async (query: string) =>
        (await store.call('GET', `${groups}?${query}`)).body?.map((group: { id: number }) => group.id)
      expect(await ids('name:like=sale')).toEqual([1])
      expect(await ids('is_group_for_guests=true')).toEqual([2])
      expect(await ids('limit=1&page=2')).toEqual([2])
      expect(await ids('date_created:min=2027-01-01T00:00:00')).toBeUndefined()
      expect((await store.call('DELETE', `${groups}/2`)).status).toBe(204)
      for (const method of ['GET', 'DELETE'] as const) {
        expect((await store.call(method, `${groups}/2`)).status).toBe(404)
      }
      expect((await store.call('POST', groups, { name: 'Third' })).body.id).toBe(3)
    }, 'answers')
  })

  it('are refused with 400 and the field at fault', async () => {
    await store.checked(async () => {
      const rule = { type: 'all', method: 'percent', amount: '5' }
      for (const [body, field] of [
        [{}, 'name'],
        [{ name: '' }, 'name'],
        [{ name: 'X', category_access: { type: 'some' } }, 'category_access.type'],
        [{ name: 'X', discount_rules: [rule, rule] }, 'discount_rules'],
        [{ name: 'X', discount_rules: [rule, { type: 'price_list', price_list_id: 1 }] }, 'discount_rules'],
        [{ name: 'X', discount_rules: [{ ...rule, amount: 'much' }] }, 'discount_rules.0.amount'],
      ] as const) {
        expect(await store.call('POST', groups, body)).toMatchObject({
          status: 400,
          body: [{ status: 400, message: expect.stringContaining(`'${field}'`) }],
        })
      }
    }, 'answers')
    expect((await store.call('GET', `${groups}/count`)).body).toEqual({ count: 2 })
  })
})
