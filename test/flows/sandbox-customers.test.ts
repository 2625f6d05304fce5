import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
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
        [{ name: 'X', discount_rules: [{ ...rule, amount: 1e308 }] }, 'discount_rules.0.amount'],
        [{ name: 'X', discount_rules: [{ ...rule, amount: '9'.repeat(400) }] }, 'discount_rules.0.amount'],
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

const customers = '/v3/customers'
const addresses = `${customers}/addresses`
const street = {
  first_name: 'Ines',
  last_name: 'Moor',
  address1: '3 Long Row',
  city: 'Austin',
  state_or_province: 'Texas',
  postal_code: '78759',
  country_code: 'US',
}

async function made(email: string, more: object = {}): Promise<number> {
  const { status, body } = await store.call('POST', customers, [{ email, first_name: 'A', last_name: 'B', ...more }])
  expect(status).toBe(200)
  store.told()
  return body.data[0].id
}

const customerAt = async (id: number) =>
  (await store.call('GET', `${customers}?id:in=${id}&include=addresses,storecredit,attributes`)).body.data[0]

describe('customers', () => {
  it('are made with defaults and with every field, in their default group, and told', async () => {
    const group = (await store.call('GET', groups)).body[0].id
    await store.call('PUT', `${groups}/${group}`, { is_default: true })
    await store.checked(async () => {
      const plain = { email: 'ines@moor.example', first_name: 'Ines', last_name: 'Moor' }
      const full = {
        ...plain,
        email: 'bram@moor.example',
        company: 'Moor & Co.',
        phone: '555',
        notes: 'Pays late',
        tax_exempt_category: 'trade',
        customer_group_id: 0,
        authentication: { force_password_reset: true },
        accepts_product_review_abandoned_cart_emails: false,
        store_credit_amounts: [{ amount: 12.5 }],
        origin_channel_id: 2,
        channel_ids: [2],
      }
      const answer = await store.call('POST', customers, [plain, { ...full, addresses: [street] }])
      expect(answer.status).toBe(200)
      const [one, two] = answer.body.data
      const now = '2026-03-01T09:00:00+00:00'
      expect(one).toMatchObject({
        ...plain,
        company: '',
        customer_group_id: group,
        origin_channel_id: 1,
        channel_ids: [],
        date_created: now,
        date_modified: now,
        address_count: 0,
      })
      expect(two).toMatchObject({ ...full, id: one.id + 1, address_count: 1 })
      expect(await customerAt(two.id)).toEqual(two)
      const [address] = two.addresses
      expect(address).toMatchObject({ ...street, customer_id: two.id, country: 'United States', address2: '' })
      expect(store.told()).toEqual([
        `store/customer/created {"type":"customer","id":${one.id}}`,
        `store/customer/created {"type":"customer","id":${two.id}}`,
        `store/customer/address/created {"type":"customer","id":${address.id},"address":{"customer_id":${two.id}}}`,
      ])
      const shown = (await store.call('GET', `${customers}?email:in=bram@moor.example`)).body.data
      expect(shown[0]).not.toHaveProperty('addresses')
      expect((await store.call('GET', `${customers}?customer_group_id:in=${group}`)).body.data).toHaveLength(1)
      await store.call('DELETE', `${groups}/${group}`)
      expect((await customerAt(one.id)).customer_group_id).toBe(0)
    })
  })

  it('have an e-mail address that is theirs in each channel', async () => {
    const [one, two] = [await made('twin@moor.example', { channel_ids: [1] }), await made('other@moor.example')]
    await store.checked(async () => {
      const twin = { email: 'TWIN@moor.example', first_name: 'A', last_name: 'B' }
      for (const channel_ids of [[1, 2], [1]]) {
        expect(await store.call('POST', customers, [{ ...twin, channel_ids }])).toMatchObject({
          status: 422,
          body: { errors: { '0.email': expect.stringContaining('TWIN') } },
        })
      }
      expect((await store.call('POST', customers, [twin])).status).toBe(422)
      expect((await store.call('POST', customers, [{ ...twin, channel_ids: [2] }])).status).toBe(200)
      expect(store.told()).toHaveLength(1)
      expect((await store.call('PUT', customers, [{ id: two, email: twin.email }])).status).toBe(422)
      expect((await store.call('PUT', customers, [{ id: one, email: twin.email }])).status).toBe(200)
      const swapped = [
        { id: one, email: 'swap@moor.example' },
        { id: two, email: 'swap@moor.example' },
      ]
      expect((await store.call('PUT', customers, swapped)).status).toBe(422)
      expect((await customerAt(one)).email).toBe(twin.email)
    })
  })

  it('log in at each of their channels once, however often it is named', async () => {
    expect((await customerAt(await made('named@moor.example', { channel_ids: [2, 1, 2] }))).channel_ids).toEqual([2, 1])
    store.told()
  })

  it('are changed field by field, and deleted with their addresses', async () => {
    const id = await made('change@moor.example', { addresses: [street] })
    const before = await customerAt(id)
    store.clock.advance(2_000)
    await store.checked(async () => {
      const input = { id, last_name: 'Fen', customer_group_id: 0, authentication: { force_password_reset: true } }
      const changed = await store.call('PUT', customers, [input])
      expect(changed).toMatchObject({ status: 200, body: { data: [{ ...input, first_name: 'A' }] } })
      expect(await customerAt(id)).toEqual({ ...before, ...input, date_modified: '2026-03-01T09:00:02+00:00' })
      expect(store.told()).toEqual([`store/customer/updated {"type":"customer","id":${id}}`])
      expect((await store.call('DELETE', `${customers}?id:in=${id},99999`)).status).toBe(204)
      expect(await customerAt(id)).toBeUndefined()
      expect((await store.call('GET', `${addresses}?customer_id:in=${id}`)).body.data).toEqual([])
      expect(store.told()).toEqual([`store/customer/deleted {"type":"customer","id":${id}}`])
      expect((await store.call('PUT', customers, [{ id, last_name: 'X' }])).status).toBe(422)
      expect(await made('change@moor.example')).toBeGreaterThan(id)
    })
    const { total } = (await store.call('GET', customers)).body.meta.pagination
    await store.checked(async () => {
      expect((await store.call('DELETE', customers)).status).toBe(204)
    }, 'answers')
    expect((await store.call('GET', customers)).body.meta.pagination.total).toBe(total)
  })

  it('are refused as a whole, with every field at fault', async () => {
    const { total } = (await store.call('GET', customers)).body.meta.pagination
    const good = { email: 'good@moor.example', first_name: 'A', last_name: 'B' }
    await store.checked(async () => {
      for (const [more, field] of [
        [{ email: 'nobody' }, 'email'],
        [{ first_name: '' }, 'first_name'],
        [{ last_name: undefined }, 'last_name'],
        [{ channel_ids: [] }, 'channel_ids'],
        [{ channel_ids: [77] }, 'channel_ids'],
        [{ store_credit_amounts: [{ amount: 1e300 }] }, 'store_credit_amounts.0.amount'],
        [{ customer_group_id: 77 }, 'customer_group_id'],
        [{ origin_channel_id: 77 }, 'origin_channel_id'],
        [{ attributes: [{ attribute_id: 1, attribute_value: 'x' }] }, 'attributes.0.attribute_id'],
        [{ addresses: [{ ...street, country_code: 'XQ' }] }, 'addresses.0.country_code'],
      ] as const) {
        const answer = await store.call('POST', customers, [good, { ...good, email: 'bad@moor.example', ...more }])
        expect(answer).toMatchObject({ status: 422, body: { errors: { [`1.${field}`]: expect.any(String) } } })
      }
      const many = Array.from({ length: 11 }, (_, at) => ({ ...good, email: `many${at}@moor.example` }))
      expect(await store.call('POST', customers, many)).toMatchObject({
        status: 413,
        body: { title: 'The request payload is too large. The maximum items allowed in the array is 10.' },
      })
      expect((await store.call('PUT', customers, [{ first_name: 'No id' }])).status).toBe(422)
      const twice = [
        { id: 1, first_name: 'Twice' },
        { id: 1, last_name: 'Twice' },
      ]
      expect(await store.call('PUT', customers, twice)).toMatchObject({
        status: 422,
        body: { errors: { '1.id': expect.any(String) } },
      })
    }, 'answers')
    expect((await store.call('GET', customers)).body.meta.pagination.total).toBe(total)
    expect(store.told()).toEqual([])
  })

  it('are paged by cursor, also in another order', async () => {
    await store.checked(async () => {
      const all = (await store.call('GET', `${customers}?limit=250`)).body.data
      const seen: number[] = []
      let next = `?limit=7`
      for (let round = 0; round < 100 && next !== ''; round += 1) {
        const { data, meta } = (await store.call('GET', `${customers}${next}`)).body
        seen.push(...data.map((row: { id: number }) => row.id))
        next = meta.cursor_pagination.links.next ?? ''
      }
      expect(seen).toEqual(all.map((row: { id: number }) => row.id))
      const first = (await store.call('GET', `${customers}?sort=last_name:desc&limit=3`)).body
      const second = (await store.call('GET', `${customers}${first.meta.cursor_pagination.links.next}`)).body
      const names = [...first.data, ...second.data].map((row: { last_name: string }) => row.last_name)
      expect(names).toEqual(names.toSorted().toReversed())
      expect(names).toHaveLength(6)
    })
  })
})

