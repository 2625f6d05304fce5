import type { z } from 'zod'
import { createProduct } from '../../actions/create-product.ts'
import { putOnChannel, type WhichProducts, withdrawFromChannel } from '../../actions/put-on-channel.ts'
import type { Tools } from '../../actions/tools.ts'
import { HubError } from '../../runtime/errors.ts'
import type { makeRoutes } from '../contract/make.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'

type Which = z.output<(typeof makeRoutes)['POST /api/channels/:channelId/products']['body']>

export function makeHandlers({ tools }: { tools: Tools }): HandlersOf<typeof makeRoutes> {
  return {
    'POST /api/products': async ({ actor, db, body }) => createProduct(actor, db, tools, body),
    'POST /api/channels/:channelId/products': async ({ actor, db, params: { channelId }, body }) => {
      const { faults, ...counts } = await putOnChannel(actor, db, tools, { channelId, which: whichOf(body) })
      return { ...counts, faults: [...faults] }
    },
    'DELETE /api/channels/:channelId/products': async ({ actor, db, params: { channelId }, body }) =>
      withdrawFromChannel(actor, db, tools, { channelId, which: whichOf(body) }),
  }
}

function whichOf({ productIds, products }: Which): WhichProducts {
  if (productIds !== undefined && products === undefined) return { productIds }
  if (products !== undefined && productIds === undefined) return { filter: given(products) }
  throw new HubError('input_invalid', 'Say which products, in one way.', {
    fields: { productIds: 'Give ids, or one filter.' },
  })
}
