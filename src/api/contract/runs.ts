import { z } from 'zod'
import type { Route } from './route.ts'

const instant = z.iso.datetime()
const counted = z.object({ done: z.int(), total: z.int().nullable() })
export const channelParams = z.object({ channelId: z.string().max(40) })

/** What every list that is read in pages takes: how many, and the `next` of the page before. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).optional().describe('Rows at a time; 50 unless given.'),
  after: z.string().max(2_000).optional().describe('The `next` of the page before.'),
}

export const runState = z.enum(['queued', 'running', 'waiting', 'done', 'cancelled', 'failed'])

export const runProgress = z
  .object({
    phase: z.enum(['adopting', 'categories', 'brands', 'products', 'details', 'changes', 'missing', 'done']),
    categories: counted,
    brands: counted,
    products: counted,
    variants: z.int(),
    details: counted.describe('Products whose options and modifiers are read.'),
    requests: z.int(),
    requestsLeft: z.int().nullable(),
    perMinute: z.number().nullable().describe('Products a minute, lately.'),
    endsAt: instant.nullable().describe('When it ends if it goes on like this, with the quota as it is.'),
  })
  .meta({ id: 'RunProgress' })
export type RunProgress = z.infer<typeof runProgress>

export const rowOutcome = z
  .enum(['refused', 'noted', 'made', 'edited', 'deleted', 'gone', 'held', 'returned', 'waiting'])
  .describe(
    [
      '`refused`: not taken',
      '`noted`: taken, though something came in another form than documented',
      '`made`, `edited`, `deleted`: by somebody in the store while the run went on',
      '`gone`: no longer in the store',
      '`held`: missing, but too many at once to be believed',
      '`returned`: was gone and is there again',
      '`waiting`: on the review list',
    ].join('; '),
  )
export type RowOutcome = z.infer<typeof rowOutcome>

export const runAccount = z
  .object({
    storeSaid: z.int().nullable().describe('The total of the first answer.'),
    storeSaysNow: z.int().nullable().describe('The total of the last answer.'),
    taken: z.int(),
    variantsTaken: z.int(),
    refused: z.int(),
    madeMeanwhile: z.int(),
    deletedMeanwhile: z.int(),
    editedMeanwhile: z.int(),
    notReached: z.int().describe('Not looked at, as the run was cancelled or failed before it was through.'),
    unexplained: z
      .int()
      .describe('storeSaid + madeMeanwhile - deletedMeanwhile - taken - refused - notReached; 0 when all is told.'),
    gone: z.int(),
    variantsGone: z.int(),
    held: z.int(),
    returned: z.int(),
    newProducts: z.int(),
    newVariants: z.int(),
    changed: z.int().describe('Known products that showed something else than before.'),
    joined: z.int(),
    waiting: z.int(),
    skuFaults: z.record(z.string(), z.int()),
    rows: z.partialRecord(rowOutcome, z.int()),
    unknownFields: z.record(z.string(), z.int()),
    remarks: z.array(z.string()).readonly(),
    requests: z.int(),
    requestsLeast: z.int(),
    seconds: z.number(),
  })
  .meta({ id: 'RunAccount' })
export type RunAccount = z.infer<typeof runAccount>

export const run = z
  .object({
    id: z.string(),
    channelId: z.string(),
    channelName: z.string(),
    kind: z.enum(['pull']),
    mode: z.enum(['full', 'changes']),
    state: runState,
    startedBy: z.string().describe('A name, “the command line” or “the hub itself”.'),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    cancelling: z.boolean().describe('Asked to stop; it ends after the page that is under way.'),
    problem: z.string().nullable().describe('Why it waits or failed, and what to do.'),
    triesAgainAt: instant.nullable().describe('When a waiting run goes on by itself.'),
    progress: runProgress,
    account: runAccount.nullable().describe('null until it ends.'),
  })
  .meta({ id: 'Run' })
export type Run = z.infer<typeof run>

export const runRow = z
  .object({
    id: z.string(),
    outcome: rowOutcome,
    kind: z.enum(['product', 'variant', 'category', 'brand']),
    remoteId: z.string(),
    name: z.string(),
    sku: z.string(),
    reason: z.string(),
    came: z.string().describe('What the store answered, cut where it is long; empty where it does not matter.'),
  })
  .meta({ id: 'RunRow' })
export type RunRow = z.infer<typeof runRow>

const runParams = z.object({ runId: z.string().max(40) })

export const runRoutes = {
  'POST /api/channels/:channelId/pulls': {
    summary: 'Import from store: read the catalog of a channel now',
    access: 'user',
    params: channelParams,
    body: z.object({
      mode: z.enum(['full', 'changes']).optional().describe('The whole catalog (the default), or only what changed.'),
    }),
    response: run,
    status: 201,
    errors: ['not_found', 'channel_not_connected', 'run_active', 'permission_missing', 'secret_unreadable'],
  },
  'GET /api/runs': {
    summary: 'Activity: the runs of all channels or of one, the newest first',
    access: 'user',
    query: z.object({
      ...paging,
      channelId: z.string().max(40).optional(),
      active: z.enum(['true', 'false']).optional().describe('Only those that have not ended, or only those that have.'),
    }),
    response: z.object({ runs: z.array(run), next: z.string().nullable() }),
    errors: [],
  },
  'GET /api/runs/:runId': {
    summary: 'One run with its progress and, once it has ended, its account',
    access: 'user',
    params: runParams,
    response: run,
    errors: ['not_found'],
  },
  'POST /api/runs/:runId/cancel': {
    summary: 'Stop a run; what it has taken stays',
    access: 'user',
    params: runParams,
    response: run,
    errors: ['not_found', 'run_ended'],
  },
  'POST /api/runs/:runId/believe-missing': {
    summary: 'Mark the products that a run held back as gone from the store: the merchant knows that they are',
    access: 'user',
    params: runParams,
    response: z.object({ gone: z.int() }),
    errors: ['not_found', 'nothing_held'],
  },
  'GET /api/runs/:runId/rows': {
    summary: 'Every row that the run names, with the reason and what came; the same as CSV at rows.csv',
    access: 'user',
    params: runParams,
    query: z.object({ ...paging, outcome: rowOutcome.optional() }),
    response: z.object({ rows: z.array(runRow), next: z.string().nullable() }),
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
