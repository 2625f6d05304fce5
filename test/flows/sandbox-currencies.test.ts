import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const currencies = '/v2/currencies'
const euro = {
  name: 'Euro',
  currency_code: 'EUR',
  currency_exchange_rate: '0.849',
  token_location: 'right',
  token: '€',
  decimal_token: ',',
  thousands_token: '.',
  decimal_places: 2,
}

beforeAll(async () => {
  store = await openSandboxCaller({ products: 2 })
})

afterAll(() => store.close())

const channels = [1, 2, 664_201].map(id => `store/channel/${id}/settings/currency/updated {}`)
const information = 'store/information/updated {"type":"store"}'
const codes = async () =>
  (await store.call('GET', currencies)).body.map((row: { currency_code: string }) => row.currency_code)

describe('currencies', () => {
  it('are made, changed and deleted, and the default is overridden', async () => {
    await store.checked(async () => {
      const made = await store.call('POST', currencies, euro)
      const row = {
        ...euro,
        id: 3,
        currency_exchange_rate: '0.8490000000',
        is_default: false,
        country_iso2: '',
        default_for_country_codes: [],
        auto_update: false,
        enabled: true,
        is_transactional: false,
        use_default_name: false,
        last_updated: 'Sun, 01 Mar 2026 09:00:00 +0000',
      }
      expect(made).toEqual({ status: 200, body: row })
      expect(store.told()).toEqual(channels)
      expect((await store.call('GET', `${currencies}/3`)).body).toEqual(row)
      store.clock.advance(1_000)
      const change = { is_default: true, is_transactional: true, currency_exchange_rate: 0.9, currency_code: 'XXX' }
      const changed = await store.call('PUT', `${currencies}/3`, change)
      const next = {
        ...row,
        is_default: true,
        is_transactional: true,
        currency_exchange_rate: '0.9000000000',
        last_updated: 'Sun, 01 Mar 2026 09:00:01 +0000',
      }
      expect(changed).toEqual({ status: 200, body: next })
      expect(store.told()).toEqual([information, ...channels])
      store.clock.advance(1_000)
      expect((await store.call('PUT', `${currencies}/3`, change)).body).toEqual(next)
      expect(store.told()).toEqual([])
      expect((await store.call('GET', `${currencies}/1`)).body.is_default).toBe(false)
      expect((await store.call('GET', '/v2/store')).body).toMatchObject({
        currency: 'EUR',
        currency_symbol: '€',
        decimal_separator: ',',
        currency_symbol_location: 'right',
      })
      expect((await store.call('GET', '/v3/channels/2?include=currencies')).body.data.currencies).toEqual({
        channel_id: 2,
        enabled_currencies: ['USD', 'CAD', 'EUR'],
        default_currency: 'EUR',
      })
      expect((await store.call('DELETE', `${currencies}/2`)).status).toBe(204)
      expect(store.told()).toEqual(channels)
      expect((await store.call('GET', `${currencies}/2`)).status).toBe(404)
      expect((await store.call('DELETE', currencies)).status).toBe(204)
      expect(await codes()).toEqual(['EUR'])
      store.told()
      const dollar = { ...euro, name: 'US Dollar', currency_code: 'usd', currency_exchange_rate: 1, is_default: true }
      expect((await store.call('POST', currencies, dollar)).body).toMatchObject({
        id: 4,
        currency_code: 'USD',
        is_default: true,
      })
      expect(store.told()).toEqual([information, ...channels])
      expect((await store.call('GET', `${currencies}/3`)).body.is_default).toBe(false)
      store.clock.advance(1_000)
    })
  })

  it('are refused with 400 and the field at fault, twice with 409', async () => {
    const before = (await store.call('GET', currencies)).body
    await store.checked(async () => {
      const pound = { ...euro, name: 'Pound', currency_code: 'GBP' }
      for (const [wrong, field] of [
        [{ name: undefined }, 'name'],
        [{ currency_code: 'POUND' }, 'currency_code'],
        [{ currency_exchange_rate: 0 }, 'currency_exchange_rate'],
        [{ currency_exchange_rate: '-1' }, 'currency_exchange_rate'],
        [{ currency_exchange_rate: 1e300 }, 'currency_exchange_rate'],
        [{ currency_exchange_rate: 1e-12 }, 'currency_exchange_rate'],
        [{ token_location: 'above' }, 'token_location'],
        [{ decimal_places: 1.5 }, 'decimal_places'],
        [{ is_default: true, enabled: false }, 'enabled'],
      ] as const) {
        expect(await store.call('POST', currencies, { ...pound, ...wrong })).toMatchObject({
          status: 400,
          body: [{ status: 400, message: expect.stringContaining(`'${field}'`) }],
        })
      }
      expect((await store.call('POST', currencies, { ...euro, currency_code: 'eur' })).status).toBe(409)
      expect((await store.call('PUT', `${currencies}/4`, { is_default: false })).status).toBe(400)
      expect((await store.call('PUT', `${currencies}/4`, { enabled: false })).status).toBe(400)
      expect((await store.call('DELETE', `${currencies}/4`)).status).toBe(400)
      expect((await store.call('PUT', `${currencies}/9`, { name: 'X' })).status).toBe(404)
      expect((await store.call('DELETE', `${currencies}/9`)).status).toBe(404)
    }, 'answers')
    expect((await store.call('GET', currencies)).body).toEqual(before)
    expect(store.told()).toEqual([])
  })

  it('are those in which there can be prices', async () => {
    const list = (await store.call('POST', '/v3/pricelists', { name: 'Wholesale' })).body.data.id
    const { variants } = (await store.call('GET', '/v3/catalog/products/101?include=variants')).body.data
    const record = (currency: string) => [{ variant_id: variants[0].id, currency, price: 5 }]
    const path = `/v3/pricelists/${list}/records`
    expect((await store.call('PUT', path, record('gbp'))).status).toBe(422)
    await store.call('POST', currencies, { ...euro, name: 'Pound', currency_code: 'GBP' })
    expect((await store.call('PUT', path, record('gbp'))).status).toBe(200)
    expect((await store.call('PUT', `${path}/${variants[0].id}/chf`, { price: 5 })).status).toBe(422)
  })
})
