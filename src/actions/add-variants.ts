import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { keepMasterDetails } from '../database/details.ts'
import { holdMasters, type MasterItem, masterItems, renewPrices, skuHolders } from '../database/editing.ts'
import { recordEvent } from '../database/events.ts'
import {
  beingMade,
  deleteOwnVariants,
  insertOwnVariants,
  listingsOfProduct,
  masterDetails,
  variantsOfProduct,
  wantOffers,
} from '../database/offers-wanted.ts'
import { rebuildSearch, recountProducts } from '../database/products.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { FieldFault } from '../domain/edit.ts'
import { choicesIn, type GivenVariant, type ReadVariant, readNewVariants } from '../domain/new-variants.ts'
import { withValues } from '../domain/option-list.ts'
import { skuKey } from '../domain/sku.ts'
import { renewOverrides } from '../engine/pull/overrides.ts'
import { skuFrom } from '../engine/pull/shape-product.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

export interface NewVariantsInput {
  readonly productId: string
  readonly variants: readonly GivenVariant[]
  /** Which channels get them; absent: all that list the product. */
  readonly channelIds?: readonly string[]
}

export interface AddedVariants {
  readonly variants: readonly { readonly variantId: string; readonly sku: string }[]
  /** The channels that are to get them. */
  readonly wanted: readonly { readonly channelId: string; readonly channelName: string; readonly listingId: string }[]
}

/**
 * Adds variants to a product of the master catalog, and has every channel that lists it, or some, get them: the next plan
 * of each shows them. Values of options that the product does not have yet are added to its options. Throws `not_found`,
 * and `input_invalid` with what is wrong, field by field; then nothing was added.
 */
export async function addVariants(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: NewVariantsInput,
): Promise<AddedVariants> {
  mustBeAllowed(actor, 'catalog.manage')
  const at = tools.clock.now()
  const added = await despiteCollisions(() =>
    db.transaction(async tx => {
      const { productId } = input
      const product = await holdProduct(tx, productId)
      const listings = await chosenListings(tx, input)
      const present = await variantsOfProduct(tx, productId)
      const chosen = present.map(({ fields }) => choicesIn(fields.optionValues))
      refuseWithoutOptions(product.name, chosen)
      const { variants, faults } = readNewVariants(input.variants, chosen)
      refuse([...faults, ...(await takenSkus(tx, variants))])
      const position = Math.max(-1, ...present.map(one => one.position)) + 1
      const rows = variants.map(({ fields, optionValues }, index) => {
        const all = { ...fields, optionValues: optionValues.map(one => ({ ...one })) }
        const id = newId('var', tools.randomBytes)
        return { id, productId, position: position + index, fields: all, ...skuFrom(all) }
      })
      await insertOwnVariants(tx, rows)
      const details = await masterDetails(tx, productId)
      const choices = variants.flatMap(({ optionValues }) => optionValues)
      await keepMasterDetails(tx, productId, withValues(details, choices))
      const wishes = rows.flatMap(({ id }) =>
        listings.map(({ channelId, listingId }) => ({ channelId, listingId, variantId: id })),
      )
      await wantOffers(tx, wishes, { at, actor })
      await settleProduct(tx, productId)
      const made = rows.map(({ id, sku }) => ({ variantId: id, sku: sku ?? '' }))
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        ...{ at, actor, verb: 'variants.added', about: { productId, variants: made, wanted: listings } },
      })
      return { variants: made, wanted: listings }
    }),
  )
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return added
}

/**
 * Takes variants back that were added and that no channel ever had. Throws `not_found`, and `input_invalid` where one of
 * them is in a store, or may be by now.
 */
