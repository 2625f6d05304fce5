import { chooseForGone } from '../../actions/choose-for-gone.ts'
import {
  fillSkus,
  previewFill,
  readSkuFaults,
  type StoredFill,
  undoFill,
  type VariantPlace,
} from '../../actions/fill-skus.ts'
import {
  changeCatalogLimits,
  type FilterChoice,
  type ListPlace,
  type ListSort,
  type ProductDetail,
  readCatalogState,
  readListing,
  readListingCount,
  readListingFilters,
  readListings,
  readProduct,
  readProductCount,
  readProductFilters,
  readProducts,
} from '../../actions/read-catalog.ts'
import { listChannels, profileOf } from '../../actions/read-channels.ts'
import type { Tools } from '../../actions/tools.ts'
import { viewCatalogState } from '../catalog-state-view.ts'
import type { catalogRoutes, ProductSort } from '../contract/catalog.ts'
import { given } from '../given.ts'
import type { HandlersOf, Member } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'
import { viewListing, viewProduct, viewProductDetail } from '../product-view.ts'

/** Choices of a filter that are listed at once; beyond that one searches. */
const choicesMost = 200
const countedMost = 10_000

export function catalogHandlers({ tools }: { tools: Tools }): HandlersOf<typeof catalogRoutes> {
  const state = async ({ actor, db }: Member, channelId: string) =>
    viewCatalogState(await readCatalogState(actor, db, tools, channelId))
  const detail = async ({ actor, db }: Member, product: ProductDetail) => {
    const channels = await listChannels(actor, db)
    return viewProductDetail(product, (channelId, remoteId) => {
      const channel = channels.find(({ id }) => id === channelId)
      const controlPanelUrl = channel === undefined ? null : (profileOf(channel)?.store?.controlPanelUrl ?? null)
      if (channel === undefined || controlPanelUrl === null) return null
      return tools.connectors.get(channel.kind)?.productAdminUrl?.(controlPanelUrl, remoteId) ?? null
    })
  }

  return {
    'GET /api/channels/:channelId/catalog': ({ actor, db, params }) => state({ actor, db }, params.channelId),

    'PATCH /api/channels/:channelId/catalog': async ({ actor, db, params, body }) => {
      await changeCatalogLimits(actor, db, { ...params, ...given(body) })
      return state({ actor, db }, params.channelId)
    },

    'GET /api/channels/:channelId/listings': async ({ actor, db, params, query }) => {
      const { limit = usualLimit, after, sort, ...filter } = query
      const rows = await readListings(actor, db, params.channelId, {
        filter: given(filter),
        limit,
        ...orderOf(sort, after),
      })
      return {
        listings: rows.map(row => viewListing(params.channelId, row)),
        next: nextOf(rows, limit, row => [row.sortKey, row.remoteId]),
      }
    },

    'GET /api/channels/:channelId/listings-count': async ({ actor, db, params, query }) =>
      capped(await readListingCount(actor, db, params.channelId, given(query))),

    'GET /api/channels/:channelId/listings/:remoteId': async ({ actor, db, params }) =>
      detail({ actor, db }, await readListing(actor, db, params)),

    'GET /api/channels/:channelId/listing-filters': async ({ actor, db, params, query }) =>
      choices(await readListingFilters(actor, db, params.channelId, { ...given(query), most: choicesMost })),

    'POST /api/channels/:channelId/gone': ({ actor, db, params, body }) =>
      chooseForGone(actor, db, tools, { channelId: params.channelId, ...given(body) }),

    'GET /api/products': async ({ actor, db, query }) => {
      const { limit = usualLimit, after, sort, ...filter } = query
      const rows = await readProducts(actor, db, { filter: given(filter), limit, ...orderOf(sort, after) })
      return { products: rows.map(viewProduct), next: nextOf(rows, limit, row => [row.sortKey, row.id]) }
    },

    'GET /api/products-count': async ({ actor, db, query }) => capped(await readProductCount(actor, db, given(query))),

    'GET /api/product-filters': async ({ actor, db, query }) =>
      choices(await readProductFilters(actor, db, { ...given(query), most: choicesMost })),

    'GET /api/products/:productId': async ({ actor, db, params }) =>
      detail({ actor, db }, await readProduct(actor, db, params.productId)),

    'GET /api/sku-faults': async ({ actor, db }) => {
      const { faults, last } = await readSkuFaults(actor, db)
      const none = { blank: 0, too_long: 0, invalid: 0, duplicate: 0 }
      return { faults: { ...none, ...faults }, lastFill: last === null ? null : viewFill(last) }
    },

    'POST /api/sku-fills/preview': async ({ actor, db, body }) => {
      const { total, examples } = await previewFill(actor, db, fillInput(body))
      return {
        total,
        examples: examples.map(({ id, productName, options, before, sku }) => ({
          variantId: id,
          product: productName,
          options: options.join(' / '),
          before,
          sku,
        })),
      }
    },

    'POST /api/sku-fills': async ({ actor, db, body: { goOn, ...pattern } }) => {
      const place = goOn === undefined ? undefined : { fillId: goOn.fillId, after: readVariantPlace(goOn.after) }
      const input = { ...fillInput(pattern), ...(place !== undefined && { goOn: place }) }
      const { fill, next } = await fillSkus(actor, db, tools, input)
      return { ...viewFill(fill), next: next === null ? null : writeVariantPlace(next) }
    },

    'POST /api/sku-fills/:fillId/undo': ({ actor, db, params }) => undoFill(actor, db, tools, params.fillId),
  }
}

const keyParts = { name: 'text', price: 'decimal', changed: 'moment' } as const

/** What a list is sorted by, and where it goes on. */
export function orderOf(
  sort: ProductSort | undefined,
  after: string | undefined,
): { sort: ListSort; after?: ListPlace } {
  const descending = sort?.startsWith('-') === true
  const by = (sort?.replace('-', '') ?? 'name') as ListSort['by']
  const [key, id] = readPlace(after, [keyParts[by], 'text']) ?? []
  return { sort: { by, descending }, ...(key !== undefined && id !== undefined && { after: { key, id } }) }
}

function nextOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => string[]): string | null {
  const last = rows.at(-1)
  return last === undefined || rows.length < limit ? null : writePlace(placeOf(last))
}

function capped(count: number): { count: number; atLeast: boolean } {
  return { count: Math.min(count, countedMost), atLeast: count > countedMost }
}

function choices({ brands, categories }: { brands: FilterChoice[]; categories: FilterChoice[] }) {
  return {
    brands: brands.slice(0, choicesMost),
    categories: categories.slice(0, choicesMost),
    more: brands.length > choicesMost || categories.length > choicesMost,
  }
}

function writeVariantPlace({ nameKey, productId, position, id }: VariantPlace): string {
  return writePlace([nameKey, productId, String(position), id])
}

function readVariantPlace(text: string): VariantPlace {
  const [nameKey = '', productId = '', position, id = ''] = readPlace(text, ['text', 'text', 'count', 'text']) ?? []
  return { nameKey, productId, position: Number(position), id }
}

function viewFill({ id, pattern, filled, at, undoneAt }: StoredFill) {
  return { id, pattern, filled, at: at.toISOString(), undoneAt: undoneAt?.toISOString() ?? null }
}

function fillInput<Fault>({ pattern, faults }: { pattern: string; faults?: Fault[] | undefined }) {
  return { pattern, faults: faults ?? (['blank'] as Fault[]) }
}
