import { expect, it } from 'vitest'
import { keepKnown, type StoreProfile } from './store-profile.ts'

const before: StoreProfile = {
  store: null,
  storefronts: [{ remoteId: '1', name: 'Main', type: 'storefront', platform: 'x', status: 'active', isDefault: true }],
  shippingZones: [],
}
const nothing: StoreProfile = { store: null, storefronts: null, shippingZones: null }
const nowhere = { store: false, storefronts: false, shippingZones: false }

it('keeps what was known where the store did not tell, and forgets it where it refused', () => {
  expect(keepKnown(nothing, before, nowhere)).toEqual(before)
  expect(keepKnown(nothing, before, { ...nowhere, storefronts: true })).toEqual({ ...before, storefronts: null })
  expect(keepKnown({ ...nothing, storefronts: [] }, before, nowhere).storefronts).toEqual([])
  expect(keepKnown(before, null, nowhere)).toBe(before)
})
