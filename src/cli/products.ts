import {
  catalogRoutes,
  type Listing,
  matchState,
  type Product,
  type ProductSort,
  productSort,
} from '../api/contract/catalog.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, readWhole, wordsOf } from './arguments.ts'
import { findChannel } from './find-channel.ts'
import { count, whole } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { limitMost, printPages, readPages } from './pages.ts'
import { priceOf, productSheet } from './product-sheet.ts'

const limitDefault = 50
const candidatesMost = 50
const listingQuery = catalogRoutes['GET /api/channels/:channelId/listings'].query.shape
const productQuery = catalogRoutes['GET /api/products'].query.shape
export const listingStates = listingQuery.state.unwrap().options
export const productStates = productQuery.state.unwrap().options
const skuFaults = productQuery.skuFault.unwrap().options

const listOptions = {
  ...hubOptions,
  channel: { type: 'string' },
  search: { type: 'string' },
  brand: { type: 'string' },
  category: { type: 'string' },
  state: { type: 'string' },
  match: { type: 'string' },
  'sku-fault': { type: 'string' },
  'not-on': { type: 'string' },
  'waits-for': { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
  all: { type: 'boolean' },
} as const

export const productsList: Command = {
  name: 'products list',
  summary: 'List the products of the master catalog, or those of a channel',
  help: `Usage: cartwright products list [options]

  --channel CHANNEL           what this channel (name or id) has in its store, in place of the master catalog
  --search TEXT               part of a name, SKU or barcode
  --brand NAME                only this brand; with --channel also its id in the store, or none
  --category PATH             only this category and those below it, such as Home/Kitchen
  --state STATE               ${wordsOf(productStates)}; with --channel: ${wordsOf(listingStates)}
  --match MATCH               with --channel: ${wordsOf(matchState.options)}; waiting ones are not matched yet
  --sku-fault FAULT           without --channel: ${wordsOf(skuFaults)}
  --not-on CHANNEL            what this channel does not have in its store, and is not to get
  --waits-for CHANNEL         what this channel is to get with its next plan
  --sort SORT                 ${wordsOf(productSort.options.filter(sort => !sort.startsWith('-')))}; from the other end with a dash: --sort=-price
  --limit N                   how many (default: ${limitDefault})
  --all                       all of them
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, listOptions)
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? limitDefault
    const most = values.all === true ? Number.MAX_SAFE_INTEGER : limit
    const sort = readChoice(values.sort, 'sort', productSort.options)
    refuseMixed(values)
    const list = { ...values, sort, most, json: values.json === true }
    return tools.withHub(values, async call => {
      const { found, printed, more } =
        values.channel === undefined
          ? await listProducts(call, list, tools)
          : await listListings(call, values.channel, list, tools)
      if (more && !list.json) {
        const total = await found()
        tools.err(
          `${whole(printed)} of ${total.atLeast ? 'over ' : ''}${count(total.count, 'product')}. More: --limit N, --all`,
        )
      }
      return exitCodes.done
    })
  },
}

interface ListArguments {
  readonly search?: string | undefined
  readonly brand?: string | undefined
  readonly category?: string | undefined
  readonly state?: string | undefined
  readonly match?: string | undefined
  readonly 'sku-fault'?: string | undefined
  readonly 'not-on'?: string | undefined
  readonly 'waits-for'?: string | undefined
  readonly sort: ProductSort | undefined
  readonly most: number
  readonly json: boolean
}

const ofMaster = ['sku-fault', 'not-on', 'waits-for'] as const

function refuseMixed(
  values: { channel?: string; match?: string } & { [Name in (typeof ofMaster)[number]]?: string },
): void {
  if (values.channel === undefined && values.match !== undefined) {
    throw new HubError('usage', '--match needs --channel: it is how the products of a store stand to the catalog.')
  }
  const mixed = values.channel === undefined ? undefined : ofMaster.find(name => values[name] !== undefined)
  if (mixed !== undefined) throw new HubError('usage', `--${mixed} is about the master catalog: leave --channel out.`)
}

async function listProducts(call: Call, list: ListArguments, tools: CliTools) {
  const { channels } = await call('GET /api/channels')
  const names = new Map(channels.map(({ id, name }) => [id, name]))
  const idOf = async (wanted: string | undefined) =>
    wanted === undefined ? undefined : (await findChannel(call, wanted)).id
  const filter = given({
    search: list.search,
    brand: list.brand,
    category: list.category,
    state: readChoice(list.state, 'state', productStates),
    skuFault: readChoice(list['sku-fault'], 'sku-fault', skuFaults),
    missingOn: await idOf(list['not-on']),
    wantedOn: await idOf(list['waits-for']),
  })
  const pages = readPages<Product>(async paging => {
    const { products, next } = await call('GET /api/products', {
      query: { ...filter, ...paging, ...given({ sort: list.sort }) },
    })
    return { rows: products, next }
  }, list.most)
  const printed = await printPages(pages, tools, {
    json: list.json,
    columns: productColumns,
    cells: product => productCells(product, names),
    empty: emptyList(filter),
  })
  return { ...printed, found: () => call('GET /api/products-count', { query: filter }) }
}

async function listListings(call: Call, wanted: string, list: ListArguments, tools: CliTools) {
  const { id: channelId } = await findChannel(call, wanted)
  const params = { channelId }
  const filter = given({
    search: list.search,
    brand: await filterValue(call, channelId, 'brands', list.brand),
    category: await filterValue(call, channelId, 'categories', list.category),
    state: readChoice(list.state, 'state', listingStates),
    match: readChoice(list.match, 'match', matchState.options),
  })
  const pages = readPages<Listing>(async paging => {
    const { listings, next } = await call('GET /api/channels/:channelId/listings', {
      params,
      query: { ...filter, ...paging, ...given({ sort: list.sort }) },
    })
    return { rows: listings, next }
  }, list.most)
  const printed = await printPages(pages, tools, {
    json: list.json,
    columns: listingColumns,
    cells: listingCells,
    empty: emptyList(filter),
  })
  return { ...printed, found: () => call('GET /api/channels/:channelId/listings-count', { params, query: filter }) }
}

function emptyList(filter: object): string {
  return Object.keys(filter).length > 0
    ? 'No product fits.'
    : 'There are no products yet. Import a catalog with: cartwright pull'
}

/** The id in a store for the name of a brand or category: they are known by their ids there; people know their names. */
export async function filterValue(
  call: Call,
  channelId: string,
  which: 'brands' | 'categories',
  wanted: string | undefined,
): Promise<string | undefined> {
  if (wanted === undefined || wanted === 'none') return wanted
  const leaf = wanted.split('/').at(-1)?.trim() ?? ''
  const found = await call('GET /api/channels/:channelId/listing-filters', {
    params: { channelId },
    query: { search: leaf },
  })
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const fitting = found[which].filter(({ label }) => same(label, wanted) || same(label, leaf))
  const exact = fitting.filter(({ label }) => same(label, wanted))
  const [first, second] = exact.length > 0 ? exact : fitting
  if (first === undefined) {
    // An id, or a name that nothing has: the list itself tells which.
    if (/^\d+$/.test(wanted)) return wanted
    throw new HubError('not_found', `The store has no ${which === 'brands' ? 'brand' : 'category'} “${wanted}”.`)
  }
  if (second === undefined) return first.value
  throw new HubError('usage', `The store has several of the name “${wanted}”.`, {
    hint: `Give the id of one: ${fitting.map(({ value, label }) => `${value} (${label})`).join(', ')}.`,
  })
}

const productColumns = [
  { title: 'id' },
  { title: 'SKU', shrinksTo: 8 },
  { title: 'name', shrinksTo: 28 },
  { title: 'brand', shrinksTo: 8, drops: true },
  { title: 'price', align: 'right' },
  { title: 'variants', align: 'right' },
  { title: 'faults', align: 'right', drops: true },
  { title: 'on', shrinksTo: 8, drops: true },
] as const

function productCells(product: Product, names: ReadonlyMap<string, string>): string[] {
  const { id, name, sku, brand, variantCount, faultCount, state, channels } = product
  const on = channels.map(({ channelId, gone }) => `${names.get(channelId) ?? channelId}${gone ? ' (gone)' : ''}`)
  return [
    id,
    sku ?? '',
    state === 'archived' ? `${name} (archived)` : name,
    brand ?? '',
    priceOf(product),
    whole(variantCount),
    faultCount === 0 ? '' : whole(faultCount),
    on.join(', '),
  ]
}

const listingColumns = [
  { title: 'id' },
  { title: 'SKU', shrinksTo: 8 },
  { title: 'name', shrinksTo: 28 },
  { title: 'brand', shrinksTo: 8, drops: true },
  { title: 'price', align: 'right' },
  { title: 'stock', align: 'right' },
  { title: 'variants', align: 'right' },
  { title: 'state' },
  { title: 'match' },
] as const

function listingCells(listing: Listing): string[] {
  const { remoteId, sku, name, brand, stock, variantCount, visible, goneAt, waitingCount, leftOutCount } = listing
  const open = [
    ...(waitingCount > 0 ? [`${whole(waitingCount)} not matched`] : []),
    ...(leftOutCount > 0 ? [`${whole(leftOutCount)} left out`] : []),
  ]
  return [
    remoteId,
    sku,
    name,
    brand ?? '',
    priceOf(listing),
    stock === null ? '' : whole(stock),
    whole(variantCount),
    goneAt !== null ? 'gone' : visible ? 'visible' : 'hidden',
    open.length === 0 ? 'matched' : open.join(', '),
  ]
}

export const productsShow: Command = {
  name: 'products show',
  summary: 'Show one product with its variants, and for each value what every store shows',
  help: `Usage: cartwright products show ID|SKU [options]
       cartwright products show REMOTE_ID --channel CHANNEL [options]

Shows a product of the master catalog by its id or by a SKU, or a product of a store by its id there. Where a store shows
what the hub has, it says “same”; a value of its own has a * behind it. Edits that no store has yet are listed at the end: what the store
shows now, and what it will.

  --channel CHANNEL           the product has this id in the store of this channel (name or id)
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, channel: { type: 'string' } }, 1)
    const [wanted] = positionals
    if (wanted === undefined || wanted === '') throw new HubError('usage', 'Say which product: its id or its SKU.')
    return tools.withHub(values, async call => {
      const product =
        values.channel === undefined
          ? await call('GET /api/products/:productId', { params: { productId: await findProduct(call, wanted) } })
          : await call('GET /api/channels/:channelId/listings/:remoteId', {
              params: { channelId: (await findChannel(call, values.channel)).id, remoteId: wanted },
            })
      if (values.json === true) tools.out(JSON.stringify(product))
      else for (const line of productSheet(product, tools.outColumns())) tools.out(line)
      return exitCodes.done
    })
  },
}

