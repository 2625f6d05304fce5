import type { WorkspaceDb } from '../database/connect.ts'
import { keepMasterDetails } from '../database/details.ts'
import { recordEvent } from '../database/events.ts'
import { candidatesBySku, insertProduct, insertVariant, rebuildSearch } from '../database/products.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { wantProducts } from '../database/wanted.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type GivenProduct, type NewMaster, readNewProduct } from '../domain/new-product.ts'
import { skuFrom, titlesOf } from '../engine/pull/shape-product.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

export type { GivenProduct }

/**
 * Makes a product of the master catalog, with its options and variants. Nothing is sent to a store; on the channels that are
 * named the next plan makes it. Throws `input_invalid` with a sentence for each field that can't be used, among them a SKU
 * that another variant has, and `not_found` of a channel.
 */
export async function createProduct(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: GivenProduct & { readonly channelIds?: readonly string[] | undefined },
): Promise<{ productId: string }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelIds = [], ...given } = input
  for (const id of channelIds) await readChannel(actor, db, id)
  const read = readNewProduct(given)
  if ('faults' in read) throw refused(read.faults)
  const { product } = read
  await refuseTakenSkus(db, product, given)
  const productId = newId('prd', tools.randomBytes)
  const at = tools.clock.now()
  try {
    await db.transaction(async tx => {
      const { fields, options, variants } = product
      const rows = variants.map(({ fields: own }, position) => ({
        ...{ id: newId('var', tools.randomBytes), productId, position, fields: own, originRemoteId: null },
        ...skuFrom(own),
      }))
      const prices = [fields, ...variants.map(one => ({ ...fields, ...one.fields }))].flatMap(one =>
        typeof one.price === 'string' ? [Number(one.price)] : [],
      )
      await insertProduct(
        tx,
        { channelId: null, at },
        {
          ...{ id: productId, fields, originRemoteId: null, ...titlesOf(fields, '') },
          price: prices.length === 0 ? null : String(Math.min(...prices)),
          priceMost: prices.length === 0 ? null : String(Math.max(...prices)),
          ...{ imageUrl: null, search: '', variantCount: rows.length },
          faultCount: rows.filter(({ skuFault }) => skuFault !== null).length,
        },
      )
      for (const row of rows) await insertVariant(tx, null, row)
      if (options.length > 0) await keepMasterDetails(tx, productId, detailsOf(options))
      await rebuildSearch(tx, [productId])
      for (const channelId of channelIds) await wantProducts(tx, { channelId, at, actor }, [productId])
      await recordEvent(tx, {
        ...{ id: newId('evt', tools.randomBytes), at, actor, verb: 'product.created' },
        about: { productId, channelIds },
      })
    })
  } catch (error) {
    // Somebody gave the same SKU to another variant at the same moment.
    if (isUniqueViolation(error, 'variant_sku')) await refuseTakenSkus(db, product, given)
    throw error
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { productId }
}

function refused(fields: Readonly<Record<string, string>>): HubError {
  return new HubError('input_invalid', 'This product can’t be made so. Nothing was changed.', { fields })
}

async function refuseTakenSkus(db: WorkspaceDb, { variants }: NewMaster, given: GivenProduct): Promise<void> {
  const keys = variants.map(({ fields }) => skuFrom(fields).skuKey)
  const taken = await candidatesBySku(
    db,
    '',
    keys.filter(key => key !== null),
  )
  const faults = keys.flatMap((key, at): [string, string][] => {
    const other = key === null ? undefined : taken.get(key)
    if (other === undefined) return []
    const place = given.variants?.[at] === undefined ? 'fields.sku' : `variants.${at}.fields.sku`
    return [[place, `“${other.productName}” has the SKU “${other.sku}” already: give another one.`]]
  })
  if (faults.length > 0) throw refused(Object.fromEntries(faults))
}

/** As a pull keeps them, without ids of any store. */
function detailsOf(options: NewMaster['options']) {
  return {
    options: options.map(({ name, values }, sortOrder) => ({
      ...{ name, type: 'dropdown', sortOrder },
      values: values.map((label, at) => ({ label, isDefault: false, sortOrder: at })),
    })),
  }
}
