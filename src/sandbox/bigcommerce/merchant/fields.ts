import type { ProductFields, VariantFields } from '../catalog/edit.ts'
import { refuse } from '../catalog/refuse.ts'
import type { Product, Variant } from '../catalog/types.ts'

const fixed = new Set(['id', 'base_variant_id', 'product_id', 'sku_id', 'option_values'])

/** Fields of a product that may be null, by the kind that they have otherwise. */
const nullableOfProduct = new Map([
  ['option_set_id', 'number'],
  ['preorder_release_date', 'string'],
])

/** What a variant inherits where it is null. */
const nullableOfVariant = new Map(
  [
    ...['price', 'sale_price', 'retail_price', 'map_price', 'weight', 'width', 'height', 'depth'],
    'fixed_cost_shipping_price',
  ].map(name => [name, 'number']),
)

const choices = new Map<string, readonly unknown[]>([
  ['type', ['physical', 'digital']],
  ['inventory_tracking', ['none', 'product', 'variant']],
  ['availability', ['available', 'disabled', 'preorder']],
  ['condition', ['New', 'Used', 'Refurbished']],
  ['gift_wrapping_options_type', ['any', 'none', 'list']],
  ['open_graph_type', ['product', 'album', 'book', 'drink', 'food', 'game', 'movie', 'song', 'tv_show']],
])

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value)

/** Whether the field may become `next`, where it is of this kind; `now` is what it is. */
function fits(name: string, next: unknown, kind: string, now: unknown): boolean {
  const values = choices.get(name)
  if (values !== undefined) return values.includes(next)
  if (kindOf(next) !== kind) return false
  // Only the order of things goes below zero.
  if (typeof next === 'number') return Number.isFinite(next) && (next >= 0 || name === 'sort_order')
  if (Array.isArray(next)) return next.every(one => typeof one === (name === 'meta_keywords' ? 'string' : 'number'))
  const parts = (value: unknown) => JSON.stringify(Object.entries(value ?? {}).map(([key, one]) => [key, typeof one]))
  return typeof next !== 'object' || parts(next) === parts(now)
}

/**
 * Looks at fields by the row that they are to change: each must be there, and of the kind that it has. What is to break
 * the contract is a matter for a fault of kind `rewrite`.
 * @throws SandboxError with the field at fault
 */
function checkFields(row: Product | Variant, fields: object, nullable: ReadonlyMap<string, string>): void {
  const present = new Map<string, unknown>(Object.entries(row))
  for (const [name, next] of Object.entries(fields)) {
    if (!present.has(name)) throw refuse(`There is no field ${name}.`, 'Name fields as the API does.')
    if (fixed.has(name)) throw refuse(`The field ${name} cannot be changed.`, 'The platform keeps it as it is.')
    if (next === null && nullable.has(name)) continue
    const now = present.get(name)
    const kind = nullable.get(name) ?? kindOf(now)
    if (fits(name, next, kind, now)) continue
    const wanted = choices.get(name)?.join(', ') ?? `a ${kind} such as the one that it has`
    throw refuse(`The field ${name} cannot be ${JSON.stringify(next)}.`, `It takes ${wanted}.`)
  }
}

export const checkKinds = (row: Product, fields: ProductFields) => checkFields(row, fields, nullableOfProduct)

export const checkVariantKinds = (row: Variant, fields: VariantFields) => checkFields(row, fields, nullableOfVariant)
