import { z } from 'zod'
import { fieldRow } from './catalog.ts'
import type { Route } from './route.ts'
import { channelParams, paging } from './runs.ts'

const instant = z.iso.datetime()
const value = z.unknown().describe('Text, number, flag or a list of parts; null for nothing.')

export const planState = z
  .enum(['ready', 'applying', 'applied', 'cancelled', 'outdated'])
  .describe('`ready`: to be looked at and sent; `outdated`: another plan of the channel has taken its place.')
export const changeState = z
  .enum(['planned', 'left_out', 'sending', 'applied', 'rejected', 'deferred', 'unknown', 'superseded', 'cancelled'])
  .describe(
    [
      '`left_out`: a person took it out of the plan',
      '`rejected`: the store refuses it, or would',
      '`deferred`: not written, but later it may work',
      '`unknown`: the answer of the store was lost, and it has not been read back yet',
      '`superseded`: what was wanted changed after the plan, or the store did',
    ].join('; '),
  )
export const livePart = z.enum(['data', 'images', 'prices'])
export const changeLevel = z
  .enum([
    ...(['product', 'variant', 'brand', 'category'] as const),
    ...(['new_product', 'new_variant', 'removed_product', 'removed_variant'] as const),
  ])
  .describe(
    [
      '`product`, `variant`: a field of one',
      '`brand`, `category`: one that the store gets, for the products that are to have it',
      '`new_product`, `new_variant`: one that the store gets, whole',
      '`removed_product`, `removed_variant`: one that is deleted in the store',
    ].join('; '),
  )
export const brakeName = z
  .enum(['price_cut', 'price_zero', 'many_hidden', 'category_emptied', 'images_lost'])
  .describe(
    [
      '`price_cut`: prices fall far',
      '`price_zero`: prices become zero',
      '`many_hidden`: many products are hidden',
      '`category_emptied`: categories are left without a product that shoppers see; the examples are categories',
      '`images_lost`: images go of which the hub could not fetch the picture',
    ].join('; '),
  )

const brake = z.object({
  brake: brakeName,
  count: z.int(),
  sentence: z.string(),
  examples: z.array(z.object({ name: z.string(), sku: z.string(), before: value, after: value })).readonly(),
  passed: z
    .object({ by: z.string(), at: instant })
    .nullable()
    .describe('Who has looked at it and let it pass; null: it holds the plan.'),
})

export const plan = z
  .object({
    id: z.string(),
    channelId: z.string(),
    channelName: z.string(),
    state: planState,
    madeAt: instant,
    madeBy: z.string().describe('A name, “the command line” or “the hub itself”.'),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    pausedAt: instant.nullable(),
    cancelling: z.boolean(),
    problem: z.string().nullable().describe('Why it waits, and what to do.'),
    changes: z.int().describe('Changes that it writes; those left out and those that the store would refuse are not.'),
    products: z.int().describe('Products that are changed, themselves or in a variant, made or deleted.'),
    variants: z.int(),
    fields: z
      .array(
        z.object({
          level: changeLevel,
          field: z.string(),
          label: z.string(),
          part: livePart,
          changes: z.int(),
        }),
      )
      .readonly(),
    requests: z.object({
      writes: z.int(),
      reads: z.int().describe('Looks, right before writing, at whether the store still shows what was planned on.'),
      writesMade: z.int(),
      readsMade: z.int(),
    }),
    seconds: z
      .number()
      .nullable()
      .describe('How long it takes with the request quota as it is; null while nothing is known of the quota.'),
    faults: z.int().describe('Changes that the store would refuse: they are shown as `rejected` and not sent.'),
    edited: z.int().describe('Changes that write over something that somebody changed in the store.'),
    brakes: z.array(brake).describe('What to look at a second time before it is applied.'),
    removals: z
      .object({
        products: z.int(),
        variants: z.int(),
        cannotReturn: z.array(z.string()).readonly().describe('What no undo brings back, in sentences.'),
      })
      .nullable()
      .describe('What it deletes in the store: to be sent only with a typed word. Null for nothing.'),
    undoable: z.boolean().describe('It has ended and wrote something, and was not undone since.'),
    undoneAt: instant.nullable().describe('When what it wrote was taken back, as far as it was.'),
    undoes: z.string().nullable().describe('The plan that this one was made to take back.'),
    states: z.partialRecord(changeState, z.int()).describe('How many of its changes are in each state.'),
    obstacles: z
      .array(
        z.object({
          reason: z.enum(['not_live', 'stopped', 'all_stopped', 'braked', 'removals']),
          sentence: z.string(),
        }),
      )
      .describe('What keeps it from being sent at this moment, while it is ready.'),
    waits: z
      .array(z.object({ part: livePart, changes: z.int(), sentence: z.string() }))
      .describe('While it is ready: what is not sent with the rest, as its part is not live. The next plan has it.'),
  })
  .meta({ id: 'Plan' })
