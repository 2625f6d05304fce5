import type { ProductRecord } from '../catalog/types.ts'
import type { KeptBytes } from '../kept-bytes.ts'
import type { Picker } from '../query/fields.ts'
import { pickerOf } from '../query/fields.ts'
import type { Query } from '../query/query.ts'

const includes = [
  'bulk_pricing_rules',
  'channels',
  'custom_fields',
  'images',
  'modifiers',
  'options',
  'parent_relations',
  'primary_image',
  'reviews',
  'variants',
  'videos',
] as const

type Include = (typeof includes)[number]

/** Which parts and fields of products a query wants to see. */
export interface ProductView {
  readonly parts: readonly Include[]
  readonly pick: Picker | null
  readonly isSlow: boolean
}

export function productView(query: Query): ProductView {
  const wanted = new Set(query.someOf('include', includes))
  const parts = includes.filter(part => wanted.has(part))
  const pick = pickerOf(query)
  const isSlow = wanted.has('options') || wanted.has('modifiers')
  return { parts, pick, isSlow }
}

const written = new Set<Include>(['bulk_pricing_rules', 'custom_fields', 'images', 'options', 'variants', 'videos'])

/** What the answer to a write shows. Guess: also the parts that a body can hold, and the options. */
export function writtenView(query: Query): ProductView {
  const view = productView(query)
  return { ...view, parts: includes.filter(part => written.has(part) || view.parts.includes(part)) }
}

function partOf(record: ProductRecord, part: Include): unknown {
  switch (part) {
    case 'bulk_pricing_rules':
      return record.bulkRules
    case 'channels':
      return record.channels
    case 'custom_fields':
      return record.customFields
    case 'images':
      return record.images
    case 'modifiers':
      return record.modifiers
    case 'options':
      return record.options
    case 'variants':
      return record.variants
    case 'videos':
      return record.videos
    case 'primary_image':
      return record.images.find(image => image.is_thumbnail)
    case 'reviews':
      return record.reviews
    case 'parent_relations':
      return []
  }
}

/** The product as JSON, as bytes. */
export function productBytes(record: ProductRecord, view: ProductView, kept: KeptBytes): Buffer {
  // Of chosen fields there are too many combinations, and none of them is much work.
  if (view.pick !== null) return Buffer.from(productText(record, view))
  return kept.of(record, view.parts.join(), () => productText(record, view))
}

/** The product as JSON. */
export function productText(record: ProductRecord, view: ProductView): string {
  const row = view.pick === null ? record.row : view.pick(record.row)
  const parts = Object.fromEntries(view.parts.map(part => [part, partOf(record, part)]))
  return JSON.stringify({ ...row, ...parts })
}
