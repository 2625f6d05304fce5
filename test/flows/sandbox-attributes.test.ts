import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const attributes = '/v3/customers/attributes'
const values = '/v3/customers/attribute-values'
const now = '2026-03-01T09:00:00+00:00'

const rowsAt = async (path: string) => (await store.call('GET', path)).body.data
const fault = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
  const answer = await store.call(method, path, body)
  return `${answer.status} ${Object.keys(answer.body.errors).toSorted().join()}`
}

async function madeOf(name: string, type = 'string'): Promise<number> {
  return (await store.call('POST', attributes, [{ name, type }])).body.data[0].id
}

beforeAll(async () => {
  store = await openSandboxCaller({ products: 1 })
})

afterAll(() => store.close())

describe('attributes of customers', () => {
  it('are made, renamed, filtered and deleted', async () => {
    await store.checked(async () => {
      const wanted = [
        { name: 'Size', type: 'string' },
        { name: 'Age', type: 'number' },
        { name: 'Joined', type: 'date' },
      ]
      const made = await store.call('POST', attributes, wanted)
      expect(made.status).toBe(200)
      const [size, age, joined] = made.body.data
      expect(size).toEqual({ id: size.id, ...wanted[0], date_created: now, date_modified: now })
      expect(await rowsAt(attributes)).toEqual([size, age, joined])
      expect(await rowsAt(`${attributes}?name:like=oin`)).toEqual([joined])
      expect(await rowsAt(`${attributes}?type=number`)).toEqual([age])
      store.clock.advance(60_000)
      const renamed = await store.call('PUT', attributes, [{ id: age.id, name: 'Years' }])
      expect(renamed.body.data).toEqual([{ ...age, name: 'Years', date_modified: '2026-03-01T09:01:00+00:00' }])
      expect(await rowsAt(`${attributes}?date_modified:min=2026-03-01T09:00:30Z`)).toEqual(renamed.body.data)
      expect((await store.call('DELETE', `${attributes}?id:in=${age.id},${joined.id}`)).status).toBe(204)
      expect(await rowsAt(attributes)).toEqual([size])
    })
    expect(store.told()).toEqual([])
  })

  it('are refused as a whole where one is wrong', async () => {
    const id = await madeOf('Taken')
    const before = await rowsAt(attributes)
    await store.checked(async () => {
      const free = { name: 'Free', type: 'string' }
      expect(await fault('POST', attributes, [free, { name: 'TAKEN', type: 'date' }])).toBe('422 1.name')
      expect(await fault('POST', attributes, [free, { name: '', type: 'list' }])).toBe('422 1.name,1.type')
      expect(await fault('POST', attributes, [free, free])).toBe('422 1.name')
      const many = Array.from({ length: 51 }, (_, at) => ({ name: `Attribute ${at}`, type: 'string' }))
      expect(await fault('POST', attributes, many)).toBe('422 body')
      const renamed = { id, name: 'Renamed' }
      expect(await fault('PUT', attributes, [renamed, { id: 99_999, name: 'Lost' }])).toBe('422 1.id')
      expect(await fault('PUT', attributes, [{ id, name: before[0].name }])).toBe('422 0.name')
      expect((await store.call('DELETE', attributes)).status).toBe(422)
    }, 'answers')
    expect(await rowsAt(attributes)).toEqual(before)
  })
})

