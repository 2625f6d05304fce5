import { z } from 'zod'
import type { Route } from './route.ts'
import { channelParams, paging, run } from './runs.ts'

export const fieldGroup = z.enum(['basics', 'price', 'identifiers', 'shipping', 'sale', 'seo', 'parts'])

const instant = z.iso.datetime()
const money = z.string().describe('A decimal number as text.')

export const skuFault = z.enum(['blank', 'too_long', 'invalid', 'duplicate'])
export type SkuFault = z.infer<typeof skuFault>

/** How a store's product stands to the master catalog. */
export const matchState = z.enum(['matched', 'waiting', 'left_out']).describe('`waiting`: not matched yet')

/** Of a count that would take long: no more than this is counted. */
const count = z
  .object({ count: z.int(), atLeast: z.boolean().describe('There are more; “over 10,000”.') })
  .meta({ id: 'CappedCount' })

const quota = z
  .object({
    requests: z.int().nullable().describe('What the store takes in one window, from all its apps.'),
    left: z.int().nullable(),
    resetAt: instant.nullable(),
    others: z.number().describe('Requests a window that other apps are expected to make; they stay free.'),
    margin: z.number().describe('The part of a window that is kept free on top.'),
    pausedUntil: instant.nullable(),
    requestsPerSecond: z.number().nullable().describe('What the hub may use, on average.'),
  })
  .meta({ id: 'StoreQuota' })

export const catalogState = z
  .object({
    channelId: z.string(),
    missingPermission: z
      .object({ name: z.string(), unlocks: z.string(), fix: z.string() })
      .nullable()
      .describe('The scope without which products cannot be read, what it unlocks and how to get it.'),
    counts: z.object({
      products: z.int(),
      variants: z.int(),
      waiting: z.int().describe('Variants that are not matched yet.'),
      leftOut: z.int(),
      gone: z.int().describe('Products that are gone from the store.'),
      goneUndecided: z.int().describe('Those of them for which nobody has said what to do.'),
      skuFaults: z.int().describe('Variants of the master catalog, made from this channel, whose SKU has a fault.'),
    }),
    readAt: z
      .object({
        complete: instant.nullable().describe('The last sweep through the whole catalog.'),
        products: instant.nullable().describe('The last look for changes.'),
        details: instant.nullable(),
        categories: instant.nullable(),
        brands: instant.nullable(),
      })
      .describe('How old each part is.'),
    nextChangesAt: instant.nullable(),
    nextFullAt: instant.nullable(),
    limits: z.object({
      missingMost: z.int().min(0).max(1_000_000),
      missingPercentMost: z.int().min(0).max(100),
    }),
    heldRun: z.object({ id: z.string(), held: z.int() }).nullable(),
    quota: quota.nullable().describe('null while nothing was asked of the store since the hub started.'),
    activeRun: run.nullable(),
    lastRun: run.nullable().describe('The last one that ended.'),
  })
  .meta({ id: 'CatalogState' })
export type CatalogState = z.infer<typeof catalogState>

/** One product as a channel shows it: a row of Channel Products. */
export const listing = z
  .object({
    channelId: z.string(),
    remoteId: z.string(),
    productId: z.string().nullable().describe('The master product; null while nothing of it is matched.'),
    name: z.string(),
    sku: z.string(),
    brand: z.string().nullable(),
    price: money.nullable(),
    priceMost: money.nullable().describe('The highest price of its variants, where they differ.'),
    stock: z.int().nullable().describe('null: not tracked.'),
    imageUrl: z.string().nullable(),
    visible: z.boolean(),
    variantCount: z.int(),
    waitingCount: z.int(),
    leftOutCount: z.int(),
    modifiedAt: instant.nullable().describe("The store's own date."),
    goneAt: instant.nullable(),
    goneChoice: z.enum(['keep_off', 'archive', 'make_again']).nullable(),
  })
  .meta({ id: 'Listing' })
