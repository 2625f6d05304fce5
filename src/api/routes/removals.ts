import { askForRemoval, type RemovalItem, readRemovals, withdrawRemoval } from '../../actions/remove-products.ts'
import type { Tools } from '../../actions/tools.ts'
import { removalFaultOf } from '../../domain/removals.ts'
import { HubError } from '../../runtime/errors.ts'
import { viewActor } from '../actor-view.ts'
import type { removalRoutes } from '../contract/removals.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'

export function removalHandlers({ tools }: { tools: Tools }): HandlersOf<typeof removalRoutes> {
  return {
    'POST /api/channels/:channelId/removals': async ({ actor, db, params, body: { preview = false, ...asked } }) => {
      const { channelId } = params
      const result = await askForRemoval(actor, db, tools, { channelId, items: itemsOf(asked), preview })
      return { ...result, cannotReturn: [...result.cannotReturn], faults: [...result.faults] }
    },

    'DELETE /api/channels/:channelId/removals': ({ actor, db, params, body }) =>
      withdrawRemoval(actor, db, tools, { channelId: params.channelId, items: itemsOf(body) }),

    'GET /api/channels/:channelId/removals': async ({ actor, db, params, query }) => {
      const { limit = usualLimit, after: place, listingId: only } = query
      const [listingId, offerId = ''] = readPlace(place, ['text', 'text']) ?? []
      const after = listingId === undefined ? undefined : { listingId, offerId: offerId === '' ? null : offerId }
      const found = await readRemovals(actor, db, {
        ...{ channelId: params.channelId, limit },
        ...given({ after, only }),
      })
      const last = found.at(-1)
      const next = last === undefined || found.length < limit ? null : writePlace([last.listingId, last.offerId ?? ''])
      return {
        removals: found.map(row => {
          const { name, sku, askedAt } = row
          const fault = removalFaultOf(row)
          return {
            ...{ listingId: row.listingId, offerId: row.offerId, name, sku, askedAt: new Date(askedAt).toISOString() },
            by: viewActor(row.actor),
            reason: fault?.reason ?? null,
            fix: fault?.fix ?? null,
          }
        }),
        next,
      }
    },
  }
}

interface Asked {
  readonly products?: readonly string[] | undefined
  readonly variants?: readonly { readonly listingId: string; readonly offerId: string }[] | undefined
}

function itemsOf({ products = [], variants = [] }: Asked): RemovalItem[] {
  if (products.length + variants.length === 0) {
    throw new HubError('input_invalid', 'Say what is meant.', {
      fields: { products: 'Give products by their ids in the store, or variants.' },
    })
  }
  return [...products.map(listingId => ({ listingId, offerId: null })), ...variants]
}