describe('addresses of customers', () => {
  it('are made, changed, listed and deleted, each once for a customer', async () => {
    const customer_id = await made('addresses@moor.example')
    await store.checked(async () => {
      const input = { ...street, customer_id, company: 'Moor', phone: '1', address_type: 'commercial' }
      const answer = await store.call('POST', addresses, [input, { ...input, city: 'Dallas' }, input])
      expect(answer.status).toBe(200)
      const [one, two, ...more] = answer.body.data
      expect(more).toEqual([])
      expect(one).toEqual({ ...input, id: expect.any(Number), address2: '', country: 'United States' })
      const told = (what: string, id: number) =>
        `store/customer/address/${what} {"type":"customer","id":${id},"address":{"customer_id":${customer_id}}}`
      expect(store.told()).toEqual([told('created', one.id), told('created', two.id)])
      const changed = await store.call('PUT', addresses, [{ id: one.id, country_code: 'CA', city: 'Banff' }])
      const next = { ...one, country_code: 'CA', country: 'Canada', city: 'Banff' }
      expect(changed.body.data).toEqual([next])
      expect(store.told()).toEqual([told('updated', one.id)])
      const same = { id: two.id, country_code: 'CA', city: 'Banff' }
      expect(await store.call('PUT', addresses, [same])).toMatchObject({ status: 200, body: { data: [] } })
      expect(store.told()).toEqual([])
      const list = async (query: string) => (await store.call('GET', `${addresses}?${query}`)).body.data
      expect(await list(`customer_id:in=${customer_id}`)).toEqual([next, two])
      expect(await list(`id:in=${two.id}&include=formfields`)).toEqual([{ ...two, form_fields: [] }])
      expect(await list(`company:in=moor&name:in=Ines%20Moor`)).toHaveLength(2)
      expect((await customerAt(customer_id)).address_count).toBe(2)
      expect((await store.call('DELETE', `${addresses}?id:in=${one.id},99999`)).status).toBe(204)
      expect(store.told()).toEqual([told('deleted', one.id)])
      expect(await list(`customer_id:in=${customer_id}`)).toEqual([two])
    })
  })

  it('are as many in one call as somebody has, each once', async () => {
    const customer_id = await made('many-addresses@moor.example')
    const many = Array.from({ length: 2_000 }, (_, at) => ({ ...street, customer_id, address2: `Door ${at}` }))
    const first = (await store.call('POST', addresses, many)).body.data
    expect(first).toHaveLength(2_000)
    expect((await store.call('POST', addresses, many)).body.data).toEqual([])
    await store.call('DELETE', `${addresses}?id:in=${first[0].id}`)
    expect((await store.call('POST', addresses, many)).body.data).toMatchObject([{ address2: 'Door 0' }])
    await store.call('DELETE', `/v3/customers?id:in=${customer_id}`)
    store.told()
  })

  it('are refused as a whole', async () => {
    const { total } = (await store.call('GET', addresses)).body.meta.pagination
    await store.checked(async () => {
      const good = { ...street, customer_id: 1 }
      for (const [wrong, field] of [
        [{ customer_id: 99_999 }, 'customer_id'],
        [{ country_code: 'USA' }, 'country_code'],
        [{ postal_code: undefined }, 'postal_code'],
        [{ address_type: 'castle' }, 'address_type'],
      ] as const) {
        const answer = await store.call('POST', addresses, [good, { ...good, ...wrong }])
        expect(answer).toMatchObject({ status: 422, body: { errors: { [`1.${field}`]: expect.any(String) } } })
      }
      expect((await store.call('PUT', addresses, [{ id: 99_999, city: 'X' }])).status).toBe(422)
    }, 'answers')
    expect((await store.call('GET', addresses)).body.meta.pagination.total).toBe(total)
    expect(store.told()).toEqual([])
  })
})