export type Listing = z.infer<typeof listing>

export const fieldValue = z.unknown().describe('Text, number, flag or a list of parts; null where there is none.')

/** One field with the master's value and what each channel shows. */
export const fieldRow = z
  .object({
    key: z.string(),
    label: z.string(),
    group: fieldGroup,
    kind: z.enum(['text', 'html', 'decimal', 'money', 'whole', 'flag', 'list']),
    master: fieldValue,
    channels: z.array(
      z.object({
        channelId: z.string(),
        value: fieldValue,
        differs: z.boolean().describe('The channel has a value of its own in place of the master’s.'),
        willBe: fieldValue.describe('What it is meant to show: the same, unless an edit waits to be sent.'),
        waits: z.boolean().describe('It is still to be sent to the store.'),
        edited: z.boolean().describe('Somebody changed it in the store since the hub last agreed with it.'),
        from: z
          .enum(['master', 'channel', 'store'])
          .describe('Who says what it is meant to show: the master, the channel’s own value, or the store itself.'),
      }),
    ),
  })
  .meta({ id: 'FieldRow' })
export type FieldRow = z.infer<typeof fieldRow>

const optionValue = z.object({ option: z.string(), value: z.string() })

/** One variant, in the master catalog and as each channel shows it. */
export const variantRow = z
  .object({
    id: z.string().nullable().describe('null: it is not in the master catalog yet.'),
    sku: z.string().nullable(),
    skuFault: skuFault.nullable(),
    skuFilled: z.boolean().describe('The hub gave it from a pattern; no store has it yet.'),
    optionValues: z.array(optionValue),
    fields: z.array(fieldRow),
    channels: z.array(
      z.object({
        channelId: z.string(),
        remoteId: z.string(),
        listingId: z.string().describe('The product of the store that it belongs to.'),
        match: matchState,
        reviewId: z.string().nullable().describe('Where it waits on the review list.'),
        sku: z.string(),
        price: money.nullable().describe('What a shopper pays.'),
        stock: z.int().nullable(),
        goneAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'VariantRow' })
export type VariantRow = z.infer<typeof variantRow>

const channelSide = z.object({
  channelId: z.string(),
  channelName: z.string(),
  remoteId: z.string(),
  observedAt: instant,
  detailsAt: instant.nullable().describe('null: options and modifiers were not read yet.'),
  goneAt: instant.nullable(),
  goneChoice: z.enum(['keep_off', 'archive', 'make_again']).nullable(),
  adminUrl: z.string().nullable().describe('Its page in the store’s own control panel.'),
})

export const productDetail = z
  .object({
    id: z.string().nullable().describe('null for a product of a store of which nothing is matched yet.'),
    name: z.string(),
    brand: z.string().nullable(),
    state: z.enum(['active', 'archived']),
    imageUrl: z.string().nullable(),
    channels: z.array(channelSide),
    absent: z
      .array(
        z.object({
          channelId: z.string(),
          channelName: z.string(),
          wanted: z.boolean().describe('Its next plan makes the product there.'),
        }),
      )
      .describe('Channels whose store does not have it.'),
    fields: z.array(fieldRow),
    variants: z.array(variantRow),
    createdAt: instant.nullable(),
    changedAt: instant.nullable(),
  })
  .meta({ id: 'ProductDetail' })
export type ProductDetail = z.infer<typeof productDetail>

/** One product of the master catalog: a row of Inventory > Products. */
export const product = z
  .object({
    id: z.string(),
    name: z.string(),
    sku: z.string().nullable().describe('Of its only variant; null where it has several or none.'),
    brand: z.string().nullable(),
    price: money.nullable(),
    priceMost: money.nullable(),
    currency: z.string().nullable().describe('Of both prices; null where the store that they are of did not say.'),
    imageUrl: z.string().nullable(),
    variantCount: z.int(),
    faultCount: z.int().describe('Variants whose SKU has a fault.'),
    state: z.enum(['active', 'archived']),
    channels: z.array(z.object({ channelId: z.string(), remoteId: z.string(), gone: z.boolean() })),
    changedAt: instant,
  })
  .meta({ id: 'Product' })
export type Product = z.infer<typeof product>

export const productSort = z.enum(['name', '-name', 'price', '-price', 'changed', '-changed'])
export type ProductSort = z.infer<typeof productSort>

export const listingFilter = {
  search: z
    .string()
    .max(200, 'Search with at most 200 characters.')
    .optional()
    .describe('Part of a name, SKU or barcode.'),
  brand: z.string().max(500).optional().describe('The remote id of a brand; `none` for products without.'),
  category: z.string().max(500).optional().describe('The remote id of a category; those below it count too.'),
  state: z.enum(['visible', 'hidden', 'gone']).optional(),
  match: matchState.optional(),
}

export const productFilter = {
  search: z
    .string()
    .max(200, 'Search with at most 200 characters.')
    .optional()
    .describe('Part of a name, SKU or barcode.'),
  brand: z.string().max(500).optional().describe('The name of a brand; empty for products without.'),
  category: z.string().max(2_000).optional().describe('A path such as `Home/Kitchen`; those below it count too.'),
  state: z.enum(['active', 'archived']).optional(),
  skuFault: z.enum(['any', 'blank', 'too_long', 'invalid', 'duplicate']).optional(),
  channel: z.string().max(40).optional().describe('The id of a channel that has it.'),
  wantedOn: z.string().max(40).optional().describe('The id of a channel that is to get it with its next plan.'),
  missingOn: z
    .string()
    .max(40)
    .optional()
    .describe('The id of a channel whose store does not have it, and is not to get it.'),
}

const filterChoice = z.object({ value: z.string(), label: z.string(), depth: z.int() })

const listingParams = channelParams.extend({ remoteId: z.string().max(200) })

export const catalogRoutes = {
  'GET /api/channels/:channelId/catalog': {
    summary: 'How far the import of a channel is: counts, age of each part, quota, the run that goes on',
    access: 'user',
    params: channelParams,
    response: catalogState,
    errors: ['not_found'],
  },
  'PATCH /api/channels/:channelId/catalog': {
    summary: 'Change from how many missing products on nothing is marked as gone',
    access: 'user',
    params: channelParams,
    body: z.object({
      missingMost: z.int().min(0).max(1_000_000).optional(),
      missingPercentMost: z.int().min(0).max(100).optional(),
    }),
    response: catalogState,
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/listings': {
    summary: 'Channel Products: searched, filtered, sorted, in pages; the same as CSV at listings.csv',
    access: 'user',
    params: channelParams,
    query: z.object({ ...paging, ...listingFilter, sort: productSort.optional() }),
    response: z.object({ listings: z.array(listing), next: z.string().nullable() }),
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/listings-count': {
    summary: 'How many products a filter finds, counted to 10,000 at the most',
    access: 'user',
    params: channelParams,
    query: z.object(listingFilter),
    response: count,
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/listings/:remoteId': {
    summary: 'One product of a store with all its fields, also one that is not matched',
    access: 'user',
    params: listingParams,
    response: productDetail,
    errors: ['not_found'],
  },
  'GET /api/channels/:channelId/listing-filters': {
    summary: 'The brands and categories of a channel, to filter by',
    access: 'user',
    params: channelParams,
    query: z.object({ search: z.string().max(200, 'Search with at most 200 characters.').optional() }),
    response: z.object({
      brands: z.array(filterChoice),
      categories: z.array(filterChoice),
      more: z.boolean().describe('There are more than are listed: search for them.'),
    }),
    errors: ['not_found'],
  },
  'POST /api/channels/:channelId/gone': {
    summary: 'Say what becomes of products that are gone from the store; null takes the choice back',
    access: 'user',
    params: channelParams,
    body: z.object({
      remoteIds: z
        .array(z.string().max(200))
        .min(1)
        .max(1_000)
        .optional()
        .describe('All that are undecided unless given.'),
      choice: z.enum(['keep_off', 'archive', 'make_again']).nullable(),
    }),
    response: z.object({ changed: z.int() }),
    errors: ['not_found'],
  },
  'GET /api/products': {
    summary: 'Inventory > Products: the master catalog, searched, filtered, sorted, in pages; as CSV at products.csv',
    access: 'user',
    query: z.object({ ...paging, ...productFilter, sort: productSort.optional() }),
    response: z.object({ products: z.array(product), next: z.string().nullable() }),
    errors: [],
  },
  'GET /api/products-count': {
    summary: 'How many products a filter finds, counted to 10,000 at the most',
    access: 'user',
    query: z.object(productFilter),
    response: count,
    errors: [],
  },
  'GET /api/product-filters': {
    summary: 'The brands and category paths of the master catalog, to filter by',
    access: 'user',
    query: z.object({ search: z.string().max(200, 'Search with at most 200 characters.').optional() }),
    response: z.object({ brands: z.array(filterChoice), categories: z.array(filterChoice), more: z.boolean() }),
    errors: [],
  },
  'GET /api/products/:productId': {
    summary: 'One product of the master catalog with all its fields, and for each what every store shows now',
    access: 'user',
    params: z.object({ productId: z.string().max(200).describe('Its id, or a SKU of one of its variants.') }),
    response: productDetail,
    errors: ['not_found'],
  },
  'GET /api/sku-faults': {
    summary: 'How many variants of the master catalog have a SKU with a fault, by fault',
    access: 'user',
    response: z.object({ faults: z.record(skuFault, z.int()), lastFill: skuFillOf().nullable() }),
    errors: [],
  },
  'POST /api/sku-fills/preview': {
    summary: 'What a pattern would give to the first variants whose SKU is blank or has a fault',
    access: 'user',
    body: skuPattern(),
    response: z.object({
      total: z.int().describe('Variants that would get a SKU.'),
      examples: z.array(
        z.object({
          variantId: z.string(),
          product: z.string(),
          options: z.string(),
          before: z.string(),
          sku: z.string(),
        }),
      ),
    }),
    errors: [],
  },
  'POST /api/sku-fills': {
    summary: 'Give SKUs from a pattern, part by part; they stay in the hub until a later plan sends them',
    access: 'user',
    body: skuPattern().extend({
      goOn: z
        .object({ fillId: z.string().max(40), after: z.string().max(2_000) })
        .optional()
        .describe('To give the next part of a fill: its id and its `next`, with the same pattern and faults.'),
    }),
    response: skuFillOf().extend({ next: z.string().nullable().describe('Where to go on; null when all is given.') }),
    status: 201,
    errors: ['not_found', 'already_undone'],
  },
  'POST /api/sku-fills/:fillId/undo': {
    summary: 'Take back the SKUs of a fill, part by part; those that were changed since stay',
    access: 'user',
    params: z.object({ fillId: z.string().max(40) }),
    response: z.object({ undone: z.int(), left: z.boolean().describe('There are more: call it again.') }),
    errors: ['not_found', 'already_undone'],
  },
} as const satisfies Record<string, Route>

function skuPattern() {
  return z.object({
    pattern: z
      .string()
      .trim()
      .min(1, 'Give a pattern.')
      .max(200, 'Use at most 200 characters.')
      .describe('Text with {number}, {brand}, {name}, {options}, {product}, {variant}; as `CW-{number}`.'),
    faults: z.array(skuFault).min(1).optional().describe('Which to fill; only blank ones unless given.'),
  })
}

function skuFillOf() {
  return z
    .object({
      id: z.string(),
      pattern: z.string(),
      filled: z.int(),
      at: instant,
      undoneAt: instant.nullable(),
    })
    .meta({ id: 'SkuFill' })
}