describe('values of attributes', () => {
  it('belong to a customer, one of each attribute, and go with either', async () => {
    const [color, age] = [await madeOf('Color'), await madeOf('Years of age', 'number')]
    const people = ['one', 'two'].map(name => ({ first_name: name, last_name: 'Fell', email: `${name}@fell.example` }))
    const [one, two] = (await store.call('POST', '/v3/customers', people)).body.data
    store.told()
    await store.checked(async () => {
      const given = [
        { attribute_id: color, customer_id: one.id, value: 'red' },
        { attribute_id: age, customer_id: one.id, value: '44' },
        { attribute_id: color, customer_id: two.id, value: 'blue' },
      ]
      const { status, body } = await store.call('PUT', values, given)
      expect(status).toBe(200)
      const [red, years, blue] = body.data
      const at = expect.any(String)
      expect(red).toEqual({
        ...{ id: red.id, attribute_id: color, attribute_value: 'red', customer_id: one.id },
        ...{ date_created: at, date_modified: at },
      })
      expect(await rowsAt(values)).toEqual([red, years, blue])
      expect(await rowsAt(`${values}?customer_id:in=${two.id}`)).toEqual([blue])
      expect(await rowsAt(`${values}?attribute_id:in=${color}`)).toEqual([red, blue])
      expect(await rowsAt(`${values}?name=color`)).toEqual([red, blue])
      const again = await store.call('PUT', values, [{ attribute_id: color, customer_id: one.id, value: 'green' }])
      expect(again.body.data).toMatchObject([{ id: red.id, attribute_value: 'green' }])
      const [shown] = await rowsAt(`/v3/customers?id:in=${one.id}&include=attributes`)
      expect(shown.attribute_count).toBe(2)
      expect(shown.attributes).toEqual([again.body.data[0], years])

      expect((await store.call('DELETE', `${values}?id:in=${years.id}`)).status).toBe(204)
      expect(await rowsAt(values)).toEqual([again.body.data[0], blue])
      expect(store.told()).toEqual([])
      await store.call('DELETE', `/v3/customers?id:in=${two.id}`)
      expect(await rowsAt(values)).toEqual(again.body.data)
      await store.call('DELETE', `${attributes}?id:in=${color}`)
      expect(await rowsAt(values)).toEqual([])
    })
    store.told()
  })

  it('come with a new customer', async () => {
    const tea = await madeOf('Tea')
    const person = { first_name: 'Ada', last_name: 'Fell', email: 'ada@fell.example' }
    await store.checked(async () => {
      const [made] = (
        await store.call('POST', '/v3/customers', [
          { ...person, attributes: [{ attribute_id: tea, attribute_value: 'black' }] },
        ])
      ).body.data
      expect(made).toMatchObject({ attribute_count: 1, attributes: [{ attribute_id: tea, attribute_value: 'black' }] })
      expect(await rowsAt(`${values}?customer_id:in=${made.id}`)).toEqual(made.attributes)
    })
  })

  it('are refused as a whole where one is wrong', async () => {
    const [born, count] = [await madeOf('Born', 'date'), await madeOf('Count', 'number')]
    const good = { attribute_id: count, customer_id: 1, value: '-1.5' }
    const before = await rowsAt(values)
    await store.checked(async () => {
      expect(await fault('PUT', values, [good, { ...good, value: 'many' }])).toBe('422 1.value')
      expect(await fault('PUT', values, [good, { ...good, attribute_id: born, value: 'then' }])).toBe('422 1.value')
      for (const value of ['Foo 1', '1', '2026-02-31', '03/04/2026'])
        expect(await fault('PUT', values, [good, { ...good, attribute_id: born, value }])).toBe('422 1.value')
      expect(await fault('PUT', values, [good, { ...good, attribute_id: 99_999 }])).toBe('422 1.attribute_id')
      expect(await fault('PUT', values, [good, { ...good, customer_id: 99_999 }])).toBe('422 1.customer_id')
      expect(await fault('PUT', values, [{ ...good, value: 'x'.repeat(256) }])).toBe('422 0.value')
      expect((await store.call('PUT', values, Array(11).fill(good))).status).toBe(413)
      expect((await store.call('DELETE', values)).status).toBe(422)
      const person = { first_name: 'Bo', last_name: 'Fell', email: 'bo@fell.example' }
      const wrong = [{ attribute_id: count, attribute_value: 'many' }]
      expect(await fault('POST', '/v3/customers', [{ ...person, attributes: wrong }])).toBe(
        '422 0.attributes.0.attribute_value',
      )
    }, 'answers')
    expect(await rowsAt(values)).toEqual(before)
    expect(await rowsAt('/v3/customers?email:in=bo@fell.example')).toEqual([])
  })
})
