import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const profile = '/v3/settings/store/profile'
const catalog = '/v3/settings/catalog'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 0 })
})

beforeEach(() => void store.told())

afterAll(() => store.close())

const told = (name: string, ...channels: number[]) =>
  channels.map(id => `store/channel/${id}/settings/${name}/updated {}`)
const information = 'store/information/updated {"type":"store"}'
const nothing = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, null]))

describe('the profile of a store', () => {
  it('is changed as a whole, for every channel that has nothing of its own', async () => {
    await store.checked(async () => {
      const before = (await store.call('GET', profile)).body.data
      const names = Object.keys(before)
      const next = { ...before, store_name: 'Oak & Ash', store_phone: '+1 515 555 0199' }
      const none = nothing(names)
      expect((await store.call('GET', `${profile}?channel_id=2`)).body.data).toEqual(none)
      const own = { ...none, store_name: 'Outlet', store_phone: '+1 515 555 0111' }
      expect(await store.call('PUT', `${profile}?channel_id=2`, own)).toEqual({
        status: 200,
        body: { data: own, meta: {} },
      })
      expect(store.told()).toEqual(told('profile', 2))
      expect(await store.call('PUT', profile, next)).toEqual({ status: 200, body: { data: next, meta: {} } })
      expect(store.told()).toEqual([information, ...told('profile', 1, 664_201)])
      expect((await store.call('GET', profile)).body.data).toEqual(next)
      expect((await store.call('GET', `${profile}?channel_id=2`)).body.data).toEqual(own)
      expect((await store.call('GET', '/v2/store')).body).toMatchObject({ name: 'Oak & Ash', phone: '+1 515 555 0199' })
      expect(store.sandbox.storeName).toBe('Oak & Ash')
      await store.call('PUT', profile, next)
      await store.call('PUT', `${profile}?channel_id=2`, own)
      expect(store.told()).toEqual([])
      const mail = { ...next, store_email: 'shop@oak.example', store_address_type: 'Warehouse' }
      expect((await store.call('PUT', profile, mail)).body.data).toEqual(mail)
      expect(store.told()).toEqual(told('profile', 1, 2, 664_201))
      await store.call('PUT', `${profile}?channel_id=2`, none)
      expect((await store.call('GET', `${profile}?channel_id=2`)).body.data).toEqual(none)
      store.sandbox.merchant.renameStore('By hand')
      expect(store.told()).toEqual([...told('profile', 2), information, ...told('profile', 1, 2, 664_201)])
      expect((await store.call('GET', profile)).body.data).toEqual({ ...mail, store_name: 'By hand' })
    })
  })

  it('is refused in part, with what is none, and of a channel that is not there', async () => {
    await store.checked(async () => {
      const before = (await store.call('GET', profile)).body.data
      for (const [wrong, field] of [
        [{ store_phone: undefined }, 'store_phone'],
        [{ store_name: ' ' }, 'store_name'],
        [{ store_name: null }, 'store_name'],
        [{ store_email: 'nowhere' }, 'store_email'],
        [{ store_address_type: 'Castle' }, 'store_address_type'],
      ] as const) {
        const answer = await store.call('PUT', profile, { ...before, ...wrong })
        expect(answer).toMatchObject({ status: 422, body: { errors: { [field]: expect.any(String) } } })
      }
      // Documented: the type of address is one for all channels.
      expect((await store.call('PUT', `${profile}?channel_id=1`, before)).status).toBe(422)
      expect((await store.call('GET', `${profile}?channel_id=9`)).status).toBe(422)
      expect((await store.call('PUT', `${profile}?channel_id=9`, before)).status).toBe(422)
      expect((await store.call('GET', profile)).body.data).toEqual(before)
    }, 'answers')
    expect(store.told()).toEqual([])
  })
})

describe('catalog settings', () => {
  it('are of the store and of channels', async () => {
    await store.checked(async () => {
      const none = nothing(['auto_approve_reviews', 'enable_product_comparisons'])
      const next = { auto_approve_reviews: true, enable_product_comparisons: true }
      expect((await store.call('GET', catalog)).body.data).toEqual({ ...next, auto_approve_reviews: false })
      const own = { ...none, auto_approve_reviews: false }
      expect((await store.call('PUT', `${catalog}?channel_id=1`, own)).body.data).toEqual(own)
      expect(store.told()).toEqual(told('catalog', 1))
      expect(await store.call('PUT', catalog, next)).toEqual({ status: 200, body: { data: next, meta: {} } })
      expect(store.told()).toEqual(told('catalog', 2, 664_201))
      expect((await store.call('GET', `${catalog}?channel_id=1`)).body.data).toEqual(own)
      expect((await store.call('GET', `${catalog}?channel_id=2`)).body.data).toEqual(none)
    })
  })

  it('are refused in part', async () => {
    const before = (await store.call('GET', catalog)).body
    await store.checked(async () => {
      for (const body of [{}, { auto_approve_reviews: true }, { ...before.data, auto_approve_reviews: 'yes' }]) {
        expect((await store.call('PUT', catalog, body)).status).toBe(422)
      }
    }, 'answers')
    expect((await store.call('GET', catalog)).body).toEqual(before)
    expect(store.told()).toEqual([])
  })
})
