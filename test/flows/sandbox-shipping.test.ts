import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const zones = '/v2/shipping/zones'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 0 })
})

afterAll(async () => {
  // Nothing of shipping is told.
  expect(store.told()).toEqual([])
  await store.close()
})

const refused = (field: string) => ({
  status: 400,
  body: [{ status: 400, message: expect.stringContaining(`'${field}'`) }],
})

describe('shipping zones', () => {
  it('are made with defaults and with every field, changed and deleted', async () => {
    await store.checked(async () => {
      const made = await store.call('POST', zones, { name: 'Everywhere', type: 'global' })
      const row = {
        id: 4,
        name: 'Everywhere',
        type: 'global',
        locations: [],
        free_shipping: { enabled: false, minimum_sub_total: '0.0000', exclude_fixed_shipping_products: false },
        handling_fees: { fixed_surcharge: '0.0000', display_separately: false },
        enabled: true,
      }
      expect(made).toEqual({ status: 201, body: row })
      const states = [
        { country_iso2: 'US', state_iso2: 'SC' },
        { country_iso2: 'US', state_iso2: 'TX' },
      ]
      const full = {
        name: 'South',
        type: 'state',
        locations: states,
        free_shipping: { enabled: true, minimum_sub_total: '50', exclude_fixed_shipping_products: true },
        handling_fees: { percentage_surcharge: '2.5', display_separately: true },
        enabled: false,
      }
      const second = {
        ...full,
        id: 5,
        locations: [
          { id: 3, ...states[0] },
          { id: 4, ...states[1] },
        ],
        free_shipping: { ...full.free_shipping, minimum_sub_total: '50.0000' },
        handling_fees: { percentage_surcharge: '2.5000', display_separately: true },
      }
      expect(await store.call('POST', zones, full)).toEqual({ status: 201, body: second })
      const change = { name: 'Zips', type: 'zip', locations: [{ country_iso2: 'US', zip: '11103' }] }
      const changed = await store.call('PUT', `${zones}/5`, change)
      const next = { ...second, ...change, locations: [{ id: 5, country_iso2: 'US', zip: '11103' }] }
      expect(changed).toEqual({ status: 200, body: next })
      expect((await store.call('GET', `${zones}/5`)).body).toEqual(next)
      expect((await store.call('PUT', `${zones}/5`, { name: 'Zips', enabled: true })).body).toEqual({
        ...next,
        enabled: true,
      })
      expect((await store.call('DELETE', `${zones}/5`)).status).toBe(204)
      expect((await store.call('GET', `${zones}/5`)).status).toBe(404)
      expect(
        (await store.call('POST', zones, { name: 'Mexico', type: 'country', locations: [{ country_iso2: 'MX' }] }))
          .body,
      ).toMatchObject({ id: 6, locations: [{ id: 6 }] })
    })
  })

  it('are refused where they are nowhere', async () => {
    const before = (await store.call('GET', zones)).body
    await store.checked(async () => {
      const us = { country_iso2: 'US' }
      for (const [body, field] of [
        [{ type: 'global' }, 'name'],
        [{ name: 'X' }, 'type'],
        [{ name: 'X', type: 'planet' }, 'type'],
        [{ name: 'X', type: 'country' }, 'locations'],
        [{ name: 'X', type: 'country', locations: [{ country_iso2: 'USA' }] }, 'locations.0.country_iso2'],
        [{ name: 'X', type: 'country', locations: [{ country_iso2: '<>' }] }, 'locations.0.country_iso2'],
        [{ name: 'X', type: 'state', locations: [{ ...us, state_iso2: 'SC' }, us] }, 'locations.1.state_iso2'],
        [{ name: 'X', type: 'zip', locations: [us] }, 'locations.0.zip'],
        [{ name: 'X', type: 'global', handling_fees: { display_separately: true } }, 'handling_fees'],
        [{ name: 'X', type: 'global', free_shipping: { minimum_sub_total: -1 } }, 'free_shipping.minimum_sub_total'],
      ] as const) {
        expect(await store.call('POST', zones, body)).toMatchObject(refused(field))
      }
      expect(await store.call('PUT', `${zones}/1`, { enabled: false })).toMatchObject(refused('name'))
      expect(await store.call('PUT', `${zones}/1`, { name: 'X', type: 'zip' })).toMatchObject(
        refused('locations.0.zip'),
      )
      expect((await store.call('PUT', `${zones}/9`, { name: 'X' })).status).toBe(404)
      expect((await store.call('DELETE', `${zones}/9`)).status).toBe(404)
    }, 'answers')
    expect((await store.call('GET', zones)).body).toEqual(before)
  })
})

