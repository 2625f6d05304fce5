import { z } from 'zod'
import { fieldGroup, fieldRow, fieldValue } from './catalog.ts'
import type { Route } from './route.ts'
import { channelParams, paging } from './runs.ts'

export const driftLevel = z.enum(['product', 'variant'])
const field = z.string().max(60)

export const drift = z
  .object({
    id: z.string().describe('Of the field of this product or variant: what a decision names.'),
    level: driftLevel,
    listingId: z.string().describe('The id of the product in the store.'),
    offerId: z.string().nullable().describe('The id of the variant in the store, where it is one’s.'),
    product: z.string().describe('The name of the product; `name` says of a variant also which one it is.'),
    name: z.string(),
    sku: z.string(),
    field,
    label: z.string().describe('What the screen calls the field.'),
    kind: fieldRow.shape.kind,
    base: fieldValue.describe('What the store showed before it was edited there; null for nothing.'),
    observed: fieldValue.describe('What it shows now.'),
    desired: fieldValue.describe('What the hub means it to show.'),
  })
  .meta({ id: 'Drift' })
export type Drift = z.infer<typeof drift>

export const driftDecision = z
  .enum(['take', 'overwrite'])
  .describe(
    '`take`: the hub takes what the store shows, as this channel’s own; `overwrite`: the next plan writes over it.',
  )
export type DriftDecision = z.infer<typeof driftDecision>

const decisions = z
  .array(z.string())
  .describe('What was decided, to take it back: `POST /api/channels/:channelId/drift/reopen`.')

const atLeast = z.boolean().describe('There are more: of each field 10,000 are counted at most.')
const counts = z.array(z.object({ level: driftLevel, field, label: z.string(), count: z.int(), atLeast }))

export const fieldOwner = z
  .enum(['hub', 'store', 'nobody'])
  .describe('`hub`: it writes the field; `store`: the hub follows it; `nobody`: neither sent nor followed.')

const ownedField = z
  .object({
    level: driftLevel,
    field,
    label: z.string(),
    group: fieldGroup,
    owner: fieldOwner,
    byDefault: fieldOwner,
    obstacle: z.string().nullable().describe('Why the hub can’t own it; null where it can.'),
  })
  .meta({ id: 'OwnedField' })
export type OwnedField = z.infer<typeof ownedField>

const search = z.string().max(200).optional().describe('Words of the product: its name, SKUs, barcodes.')
const driftFilter = { level: driftLevel.optional(), field: field.optional(), search }

export const driftRoutes = {
  'GET /api/drift': {
    summary: 'How much is edited in the store of each channel and waits for a decision',
    access: 'user',
    response: z.object({
      channels: z.array(
        z.object({ channelId: z.string(), channelName: z.string(), count: z.int(), atLeast, fields: counts }),
      ),
    }),
    errors: [],
  },
  'GET /api/channels/:channelId/drift': {
    summary: 'What is edited in the store of a channel, field by field, beside what the hub means',
    access: 'user',
    params: channelParams,
    query: z.object({ ...paging, ...driftFilter }),
    response: z.object({ rows: z.array(drift), next: z.string().nullable() }),
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/drift-count': {
    summary: 'How much is edited in the store of a channel, field by field',
    access: 'user',
    params: channelParams,
    query: z.object({ search }),
    response: z.object({ count: z.int(), atLeast, fields: counts }),
    errors: ['not_found'],
  },
  'POST /api/channels/:channelId/drift/decide': {
    summary: 'Decide about edits made in a store, some by their ids or all that a filter finds; nothing is sent to it',
    access: 'user',
    params: channelParams,
    body: z.object({
      decision: driftDecision,
      ids: z
        .array(z.string().max(1_000))
        .min(1, 'Say which ones: give at least one id.')
        .max(1_000, 'Give at most 1,000 ids at once, or a filter.')
        .optional(),
      filter: z.object(driftFilter).optional().describe('In place of ids; an empty one means all of the channel.'),
    }),
    response: z.object({
      decided: z.int(),
      left: z.int().describe('Of those named: no longer edited in the store, or none such.'),
      decisions,
    }),
    errors: ['not_found'],
  },
  'POST /api/channels/:channelId/drift/reopen': {
    summary: 'Take decisions about edits made in a store back; what was changed since is left',
    access: 'user',
    params: channelParams,
    body: z.object({ decisions: z.array(z.string().max(40)).min(1, 'Say which decisions.').max(1_000) }),
    response: z.object({
      reopened: z.int(),
      left: z.int().describe('Changed since, or no longer the hub’s to write.'),
    }),
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/owners': {
    summary: 'Who owns each field of a channel: the hub, the store or nobody',
    access: 'user',
    params: channelParams,
    response: z.object({ owners: z.array(ownedField) }),
    errors: ['not_found'],
  },
  'PUT /api/channels/:channelId/owners': {
    summary:
      'Give fields of a channel to the hub, the store or nobody; a field that the hub loses is as the store has it',
    access: 'user',
    params: channelParams,
    body: z.object({
      owners: z
        .array(z.object({ level: driftLevel, field, owner: fieldOwner }))
        .min(1, 'Say which fields.')
        .max(200, 'Give at most 200 fields at once.')
        .describe('Fields that are not named keep their owner.'),
    }),
    response: z.object({
      taken: z.int().describe('Fields of products and variants that now are as the store shows them.'),
      decisions,
      owners: z.array(ownedField),
    }),
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
