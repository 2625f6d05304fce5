import type { WorkspaceTx } from '../../database/connect.ts'
import { listingsNamed, type ProductToMake, productsToMake } from '../../database/wanted.ts'
import type { ChangeContent, PlannedChange } from '../../domain/plan.ts'
import { type ContentRules, contentOf, faultOfContent, skusOf } from '../make/content.ts'
import type { NewNames } from './new-names.ts'
import type { PlanFault } from './planner.ts'

interface NamesOfPlan {
  /** Told of all that anything needs, and of what the plan itself needs. */
  readonly names: NewNames | null
  readonly needed: NewNames | null
}

/** A change for each master product that the channel is to get, in the order in which they were asked for. */
export async function newProducts(
  tx: WorkspaceTx,
  channelId: string,
  rules: ContentRules,
  { names, needed }: NamesOfPlan,
): Promise<PlannedChange[]> {
  const products = await productsToMake(tx, channelId)
  const taken = await listingsNamed(
    tx,
    channelId,
    products.map(({ nameKey }) => nameKey),
  )
  const seen = new Set<string>()
  return products.map(product => {
    const content = contentOf(product, rules)
    const isTwin = seen.has(product.nameKey)
    seen.add(product.nameKey)
    const fault =
      (taken.has(product.nameKey) ? alreadyThereWords : null) ??
      (isTwin ? twinWords : null) ??
      faultOfContent(content, rules) ??
      needs(names, content)
    if (fault === null) needs(needed, content)
    return changeOf(product, content, fault)
  })
}

function needs(names: NewNames | null, { fields }: ChangeContent): PlanFault | null {
  const { brand = null, categories = null } = fields
  return names?.need('brand', null, brand) ?? names?.need('categories', null, categories) ?? null
}

const twinWords = {
  reason: 'Another product of this plan has the same name, and a store has each name once.',
  fix: 'Give one of the two another name, then make a new plan.',
}

/** Of a product that was found in the store by its name or SKU before it was made. */
export const alreadyThereWords = {
  reason: 'The store already has a product of this name or with one of its SKUs.',
  fix: 'Import from the store, and match the two under To review; or give the new one another name and other SKUs.',
}

function changeOf({ name }: ProductToMake, content: ChangeContent, fault: PlanFault | null): PlannedChange {
  const words = typeof fault === 'string' ? { reason: fault, fix: 'Change it, then make a new plan.' } : fault
  const skus = skusOf(content)
  return {
    ...{ level: 'new_product', listingId: '', offerId: null, field: 'product', part: 'data' },
    ...{ name, sku: skus.length === 1 ? (skus[0] ?? '') : '', before: null, after: name, content },
    ...{ lostImages: 0, priceNow: null, edited: false, requests: 1 },
    state: words === null ? 'planned' : 'rejected',
    reason: words?.reason ?? null,
    fix: words?.fix ?? null,
  }
}