export type Plan = z.infer<typeof plan>

/** In a list: without what keeps it, or some of it, from being sent. */
const listedPlan = plan.omit({ obstacles: true, waits: true }).meta({ id: 'ListedPlan' })
export type ListedPlan = z.infer<typeof listedPlan>

const contentField = z.object({ field: z.string(), label: z.string(), kind: fieldRow.shape.kind, value })

/** What a product or variant that is made begins with. */
export const changeContent = z.object({
  fields: z.array(contentField).readonly(),
  variants: z
    .array(
      z.object({
        sku: z.string().describe('Empty for none.'),
        optionValues: z.array(z.object({ option: z.string(), value: z.string() })).readonly(),
        fields: z.array(contentField).readonly(),
      }),
    )
    .readonly(),
})

export const change = z
  .object({
    id: z.string(),
    level: changeLevel,
    listingId: z.string().describe('The id of the product in the store; empty for a new brand or category.'),
    offerId: z.string().nullable().describe('The id of the variant in the store, where it is one’s.'),
    name: z.string(),
    sku: z.string(),
    field: z.string(),
    label: z.string().describe('What the screen calls the field.'),
    kind: fieldRow.shape.kind,
    part: livePart,
    before: value.describe('What the store showed; null for nothing.'),
    after: value.describe('What it is to show; null for nothing.'),
    edited: z.boolean().describe('Somebody changed it in the store, and it is written over.'),
    content: changeContent.nullable().describe('Of what is made: all that it begins with. Null for all else.'),
    state: changeState,
    reason: z.string().nullable(),
    fix: z.string().nullable(),
    settledAt: instant.nullable(),
  })
  .meta({ id: 'Change' })
export type Change = z.infer<typeof change>

const changeFilter = {
  state: changeState.optional(),
  part: livePart.optional(),
  level: changeLevel.optional(),
  field: z.string().max(60).optional(),
  edited: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only those that write over an edit made in the store, or others.'),
  search: z.string().max(200).optional().describe('Words of the name or the SKU.'),
  listingId: z.string().max(200).optional().describe('The id of a product in the store; with its variants.'),
  brake: brakeName.optional().describe('Only those that trip this brake.'),
}

const changeOrder = z
  .enum(['plan', 'product', 'field'])
  .optional()
  .describe('As they were planned (the default), or what belongs to one product or to one field together.')

const brakeLimits = z
  .object({
    priceCutPercent: z.int().min(0).max(100).describe('A price that falls by more than this holds the plan.'),
    hiddenMost: z.int().min(0).max(1_000_000).describe('More products than this hidden hold the plan;'),
    hiddenPercent: z.int().min(0).max(100).describe('so do more of a hundred that are on sale.'),
    emptiedMost: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .describe('More categories than this left without a product that shoppers see hold the plan.'),
  })
  .meta({ id: 'BrakeLimits' })
export type BrakeLimits = z.infer<typeof brakeLimits>

const planParams = z.object({ planId: z.string().max(40) })