describe('bodies that are out of all measure', () => {
  const many = Array.from({ length: 200_000 }, () => 'x')

  it('are refused, and name the first hundred fields at most', async () => {
    const person = { email: 'huge@moor.example', first_name: 'A', last_name: 'B' }
    const huge = await store.call('POST', customers, [{ ...person, channel_ids: many }])
    expect(huge).toMatchObject({ status: 422, body: { errors: { '0.channel_ids': expect.any(String) } } })
    const { status, body } = await store.call('POST', addresses, many)
    expect(status).toBe(422)
    expect(Object.keys(body.errors)).toHaveLength(100)
    const rule = { type: 'all', method: 'fixed', amount: 1 }
    const group = { name: 'Huge', discount_rules: [rule], category_access: { type: 'specific', categories: many } }
    expect((await store.call('POST', groups, group)).status).toBe(400)
  })
})

/** Fails once: when it is asked for the time after the journal and the quota have asked, by whatever answers a call. */
class FailingClock extends SteppedClock {
  #callsLeft = Number.POSITIVE_INFINITY

  failWithNextAnswer(): void {
    this.#callsLeft = 2
  }

  override now(): Date {
    this.#callsLeft -= 1
    if (this.#callsLeft === -1) throw new Error('out of order')
    return super.now()
  }
}

it('answers a fault of its own with 500, which counts and is in the journal as any answer', async () => {
  const clock = new FailingClock('2026-03-01T09:00:00Z')
  const other = await openSandboxCaller({ clock })
  const person = { email: 'fault@moor.example', first_name: 'A', last_name: 'B' }
  clock.failWithNextAnswer()
  const { status, body } = await other.call('POST', customers, [person])
  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('out of order')
  const [exchange] = other.sandbox.journal.exchanges
  expect(exchange).toMatchObject({ status: 500 })
  expect(exchange?.responseHeaders).toHaveProperty('X-Rate-Limit-Requests-Left')
  await other.close()
})
