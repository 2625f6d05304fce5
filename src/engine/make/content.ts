import type { NewProduct } from '../../connector/product-maker.ts'
import type { CatalogWriter } from '../../connector/writer.ts'
import type { ProductToMake } from '../../database/wanted.ts'
import { definitionOf } from '../../domain/edit-values.ts'
import type { Fields } from '../../domain/layers.ts'
import { choicesIn } from '../../domain/new-variants.ts'
import type { ChangeContent, Level } from '../../domain/plan.ts'
import { skuKey } from '../../domain/sku.ts'

/** What a product is made with: its own fields that the platform takes and the hub owns on the channel. */
export interface ContentRules {
  readonly writer: CatalogWriter
  isOurs(level: Level, field: string): boolean
}

/** No product begins without them, whoever owns them afterwards; its variants are told apart by their SKUs. */
const always: Readonly<Record<Level, ReadonlySet<string>>> = {
  product: new Set(['name', 'type', 'price', 'weight']),
  variant: new Set(['sku']),
}
/** They follow as changes of their own. */
export const afterwards: ReadonlySet<string> = new Set(['bulkPrices', 'images'])

/** All that a product is made with in a store, as a plan shows it. */
export function contentOf({ productId, fields, variants }: ProductToMake, rules: ContentRules): ChangeContent {
  const { writer, isOurs } = rules
  const takes = (level: Level, field: string) =>
    level === 'product' ? writer.newProductFields.has(field) : writer.newVariantFields.has(field)
  const own = (level: Level, all: Fields): Fields =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([field]) =>
          (takes(level, field) && (isOurs(level, field) || always[level].has(field))) ||
          (level === 'product' && afterwards.has(field) && writer.apartFields.has(field) && isOurs(level, field)),
      ),
    )
  return {
    productId,
    fields: own('product', fields),
    variants: variants.map(variant => ({
      variantId: variant.id,
      fields: own('variant', variant.fields),
      optionValues: choicesIn(variant.fields.optionValues),
    })),
  }
}

/** What the store is asked for; `ids`: its own of the brand and the categories. */
export function newProductOf(content: ChangeContent, ids: Fields = {}): NewProduct {
  const fields = Object.fromEntries(
    Object.entries({ ...content.fields, ...ids }).filter(
      ([field, value]) => !afterwards.has(field) && value !== undefined,
    ),
  )
  return { fields, variants: content.variants }
}

/** Why the store would not take it, with what to do; null where it would. */
export function faultOfContent(content: ChangeContent, { writer }: ContentRules): string | null {
  const product = newProductOf(content)
  const whole = writer.productFaultOf(product)
  if (whole !== null) return whole
  for (const [level, fields] of [
    ['product', product.fields] as const,
    ...product.variants.map(variant => ['variant', variant.fields] as const),
  ]) {
    for (const [field, value] of Object.entries(fields)) {
      const fault = value === undefined ? null : writer.faultOf(level, field, value)
      if (fault !== null) return `${definitionOf(level, field)?.label ?? field}: ${fault}`
    }
  }
  return null
}

/** The SKUs that its variants are told apart by. */
export function skusOf(content: ChangeContent): string[] {
  const skus = content.variants.map(({ fields }) => fields.sku ?? '')
  return [...new Set([content.fields.sku ?? '', ...skus].map(String))].filter(sku => skuKey(sku) !== null)
}

/** Whatever order the database gives properties back in. */
export function isSameContent(a: ChangeContent, b: ChangeContent): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]): [string, unknown] => [name, inOrder(inner)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}