export const planRoutes = {
  'POST /api/channels/:channelId/plans': {
    summary: 'Plan: compute what would be written to the store of a channel; nothing is',
    access: 'user',
    params: channelParams,
    response: plan,
    status: 201,
    errors: ['not_found', 'channel_not_connected', 'secret_unreadable', 'plan_applying'],
  },
  'GET /api/channels/:channelId/to-do': {
    summary: 'How much waits to be sent to the store of a channel, and whether its open plan has all of it',
    access: 'user',
    params: channelParams,
    response: z.object({
      changes: z.int(),
      products: z.int(),
      variants: z.int(),
      fields: plan.shape.fields,
      plan: listedPlan.nullable().describe('The one that is ready or being applied.'),
      unplanned: z.int().describe('Changes that came, went or became others since that plan, while it is ready.'),
    }),
    errors: ['not_found'],
  },
  'GET /api/plans': {
    summary: 'The plans of all channels or of one, the newest first',
    access: 'user',
    query: z.object({ ...paging, channelId: z.string().max(40).optional(), state: planState.optional() }),
    response: z.object({ plans: z.array(listedPlan), next: z.string().nullable() }),
    errors: [],
  },
  'GET /api/plans/:planId': {
    summary: 'One plan: what it writes in figures, and what to look at before',
    access: 'user',
    params: planParams,
    response: plan,
    errors: ['not_found'],
  },
  'GET /api/plans/:planId/changes': {
    summary: 'The changes of a plan, old and new; the same as a file at changes.csv and changes.json',
    access: 'user',
    params: planParams,
    query: z.object({ ...paging, ...changeFilter, order: changeOrder }),
    response: z.object({ changes: z.array(change), next: z.string().nullable() }),
    errors: ['not_found'],
  },
  'GET /api/plans/:planId/changes-count': {
    summary: 'How many changes a filter finds, by field and state',
    access: 'user',
    params: planParams,
    query: z.object(changeFilter),
    response: z.object({
      count: z.int(),
      groups: z.array(
        z.object({
          level: changeLevel,
          part: livePart,
          field: z.string(),
          label: z.string(),
          state: changeState,
          count: z.int(),
        }),
      ),
    }),
    errors: ['not_found'],
  },
  'POST /api/plans/:planId/leave-out': {
    summary: 'Take changes out of a plan, or put them back: some by their ids, or all that a filter finds',
    access: 'user',
    params: planParams,
    body: z.object({
      ids: z
        .array(z.string().regex(/^\d{1,15}$/))
        .min(1)
        .max(1_000)
        .optional(),
      filter: z.object(changeFilter).omit({ state: true }).optional().describe('In place of `ids`; `{}` means all.'),
      putBack: z.boolean().optional().describe('Put them back. Brakes that were let pass have to be looked at again.'),
    }),
    response: z.object({ changed: z.int(), plan }),
    errors: ['not_found', 'plan_not_ready'],
  },
  'POST /api/plans/:planId/pass': {
    summary: 'Let a plan pass its brakes, after looking at what tripped them',
    access: 'user',
    params: planParams,
    body: z.object({ brakes: z.array(brakeName).min(1).max(10) }),
    response: plan,
    errors: ['not_found', 'plan_not_ready', 'not_allowed'],
  },
  'POST /api/plans/:planId/cancel': {
    summary: 'Give a plan up; what was written already stays',
    access: 'user',
    params: planParams,
    response: plan,
    errors: ['not_found', 'plan_not_ready'],
  },
  'GET /api/channels/:channelId/brakes': {
    summary: 'From where on the plans of a channel are held until somebody lets them pass',
    access: 'user',
    params: channelParams,
    response: brakeLimits.extend({ usual: brakeLimits.describe('What they are unless somebody sets others.') }),
    errors: ['not_found'],
  },
  'PUT /api/channels/:channelId/brakes': {
    summary: 'Set from where on the plans of a channel are held; plans that there are stay as they were made',
    access: 'user',
    params: channelParams,
    body: brakeLimits,
    response: brakeLimits,
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
