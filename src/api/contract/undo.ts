import { z } from 'zod'
import { editedRow } from './edits.ts'
import type { Route } from './route.ts'

const level = z.enum(['product', 'variant'])
const value = z.unknown().describe('Text, number, flag or a list of parts; null for nothing.')
const storeId = z.string().min(1).max(200)

const place = {
  level,
  listingId: z.string().describe('The id of the product in the store.'),
  offerId: z.string().nullable().describe('The id of the variant in the store, where it is one’s.'),
  name: z.string(),
  sku: z.string(),
  field: z.string(),
  label: z.string().describe('What the screen calls the field.'),
}

const undoResult = z
  .object({
    channelId: z.string(),
    undone: z.int().describe('Values that go back to what they were; in a preview, that would.'),
    rows: z
      .array(
        z.object({
          ...place,
          now: value.describe('What the store shows.'),
          will: value.describe('What it is to show again.'),
        }),
      )
      .describe('The first 200 of them.'),
    keptCount: z.int().describe('Values that stay as they are.'),
    kept: z
      .array(
        z.object({
          ...place,
          was: value.describe('What it was before, and is not again.'),
          now: value.describe('What stays.'),
          reason: z.string(),
        }),
      )
      .describe('The first 200 of those that stay, each with the reason: mostly, somebody changed it since.'),
    cannotReturn: z.array(z.string()).describe('What does not come back, in sentences.'),
    planId: z
      .string()
      .nullable()
      .describe(
        'The new plan, to be looked at and sent as any other; null in a preview, and where nothing is to send.',
      ),
  })
  .meta({ id: 'UndoResult' })
export type UndoResult = z.infer<typeof undoResult>

const undoneEdit = z
  .object({
    undoes: z.string().describe('The edit that is taken back.'),
    editId: z.string().describe('The edit that does it, which can be taken back as well.'),
    channelId: z.string().nullable().describe('Whose own values they are; null: the master’s.'),
    undone: z.int().describe('Products and variants that go back.'),
    rows: z.array(editedRow).describe('The first 200 of them.'),
    keptCount: z.int().describe('Values that somebody edited since: they stay.'),
    kept: z
      .array(
        z.object({
          ...{ level, id: z.string(), name: z.string(), sku: z.string(), field: z.string() },
          ...{ label: z.string(), was: value, now: value },
        }),
      )
      .describe('The first 200 of them.'),
    faulty: z.array(editedRow).describe('The first 200 that can’t go back, with the reason.'),
  })
  .meta({ id: 'UndoneEdit' })
export type UndoneEdit = z.infer<typeof undoneEdit>

export const undoRoutes = {
  'POST /api/undo-edit': {
    summary: 'Take back an edit, or the last one; what was sent of it goes back with the next plan',
    access: 'user',
    body: z.object({
      editId: z.string().max(40).optional().describe('The last edit unless given.'),
      preview: z.boolean().optional().describe('Change nothing, and say what would be.'),
    }),
    response: undoneEdit,
    errors: ['not_found'],
  },
  'POST /api/undo': {
    summary:
      'Take back what a plan wrote, or the last change of one product, as a new plan; or say first what that does',
    access: 'user',
    body: z.object({
      plan: z.string().max(40).optional().describe('Take back what this plan wrote.'),
      channelId: z
        .string()
        .max(40)
        .optional()
        .describe('In place of a plan, with `listingId`: take back what was written last of this channel’s product.'),
      listingId: storeId.optional().describe('Only of this product and its variants; their id in the store.'),
      made: z
        .enum(['hide', 'delete'])
        .optional()
        .describe(
          'What becomes of products and variants that it made: taken off sale (the default), or deleted by the new plan, which then needs a typed word. Deleted only as a whole: without `level`, `offerId` and `field`.',
        ),
      level: level.optional().describe('Only of products themselves, or only of variants.'),
      offerId: storeId.optional().describe('Only of this variant; its id in the store.'),
      field: z.string().max(60).optional().describe('Only this field.'),
      preview: z.boolean().optional().describe('Change nothing, and say what would be.'),
    }),
    response: undoResult,
    errors: ['not_found', 'channel_not_connected', 'secret_unreadable', 'plan_applying'],
  },
} as const satisfies Record<string, Route>
