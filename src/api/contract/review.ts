import { z } from 'zod'
import type { Route } from './route.ts'
import { paging } from './runs.ts'

const instant = z.iso.datetime()

export const matchReason = z.enum([
  'duplicate',
  'case_twin',
  'space_twin',
  'name_differs',
  'barcode_differs',
  'options_differ',
  'several_products',
  'relink',
])
export type MatchReason = z.infer<typeof matchReason>

const side = z.object({
  productName: z.string(),
  sku: z.string(),
  barcode: z.string().nullable(),
  optionValues: z.array(z.object({ option: z.string(), value: z.string() })),
  price: z.string().nullable(),
  currency: z.string().nullable().describe('Of the price; null where the store did not say.'),
  imageUrl: z.string().nullable(),
})

export const reviewItem = z
  .object({
    id: z.string(),
    reason: matchReason,
    sentence: z.string().describe('Why it is asked, in words.'),
    channelId: z.string(),
    channelName: z.string(),
    listingRemoteId: z.string(),
    createdAt: instant,
    decision: z.enum(['join', 'keep_apart', 'leave_out']).nullable(),
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    store: side.describe('The variant as the store shows it.'),
    master: side
      .extend({
        productId: z.string(),
        variantId: z.string(),
        channels: z.array(z.string()).describe('Names of the channels that have it.'),
      })
      .describe('The variant of the master catalog that it would be joined to.'),
  })
  .meta({ id: 'ReviewItem' })
export type ReviewItem = z.infer<typeof reviewItem>

export const reviewDecision = z.enum(['join', 'keep_apart', 'leave_out'])
export type ReviewDecision = z.infer<typeof reviewDecision>

const otherDecisions = z.array(z.object({ decision: reviewDecision, decidedBy: z.string(), count: z.int() }))
export type OtherDecisions = z.infer<typeof otherDecisions>

const reviewFilter = { reason: matchReason.optional(), channelId: z.string().max(40).optional() }

/** What stands below each page of the list. */
const reviewFoot = {
  next: z.string().nullable(),
  reasons: z.array(z.object({ reason: matchReason, title: z.string(), help: z.string(), waiting: z.int() })),
  waiting: z.int(),
}

export const reviewRoutes = {
  'GET /api/review': {
    summary: 'The review list: matches that would join two things, and wait for a decision',
    access: 'user',
    query: z.object({
      ...paging,
      ...reviewFilter,
      decided: z.enum(['true', 'false']).optional().describe('Those that were decided, the latest first.'),
    }),
    response: z.object({
      items: z.array(reviewItem),
      ...reviewFoot,
    }),
    errors: [],
  },
  'GET /api/review/products': {
    summary: 'What waits on the review list by products, so that all variants of one can be decided at once',
    access: 'user',
    query: z.object({ ...paging, ...reviewFilter }),
    response: z.object({
      pairs: z.array(
        z.object({
          id: z.string(),
          items: z
            .array(reviewItem)
            .describe('All that waits of one product of a store against one of the master catalog.'),
        }),
      ),
      ...reviewFoot,
    }),
    errors: [],
  },
  'POST /api/review/decide': {
    summary: 'Decide some matches, or all of a reason: join, keep apart or leave out',
    access: 'user',
    body: z.object({
      ids: z.array(z.string().max(40)).min(1).max(1_000).optional(),
      reason: matchReason.optional().describe('All of this reason, in place of `ids`.'),
      channelId: z.string().max(40).optional().describe('With `reason`: only those of this channel.'),
      decision: reviewDecision,
    }),
    response: z.object({
      decided: z.int(),
      left: z.int().describe('How many of them were not decided: they no longer wait, or there are none such.'),
      others: otherDecisions.describe('What somebody had decided about those that are left; the rest of them is gone.'),
    }),
    errors: [],
  },
  'POST /api/review/reopen': {
    summary: 'Take decisions back, so that they wait again',
    access: 'user',
    body: z.object({ ids: z.array(z.string().max(40)).min(1).max(1_000) }),
    response: z.object({ reopened: z.int(), kept: z.array(z.object({ id: z.string(), reason: z.string() })) }),
    errors: [],
  },
} as const satisfies Record<string, Route>