export async function withdrawVariants(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { productId, variantIds }: { productId: string; variantIds: readonly string[] },
): Promise<{ withdrawn: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const at = tools.clock.now()
  await despiteCollisions(() =>
    db.transaction(async tx => {
      const product = await holdProduct(tx, productId)
      const present = await variantsOfProduct(tx, productId)
      const own = new Map(present.map(one => [one.id, one]))
      const underWay = new Set(await beingMade(tx, variantIds))
      for (const id of variantIds) {
        const variant = own.get(id)
        if (variant === undefined) throw new HubError('not_found', `“${product.name}” has no such variant.`)
        if (!variant.isInStore && !underWay.has(id)) continue
        throw new HubError('input_invalid', `A channel has “${String(variant.fields.sku ?? id)}” already.`, {
          fields: { variantIds: 'Only variants that were added and not sent can be taken back.' },
        })
      }
      if (present.every(({ id }) => variantIds.includes(id))) {
        throw new HubError('input_invalid', `“${product.name}” would have no variant left.`, {
          fields: { variantIds: 'Leave at least one.' },
        })
      }
      await deleteOwnVariants(tx, variantIds)
      await settleProduct(tx, productId)
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        ...{ at, actor, verb: 'variants.withdrawn', about: { productId, variantIds } },
      })
    }),
  )
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { withdrawn: variantIds.length }
}

/** The product once nobody else changes it. */
async function holdProduct(tx: WorkspaceTx, productId: string): Promise<MasterItem> {
  await holdMasters(tx, { productIds: [productId], variantIds: [] })
  const [product] = await masterItems(tx, 'product', [productId])
  if (product === undefined) throw new HubError('not_found', 'There is no such product.')
  return product
}

async function chosenListings(tx: WorkspaceTx, { productId, channelIds }: NewVariantsInput) {
  const all = await listingsOfProduct(tx, productId)
  if (channelIds === undefined) return all
  const without = channelIds.find(id => !all.some(({ channelId }) => channelId === id))
  if (without !== undefined) {
    throw new HubError('input_invalid', 'One of these channels does not list the product.', {
      fields: { channelIds: 'Name channels that have the product already.' },
    })
  }
  return all.filter(({ channelId }) => channelIds.includes(channelId))
}

/** Stores replace the only variant of a product by the first that has options: its SKU, stock and history would go. */
function refuseWithoutOptions(name: string, present: readonly (readonly unknown[])[]): void {
  if (present.length > 0 && present.every(choices => choices.length > 0)) return
  throw new HubError('input_invalid', `“${name}” has no options, and is sold as it is.`, {
    fields: {
      variants:
        'Its store would replace the variant that there is, with its stock, by the first new one. Make the options in BigCommerce and import again, or make a new product.',
    },
  })
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length === 0) return
  const fields = Object.fromEntries(faults.toReversed().map(({ field, sentence }) => [field, sentence]))
  throw new HubError('input_invalid', 'These variants cannot be added so. Nothing was changed.', { fields })
}

/** SKUs that another variant has, or another one of these. */
async function takenSkus(tx: WorkspaceTx, variants: readonly ReadVariant[]): Promise<FieldFault[]> {
  const keys = variants.map(({ fields }) => (typeof fields.sku === 'string' ? skuKey(fields.sku) : null))
  const holders = await skuHolders(
    tx,
    keys.filter(key => key !== null),
  )
  return keys.flatMap((key, at) => {
    if (key === null) return []
    const sku = String(variants[at]?.fields.sku)
    const field = `variants.${at}.sku`
    const holder = holders.get(key)
    if (holder !== undefined) {
      return [{ field, sentence: `The SKU “${sku}” belongs to “${holder.productName}” already: give another one.` }]
    }
    return keys.indexOf(key) === at
      ? []
      : [{ field, sentence: `Two of these variants have the SKU “${sku}”: give another one.` }]
  })
}

async function settleProduct(tx: WorkspaceTx, productId: string): Promise<void> {
  await recountProducts(tx, [productId])
  await renewPrices(tx, [productId])
  await rebuildSearch(tx, [productId])
  await renewOverrides(tx, [productId], { surely: [productId] })
}
