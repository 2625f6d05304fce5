import { addVariants, withdrawVariants } from '../../actions/add-variants.ts'
import type { Tools } from '../../actions/tools.ts'
import type { variantRoutes } from '../contract/variants.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'

export function variantHandlers({ tools }: { tools: Tools }): HandlersOf<typeof variantRoutes> {
  return {
    'POST /api/products/:productId/variants': async ({ actor, db, params: { productId }, body }) => {
      const { variants, channelIds } = body
      const added = await addVariants(actor, db, tools, { productId, variants, ...given({ channelIds }) })
      return { variants: [...added.variants], wanted: [...added.wanted] }
    },
    'DELETE /api/products/:productId/variants': ({ actor, db, params: { productId }, body: { variantIds } }) =>
      withdrawVariants(actor, db, tools, { productId, variantIds }),
  }
}
