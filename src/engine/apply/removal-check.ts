import type { WorkspaceDb } from '../../database/connect.ts'
import type { PlannedRemoval } from '../../database/removals.ts'
import { type FieldPart, type FieldValue, sameValue } from '../../domain/fields.ts'
import type { Fields } from '../../domain/layers.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import type { Level } from '../../domain/plan.ts'
import { shapeProducts } from '../pull/keep-products.ts'
import { removalWords, storeChangedWords } from './words.ts'

/**
 * What of a product or variant that is to be deleted the store shows otherwise than when that was planned, as a sentence;
 * null where it shows the same. Nothing is deleted that nobody has seen. Stock is no matter: it moves with every order.
 */
export async function changedSince(
  db: WorkspaceDb,
  channelId: string,
  { offerId, shown }: PlannedRemoval,
  product: ObservedProduct,
): Promise<string | null> {
  if (offerId !== null) {
    const variant = product.variants.find(({ remoteId }) => remoteId === offerId)
    return changedField('variant', shown.fields, variant?.fields ?? {})
  }
  // With the names of its brand and categories, as it is kept.
  const [shaped] = await shapeProducts(db, channelId, [product])
  const changed = changedField('product', shown.fields, shaped?.listing.observed ?? {})
  if (changed !== null) return changed
  for (const { remoteId, fields } of product.variants) {
    const before = shown.variants[remoteId]
    const ofVariant = before === undefined ? removalWords.newVariant : changedField('variant', before, fields)
    if (ofVariant !== null) return ofVariant
  }
  return null
}

function changedField(level: Level, before: Fields, now: Fields): string | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  const changed = names.find(name => !isUntold(name, before) && !sameValue(before[name], now[name]))
  return changed === undefined ? null : storeChangedWords(level, changed, now[changed] ?? null)
}

/** The answer by which a product was made says nothing of its storefronts; the next import reads them. */
function isUntold(name: string, before: Fields): boolean {
  return name === 'storefronts' && before[name] === undefined
}

/** The images that go with it. */
export function imagesOf(
  { offerId }: PlannedRemoval,
  product: ObservedProduct | undefined,
): { remoteId: string; url: string }[] {
  const ofProduct = offerId === null ? partsOf(product?.fields.images) : []
  const variants = product?.variants.filter(({ remoteId }) => offerId === null || remoteId === offerId) ?? []
  const ofVariants = variants.flatMap(({ remoteId, fields: { imageUrl } }) =>
    typeof imageUrl === 'string' && imageUrl !== '' ? [{ remoteId: `variant ${remoteId}`, url: imageUrl }] : [],
  )
  const seen = new Set<string>()
  return [...ofProduct, ...ofVariants].filter(({ url }) => !seen.has(url) && seen.add(url))
}

function partsOf(value: FieldValue | undefined): { remoteId: string; url: string }[] {
  const parts: readonly FieldPart[] = typeof value === 'object' ? value : []
  return parts.flatMap(part => {
    if (typeof part !== 'object' || typeof part.remoteId !== 'string' || typeof part.url !== 'string') return []
    return [{ remoteId: part.remoteId, url: part.url }]
  })
}
