import { z } from 'zod'
import type { Route } from './route.ts'

const productParams = z.object({ productId: z.string().max(40) })
const name = z.string().min(1).max(255)

export const newVariant = z
  .object({
    fields: z
      .record(z.string().max(60), z.unknown())
      .describe(
        'By name, as edits have them: `sku` (needed), `price`, `weight` and so on. What is left out, its product has.',
      ),
    optionValues: z
      .array(z.object({ option: name, value: name }))
      .max(50)
      .describe('One value of each option of the product. A value that the option does not have yet is added to it.'),
  })
  .meta({ id: 'NewVariant' })
export type NewVariant = z.infer<typeof newVariant>

export const variantRoutes = {
  'POST /api/products/:productId/variants': {
    summary: 'Add variants to a product; the next plan of each channel that lists it, or of some, makes them there',
    access: 'user',
    params: productParams,
    body: z.object({
      variants: z.array(newVariant).min(1).max(600),
      channelIds: z.array(z.string().max(40)).min(1).max(1_000).optional().describe('All that list it unless given.'),
    }),
    status: 201,
    response: z.object({
      variants: z.array(z.object({ variantId: z.string(), sku: z.string() })),
      wanted: z
        .array(z.object({ channelId: z.string(), channelName: z.string(), listingId: z.string() }))
        .describe('Where they are to be made.'),
    }),
    errors: ['not_found', 'input_invalid'],
  },
  'DELETE /api/products/:productId/variants': {
    summary: 'Take variants back that were added and that no channel has yet',
    access: 'user',
    params: productParams,
    body: z.object({ variantIds: z.array(z.string().max(40)).min(1).max(600) }),
    response: z.object({ withdrawn: z.int() }),
    errors: ['not_found', 'input_invalid'],
  },
} as const satisfies Record<string, Route>
