import { expect } from 'vitest'
import type { Change, Plan } from '../../src/api/contract/plans.ts'
import type { Input } from '../../src/api/contract/route.ts'
import type { Routes } from '../../src/api/contract/routes.ts'
import type { LiveShop, StoreProduct } from './live-shop.ts'

type Asked = Input<Routes['POST /api/channels/:channelId/removals']>['body']

export const askFor = ({ browser, channelId }: LiveShop, body: Asked) =>
  browser.call('POST /api/channels/:channelId/removals', { params: { channelId }, body })

/** Asks for products to be deleted as a whole, none of which has a fault. */
export async function askForProducts(shop: LiveShop, ...products: (StoreProduct | undefined)[]): Promise<void> {
  const asked = await askFor(shop, { products: products.map(product => String(product?.id)) })
  expect(asked).toMatchObject({ wanted: products.length, faults: [] })
}

export const takeBack = ({ browser, channelId }: LiveShop, body: Omit<Asked, 'preview'>) =>
  browser.call('DELETE /api/channels/:channelId/removals', { params: { channelId }, body })

/** Sends a plan with the word, to its end. */
export async function sendTyped(shop: LiveShop, plan: Plan): Promise<Plan> {
  const params = { planId: plan.id }
  const held = plan.brakes.map(({ brake }) => brake)
  if (held.length > 0) await shop.browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: held } })
  await shop.browser.call('POST /api/plans/:planId/apply', { params, body: { typed: 'delete' } })
  return shop.endOf(plan.id)
}

export async function changesOf({ browser }: LiveShop, { id }: Plan): Promise<readonly Change[]> {
  const query = { limit: 200 }
  return (await browser.call('GET /api/plans/:planId/changes', { params: { planId: id }, query })).changes
}

export async function listingOf({ browser, channelId }: LiveShop, product: StoreProduct | undefined) {
  const remoteId = String(product?.id)
  const detail = await browser.call('GET /api/channels/:channelId/listings/:remoteId', {
    params: { channelId, remoteId },
  })
  return { detail, side: detail.channels.find(side => side.channelId === channelId) }
}

/** What was written, as `DELETE /catalog/products/101`. */
export const writesOf = ({ writes }: LiveShop) =>
  writes.map(({ method, url }) => `${method} ${url.replace(/.*\/v3/, '')}`)
