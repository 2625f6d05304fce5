import { z } from 'zod'
import { fieldRow, fieldValue, listingFilter, productFilter } from './catalog.ts'
import type { Route } from './route.ts'

const field = z.string().max(60).describe('As products show calls it in its JSON: `price`, `metaDescription`.')
const amount = z.string().max(60)
const longestText = 200_000

const edit = z
  .discriminatedUnion('do', [
    z.object({
      do: z.literal('set'),
      field,
      value: z.unknown().describe('Text, number as text or number, true or false, or a list.'),
    }),
    z.object({ do: z.literal('clear'), field }),
    z
      .object({
        do: z.literal('include'),
        field,
        value: z.unknown().describe('Entries: paths of categories, or custom fields as `{name, value}`.'),
      })
      .describe('Of a list: adds those that are not there.'),
    z
      .object({
        do: z.literal('exclude'),
        field,
        value: z.unknown().describe('The same; a custom field by its name, too.'),
      })
      .describe('Of a list: takes those away that are there.'),
    z
      .object({ do: z.literal('reset'), field })
      .describe('Of a channel: its own value goes, the master’s is shown again.'),
    z.object({
      do: z.literal('add'),
      field,
      amount: amount.describe('A decimal number: `1.50`, or `-2` to take away.'),
    }),
    z.object({
      do: z.literal('percent'),
      field,
      percent: amount.describe('By how much: `10`, or `-10` to lower it.'),
      ending: amount.optional().describe('Such as `.99`: the nearest amount that ends so.'),
    }),
    z.object({
      do: z.literal('replace'),
      field,
      find: z.string().max(longestText),
      with: z.string().max(longestText),
    }),
  ])
  .meta({ id: 'Edit' })

const level = z.enum(['product', 'variant'])

export const editedRow = z
  .object({
    id: z.string(),
    name: z.string(),
    sku: z.string(),
    fields: z.array(z.object({ level, field: z.string(), label: z.string(), before: fieldValue, after: fieldValue })),
    faults: z.array(
      z.object({
        field: z.string().describe('Empty where it is about the whole row.'),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: 'EditedRow' })
export type EditedRow = z.infer<typeof editedRow>

const editResult = z
  .object({
    editId: z.string(),
    changed: z.int().describe('Products or variants of this part that change.'),
    unchanged: z.int().describe('Those that have these values already.'),
    refused: z.int().describe('Those with a fault, of which nothing is changed.'),
    rows: z.array(editedRow).describe('The first ones that change; none where this part had been done before.'),
    faulty: z.array(editedRow).describe('The first 100 of those with a fault.'),
    channels: z
      .array(
        z.object({
          channelId: z.string(),
          products: z.int(),
          variants: z.int(),
          notSent: z
            .array(z.string())
            .describe('Fields that the hub does not own there: they stay as the store has them.'),
        }),
      )
      .describe('How many products and variants of each channel the next plan has something to send of.'),
    next: z.string().nullable().describe('Where to go on; null when all is done.'),
  })
  .meta({ id: 'EditResult' })
export type EditResult = z.infer<typeof editResult>

const editField = z
  .object({
    level,
    field: z.string(),
    label: z.string().describe('As the screen calls it.'),
    group: fieldRow.shape.group,
    kind: fieldRow.shape.kind,
    control: z
      .enum([
        ...(['line', 'long', 'html', 'choice', 'flag', 'money', 'decimal', 'whole', 'words'] as const),
        ...(['brand', 'categories', 'pairs', 'images', 'bulkPrices', 'none'] as const),
      ])
      .describe('What a person edits it with; `none` where nobody can yet.'),
    choices: z.array(z.string()).describe('The words that it can hold; empty where it takes more than a few.'),
    longest: z.int().nullable().describe('How many characters a text may have.'),
    mayBeEmpty: z.boolean(),
    unit: z
      .string()
      .nullable()
      .describe('The currency or measure of its numbers; null where it has none, or the stores differ.'),
    ways: z
      .array(z.enum(['set', 'clear', 'add', 'percent', 'replace', 'reset', 'include', 'exclude']))
      .describe('What edits can do to it.'),
    closed: z.string().nullable().describe('Why it cannot be edited there.'),
    owner: z.enum(['hub', 'store', 'nobody']).nullable().describe('Who owns it on the channel.'),
  })
  .meta({ id: 'EditField' })
export type EditField = z.infer<typeof editField>

export const editRoutes = {
  'GET /api/edit-fields': {
    summary: 'How the fields of products and variants can be edited, in the master catalog or as a channel’s own',
    access: 'user',
    query: z.object({ channelId: z.string().max(40).optional().describe('Without it, the master catalog’s.') }),
    response: z.object({ fields: z.array(editField) }),
    errors: ['not_found'],
  },
  'POST /api/edits': {
    summary: 'Edit fields of products or variants, of one or of many, part by part; or say first what would change',
    access: 'user',
    body: z.object({
      level: level.optional().describe('Whose fields; products unless given.'),
      channelId: z.string().max(40).optional().describe('Edit this channel’s own values; without it, the master’s.'),
      ids: z
        .array(z.string().max(200))
        .min(1, 'Say which ones: give at least one id.')
        .max(1_000, 'Give at most 1,000 ids at once, or a filter.')
        .optional()
        .describe('Of products or variants: of the master catalog, or of the channel’s store.'),
      variantsOf: z
        .array(z.string().max(200))
        .min(1, 'Say which ones: give at least one id.')
        .max(1_000, 'Give at most 1,000 ids at once, or a filter.')
        .optional()
        .describe('In place of ids, at the level of variants: all variants of these products.'),
      products: z
        .object(productFilter)
        .optional()
        .describe('In place of ids: all that this finds in the master catalog.'),
      listings: z.object(listingFilter).optional().describe('In place of ids: all that this finds on the channel.'),
      edits: z.array(edit).min(1, 'Say what to edit.').max(50, 'Give at most 50 edits at once.'),
      preview: z.boolean().optional().describe('Change nothing, and say what would be.'),
      show: z.int().min(0).max(200).optional().describe('How many rows to give back; 20 unless given.'),
      editId: z
        .string()
        .regex(/^edt_[0-9a-z]{20,36}$/, 'It begins with edt_, with at least 20 small letters or digits after it.')
        .optional()
        .describe(
          'An id of your own for this edit. Who did not get an answer asks again with it, and what was done is not done twice.',
        ),
      goOn: z
        .object({ editId: z.string().max(40), after: z.string().max(2_000) })
        .optional()
        .describe(
          'To do the next part: the `editId` and the `next` of the one before, all else the same. Asked for again, it is not done twice.',
        ),
    }),
    response: editResult,
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