describe('shipping methods', () => {
  const methods = `${zones}/3/methods`
  const flat = { name: 'Per order', type: 'perorder', settings: { rate: 8 } }

  it('are made with the settings of their type, changed and deleted', async () => {
    await store.checked(async () => {
      expect((await store.call('GET', methods)).status).toBe(204)
      const defaults = { enabled: true, handling_fees: { fixed_surcharge: 0 }, is_fallback: false, channel_ids: [1, 2] }
      const made = await store.call('POST', methods, flat)
      expect(made).toEqual({ status: 200, body: { id: 5, ...flat, ...defaults } })
      const total = {
        name: 'By total',
        type: 'total',
        settings: {
          default_cost: null,
          default_cost_type: 'percentage_of_total',
          range: [{ lower_limit: 0, upper_limit: 49.99, shipping_cost: 5 }],
        },
        enabled: false,
        handling_fees: { percentage_surcharge: 3 },
        is_fallback: true,
        channel_ids: [2],
      }
      expect((await store.call('POST', methods, total)).body).toEqual({ id: 6, ...total })
      const free = { name: 'Free', type: 'freeshipping' }
      expect((await store.call('POST', methods, free)).body).toEqual({ id: 7, ...free, settings: {}, ...defaults })
      const carrier = { name: 'Post', type: 'auspost', settings: { carrier_options: { delivery_services: ['X'] } } }
      expect((await store.call('POST', methods, carrier)).body).toMatchObject(carrier)
      const change = { settings: { rate: 11 }, channel_ids: [2], handling_fees: { fixed_surcharge: 2 } }
      const changed = await store.call('PUT', `${methods}/5`, change)
      expect(changed).toEqual({ status: 200, body: { ...made.body, ...change } })
      expect((await store.call('GET', `${methods}/5`)).body).toEqual(changed.body)
      expect((await store.call('DELETE', `${methods}/5`)).status).toBe(204)
      expect((await store.call('DELETE', `${methods}/5`)).status).toBe(404)
      expect((await store.call('GET', methods)).body).toHaveLength(3)
      expect((await store.call('GET', `${zones}/1/methods/6`)).status).toBe(404)
    })
  })

  it('are refused where their settings are others', async () => {
    const before = (await store.call('GET', methods)).body
    await store.checked(async () => {
      const cost = { default_cost: 1, default_cost_type: 'fixed_amount' }
      for (const [wrong, field] of [
        [{ name: undefined }, 'name'],
        [{ type: 'pigeon' }, 'type'],
        [{ settings: undefined }, 'settings.rate'],
        [{ settings: { rate: -1 } }, 'settings.rate'],
        [{ type: 'weight', settings: cost }, 'settings.range'],
        [
          { type: 'weight', settings: { ...cost, range: [{ lower_limit: 2, upper_limit: 1, shipping_cost: 0 }] } },
          'settings.range.0',
        ],
        [{ type: 'fedex' }, 'settings.carrier_options'],
        [{ channel_ids: [1, 99] }, 'channel_ids'],
        [{ handling_fees: { fixed_surcharge: 1, percentage_surcharge: 1 } }, 'handling_fees'],
      ] as const) {
        expect(await store.call('POST', methods, { ...flat, ...wrong })).toMatchObject(refused(field))
      }
      expect(await store.call('PUT', `${methods}/6`, { type: 'peritem' })).toMatchObject(refused('settings.rate'))
      const { body } = await store.call('POST', methods, { ...flat, type: 'weight', settings: 5 })
      expect(body[0].details).toEqual({ settings: 'settings: must be an object' })
      expect((await store.call('PUT', `${methods}/99`, flat)).status).toBe(404)
      expect((await store.call('POST', `${zones}/9/methods`, flat)).status).toBe(404)
    }, 'answers')
    expect((await store.call('GET', methods)).body).toEqual(before)
  })

  it('go with their zone', async () => {
    const { id } = (await store.call('POST', zones, { name: 'Brief', type: 'global' })).body
    const method = (await store.call('POST', `${zones}/${id}/methods`, flat)).body.id
    await store.call('DELETE', `${zones}/${id}`)
    expect((await store.call('GET', `${zones}/${id}/methods/${method}`)).status).toBe(404)
  })
})
