import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const product = '/v3/catalog/products/101'
const reviews = `${product}/reviews`
const updated = 'store/product/updated {"type":"product","id":101}'

const rowsAt = async (path: string) => (await store.call('GET', path)).body.data
const counts = async () => {
  const { reviews_count, reviews_rating_sum } = await rowsAt(product)
  return [reviews_count, reviews_rating_sum]
}

beforeAll(async () => {
  store = await openSandboxCaller({ products: 5 })
})

afterAll(() => store.close())

describe('reviews of a product', () => {
  it('are made, changed and deleted, and count once they are approved', async () => {
    await store.checked(async () => {
      expect(await rowsAt(reviews)).toEqual([])
      const plain = await store.call('POST', reviews, { title: 'Good', date_reviewed: '2026-02-01T10:00:00+01:00' })
      const now = '2026-03-01T09:00:00+00:00'
      expect(plain).toEqual({
        status: 200,
        body: {
          data: {
            ...{ id: expect.any(Number), title: 'Good', text: '', status: 'pending', rating: 0, email: '', name: '' },
            ...{ date_reviewed: '2026-02-01T09:00:00+00:00', date_created: now, date_modified: now },
          },
          meta: {},
        },
      })
      expect(store.told()).toEqual([])
      const said = {
        ...{ title: 'Very good', text: 'Warm.', status: 'approved', rating: 5, email: 'ada@fell.example', name: 'Ada' },
        date_reviewed: '2026-02-02T09:00:00+00:00',
      }
      const full = (await store.call('POST', reviews, said)).body.data
      const { id } = plain.body.data
      expect(full).toEqual({ id: id + 1, ...said, date_created: now, date_modified: now })
      expect(await counts()).toEqual([1, 5])
      expect(store.told()).toEqual([updated])
      store.clock.advance(60_000)
      const changed = await store.call('PUT', `${reviews}/${id}`, { status: 'approved', rating: 3 })
      expect(changed.body.data).toEqual({
        ...plain.body.data,
        ...{ status: 'approved', rating: 3, date_modified: '2026-03-01T09:01:00+00:00' },
      })
      expect(await rowsAt(`${reviews}/${id}`)).toEqual(changed.body.data)
      expect(await counts()).toEqual([2, 8])
      expect(await rowsAt(reviews)).toEqual([changed.body.data, full])
      expect((await rowsAt(`${product}?include=reviews`)).reviews).toEqual([changed.body.data, full])
      store.told()
      expect((await store.call('DELETE', `${reviews}/${full.id}`)).status).toBe(204)
      expect(store.told()).toEqual([updated])
      expect(await counts()).toEqual([1, 3])
      expect((await store.call('GET', `${reviews}/${full.id}`)).status).toBe(404)
    })
  })

  it('are filtered by their status', async () => {
    const base = '/v3/catalog/products/102/reviews'
    for (const status of ['approved', 'disapproved', 'pending']) {
      await store.call('POST', base, { title: status, date_reviewed: '2026-02-01T10:00:00Z', status })
    }
    await store.checked(async () => {
      expect(await rowsAt(`${base}?status=1`)).toMatchObject([{ title: 'approved' }])
      expect(await rowsAt(`${base}?status=0`)).toMatchObject([{ title: 'pending' }])
      expect(await rowsAt(base)).toHaveLength(3)
      expect(await rowsAt('/v3/catalog/products/102')).toMatchObject({ reviews_count: 1 })
    })
  })

  it('are refused where something is missing or wrong, or not there', async () => {
    const before = await rowsAt(reviews)
    const valid = { title: 'Good', date_reviewed: '2026-02-01T10:00:00Z' }
    store.told()
    await store.checked(async () => {
      const fields = async (body: object) => {
        const answer = await store.call('POST', reviews, body)
        return `${answer.status} ${Object.keys(answer.body.errors).toSorted().join()}`
      }
      expect(await fields({})).toBe('422 date_reviewed,title')
      expect(await fields({ title: 'x'.repeat(256), date_reviewed: 'today' })).toBe('422 date_reviewed,title')
      expect(await fields({ ...valid, rating: 6, status: 'new', email: 'ada' })).toBe('422 email,rating,status')
      expect((await store.call('POST', '/v3/catalog/products/9/reviews', valid)).status).toBe(404)
      expect((await store.call('PUT', `${reviews}/99999`, valid)).status).toBe(404)
      expect((await store.call('DELETE', `${reviews}/99999`)).status).toBe(404)
    }, 'answers')
    expect(await rowsAt(reviews)).toEqual(before)
    expect(store.told()).toEqual([])
  })
})
