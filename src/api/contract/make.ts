import { z } from 'zod'
import { productFilter } from './catalog.ts'
import type { Route } from './route.ts'
import { channelParams } from './runs.ts'

const fields = z
  .record(z.string().max(60), z.unknown())
  .describe(
    'As products show calls them in its JSON: `name`, `price`, `weight`; text, numbers as text or number, lists.',
  )
const optionText = z.string().trim().max(255, 'Use at most 255 characters.')

const newVariant = z.object({
  fields,
  optionValues: z
    .array(z.object({ option: optionText, value: optionText }))
    .max(50)
    .default([]),
})

const which = z.object({
  productIds: z
    .array(z.string().max(200))
    .min(1, 'Say which ones: give at least one id.')
    .max(1_000, 'Give at most 1,000 ids at once, or a filter.')
    .optional()
    .describe('Of the master catalog.'),
  products: z.object(productFilter).optional().describe('In place of ids: all that this finds in the master catalog.'),
})

export const makeRoutes = {
  'POST /api/products': {
    summary: 'Make a product of the master catalog, and say on which channels it is to be',
    access: 'user',
    body: z.object({
      fields,
      options: z
        .array(z.object({ name: optionText, values: z.array(optionText).max(250, 'Give at most 250 values.') }))
        .max(50)
        .optional()
        .describe('In the order in which a shopper is asked; as the variants name them unless given.'),
      variants: z
        .array(newVariant)
        .max(600)
        .optional()
        .describe('Without any it has one, with the SKU among `fields`.'),
      channelIds: z.array(z.string().max(40)).max(100).optional().describe('The next plan of each makes it there.'),
    }),
    response: z.object({ productId: z.string() }),
    status: 201,
    errors: ['not_found'],
  },
  'POST /api/channels/:channelId/products': {
    summary: 'Put master products on a channel: its next plan makes those that its store does not have',
    access: 'user',
    params: channelParams,
    body: which,
    response: z.object({
      wanted: z.int().describe('Those that it is to get from now on.'),
      already: z.int().describe('Those that it has, or was to get before.'),
      faults: z.array(z.object({ productId: z.string(), name: z.string(), reason: z.string(), fix: z.string() })),
    }),
    errors: ['not_found'],
  },
  'DELETE /api/channels/:channelId/products': {
    summary: 'Take back that a channel is to get master products, where they are not made yet',
    access: 'user',
    params: channelParams,
    body: which,
    response: z.object({ withdrawn: z.int() }),
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
