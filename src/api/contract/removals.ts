import { z } from 'zod'
import type { Route } from './route.ts'
import { channelParams, paging } from './runs.ts'

const storeId = z.string().min(1).max(200)
const atOnceMost = 1_000

const which = {
  products: z.array(storeId).max(atOnceMost).optional().describe('Products, by their ids in the store.'),
  variants: z
    .array(z.object({ listingId: storeId, offerId: storeId }))
    .max(atOnceMost)
    .optional()
    .describe('Variants, by the ids of their product and their own in the store.'),
}

const place = {
  listingId: z.string().describe('The id of the product in the store.'),
  offerId: z.string().nullable().describe('The id of the variant in the store, where it is one’s.'),
  name: z.string(),
  sku: z.string(),
}

const removalResult = z
  .object({
    wanted: z.int().describe('Products and variants that the next plan deletes; in a preview, that it would.'),
    cannotReturn: z.array(z.string()).describe('What of them no undo brings back, in sentences.'),
    faults: z
      .array(z.object({ ...place, reason: z.string(), fix: z.string() }))
      .describe('Those that can’t be deleted, and why.'),
  })
  .meta({ id: 'RemovalResult' })
export type RemovalResult = z.infer<typeof removalResult>

export const removalRoutes = {
  'POST /api/channels/:channelId/removals': {
    summary:
      'Ask for products or variants to be deleted in the store: the next plan that a person makes has them, apart from the rest; nothing is sent',
    access: 'user',
    params: channelParams,
    body: z.object({
      ...which,
      preview: z.boolean().optional().describe('Change nothing, and say what would be.'),
    }),
    response: removalResult,
    errors: ['not_found', 'not_allowed'],
  },
  'DELETE /api/channels/:channelId/removals': {
    summary: 'Take that back: what is not sent yet is not deleted',
    access: 'user',
    params: channelParams,
    body: z.object(which),
    response: z.object({ withdrawn: z.int() }),
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/removals': {
    summary: 'What waits to be deleted in the store of a channel: variants before products',
    access: 'user',
    params: channelParams,
    query: z.object({
      ...paging,
      listingId: storeId.optional().describe('Only this product, by its id in the store, and its variants.'),
    }),
    response: z.object({
      removals: z.array(
        z.object({
          ...place,
          askedAt: z.iso.datetime(),
          by: z.string(),
          reason: z.string().nullable(),
          fix: z.string().nullable(),
        }),
      ),
      next: z.string().nullable(),
    }),
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
