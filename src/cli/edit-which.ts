import { skuFault } from '../api/contract/catalog.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { readChoice } from './arguments.ts'
import type { EditBody } from './edit-fields.ts'
import { findChannel } from './find-channel.ts'
import { filterValue, findProduct, given, listingStates, productStates } from './products.ts'

export const anyFault = ['any', ...skuFault.options] as const

interface Values {
  readonly channel?: string | undefined
  readonly variant?: string | undefined
  readonly variants?: boolean | undefined
  readonly search?: string | undefined
  readonly brand?: string | undefined
  readonly category?: string | undefined
  readonly state?: string | undefined
  readonly 'sku-fault'?: string | undefined
}

type Which = Pick<EditBody, 'level' | 'channelId' | 'ids' | 'products' | 'listings'>

/** The ids of what was named, or what to search by; throws `usage` and `not_found`. */
export async function findWhich(call: Call, values: Values, wanted: string | undefined): Promise<Which> {
  const level = values.variants === true || values.variant !== undefined ? 'variant' : 'product'
  const channelId = values.channel === undefined ? undefined : (await findChannel(call, values.channel)).id
  const place = { level, ...given({ channelId }) } as const
  const one = values.variant ?? wanted
  if (one !== undefined) {
    const ids =
      channelId === undefined ? await idsInHub(call, values, one) : await idsInChannel(call, values, one, channelId)
    return { ...place, ids }
  }
  const { search, brand, category } = values
  if (channelId === undefined) {
    const state = readChoice(values.state, 'state', productStates)
    const fault = readChoice(values['sku-fault'], 'sku-fault', anyFault)
    return { ...place, products: given({ search, brand, category, state, skuFault: fault }) }
  }
  const listings = given({
    search,
    brand: await filterValue(call, channelId, 'brands', brand),
    category: await filterValue(call, channelId, 'categories', category),
    state: readChoice(values.state, 'state', listingStates),
  })
  return { ...place, listings }
}

async function idsInHub(call: Call, values: Values, wanted: string): Promise<string[]> {
  const productId = await findProduct(call, wanted)
  if (values.variant === undefined && values.variants !== true) return [productId]
  const { variants } = await call('GET /api/products/:productId', { params: { productId } })
  const fitting = variants.filter(({ sku }) => values.variant === undefined || isSku(sku, wanted))
  return someOf(
    fitting.map(({ id }) => id).filter(id => id !== null),
    wanted,
  )
}

/** By its id in the store, or else by what the hub knows it by. */
async function idsInChannel(call: Call, values: Values, wanted: string, channelId: string): Promise<string[]> {
  const product = await detailOf(call, channelId, wanted)
  if (values.variant === undefined && values.variants !== true) {
    const there = product.channels.filter(each => each.channelId === channelId)
    return someOf(
      there.map(({ remoteId }) => remoteId),
      wanted,
    )
  }
  const offers = product.variants.flatMap(({ sku, channels }) =>
    channels
      .filter(each => each.channelId === channelId)
      .filter(each => values.variant === undefined || isSku(sku, wanted) || isSku(each.sku, wanted)),
  )
  return someOf(
    offers.map(({ remoteId }) => remoteId),
    wanted,
  )
}

async function detailOf(call: Call, channelId: string, wanted: string) {
  try {
    return await call('GET /api/channels/:channelId/listings/:remoteId', { params: { channelId, remoteId: wanted } })
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'not_found') throw error
    return call('GET /api/products/:productId', { params: { productId: await findProduct(call, wanted) } })
  }
}

function isSku(sku: string | null, wanted: string): boolean {
  return sku !== null && sku.toLowerCase() === wanted.toLowerCase()
}

function someOf(ids: readonly string[], wanted: string): string[] {
  if (ids.length > 0) return [...new Set(ids)]
  throw new HubError('not_found', `“${wanted}” is not there to be edited: cartwright products show has what is.`)
}
