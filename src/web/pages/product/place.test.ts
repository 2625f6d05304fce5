import { describe, expect, it } from 'vitest'
import type { FieldRow, ProductDetail, VariantRow } from '../../../api/contract/catalog.ts'
import { canEdit, offerIn, placeIn, valueAt, variantIdAt } from './place.ts'
import { waitingOf } from './waiting.ts'

/** A channel has a product twice, and another channel has it once. */
const listings = [
  { channelId: 'a', remoteId: '1', goneAt: null },
  { channelId: 'a', remoteId: '2', goneAt: '2026-01-01T00:00:00.000Z' },
  { channelId: 'b', remoteId: '2', goneAt: null },
]
const product = { id: 'prd_1', channels: listings } as unknown as ProductDetail
const second = { channelId: 'a', remoteId: '2' }
const third = { channelId: 'b', remoteId: '2' }

describe('the place whose values are edited', () => {
  it('is one product of one channel, or the master', () => {
    expect([placeIn(product, 'master'), placeIn(product, second), placeIn(product, third)]).toEqual([-1, 1, 2])
    expect([canEdit(product, 'master'), canEdit(product, second), canEdit(product, third)]).toEqual([true, false, true])
    expect(canEdit({ ...product, id: null } as ProductDetail, third)).toBe(false)
  })

  it('has the store’s variant of that very product', () => {
    const offer = (channelId: string, listingId: string, more: object = {}) => ({
      ...{ channelId, listingId, remoteId: `v${channelId}${listingId}`, match: 'matched', goneAt: null },
      ...more,
    })
    const variant = {
      id: 'var_1',
      channels: [offer('a', '1'), offer('a', '2', { match: 'waiting' }), offer('b', '2')],
    } as unknown as VariantRow
    expect(offerIn(variant, second)).toBe(1)
    expect([variantIdAt(variant, 'master'), variantIdAt(variant, third)]).toEqual(['var_1', 'vb2'])
    expect(variantIdAt(variant, second)).toBeNull()
    const gone = { ...variant, channels: [offer('b', '2', { goneAt: '2026-01-01' })] } as unknown as VariantRow
    expect(variantIdAt(gone, third)).toBeNull()
  })

  it('shows what the channel is meant to show, not what its store shows yet', () => {
    const row = {
      master: '9',
      channels: [
        { value: '8', willBe: '7' },
        { value: '6', willBe: null },
      ],
    } as never as FieldRow
    expect([valueAt(row, -1), valueAt(row, 0), valueAt(row, 1)]).toEqual(['9', '7', null])
  })

  it('counts what is still to be sent of the product and its variants, by channel', () => {
    const fieldsOf = (...waits: [string, boolean][]) => [
      { channels: waits.map(([channelId, is]) => ({ channelId, waits: is })) },
    ]
    const shown = {
      fields: fieldsOf(['a', true], ['b', false]),
      variants: [{ fields: fieldsOf(['a', true], ['c', true]) }],
    } as unknown as ProductDetail
    expect([...waitingOf(shown)]).toEqual([
      ['a', 2],
      ['c', 1],
    ])
  })
})