/** The id of a product by that or by a SKU. A SKU is looked for among the products that have it as a part of a name, SKU or barcode. */
export async function findProduct(call: Call, wanted: string): Promise<string> {
  if (/^prd_[0-9a-z]+$/.test(wanted)) return wanted
  const { products } = await call('GET /api/products', { query: { search: wanted, limit: candidatesMost } })
  const exact = products.filter(({ sku }) => sku === wanted)
  const found = exact.length > 0 ? exact : await havingVariant(call, products, wanted)
  const fitting = found.length > 0 ? found : products
  const [first, second] = fitting
  if (first !== undefined && second === undefined) return first.id
  if (first === undefined) throw new HubError('not_found', `There is no product with the id or SKU “${wanted}”.`)
  throw new HubError('usage', `Several products have “${wanted}” in a SKU, barcode or name.`, {
    hint: `Give the id of one: ${fitting
      .slice(0, 5)
      .map(({ id, name }) => `${id} (${name})`)
      .join(', ')}${fitting.length > 5 ? ' …' : ''}`,
  })
}

async function havingVariant(call: Call, products: readonly Product[], sku: string): Promise<Product[]> {
  const having: Product[] = []
  for (const product of products) {
    if (product.variantCount < 2) continue
    const { variants } = await call('GET /api/products/:productId', { params: { productId: product.id } })
    if (variants.some(variant => variant.sku === sku)) having.push(product)
  }
  return having
}

/** Without the keys that nothing was given for. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
