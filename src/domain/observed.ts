import type { FieldPart, ProductFields, VariantFields } from './fields.ts'

/** A row that cannot be taken. */
export interface RefusedRow {
  readonly kind: 'product' | 'variant' | 'category' | 'brand'
  /** Empty where the row has none. */
  readonly remoteId: string
  readonly name: string
  readonly sku: string
  readonly reason: string
  /** The row as it came, cut where it is long. */
  readonly came: string
}

/** Something about a row that was taken: a value that came in another form than documented. */
export interface RowNote {
  /** The variant that it is about; absent where it is the product itself. */
  readonly variantRemoteId?: string
  readonly reason: string
  readonly came: string
}

/** One product of a store as it shows itself. */
export interface ObservedProduct {
  readonly remoteId: string
  /** Without brand and categories: those are names, and come by their ids below. */
  readonly fields: ProductFields
  readonly brandRemoteId: string | null
  readonly categoryRemoteIds: readonly string[]
  /** Whether shoppers see it. */
  readonly visible: boolean
  readonly imageUrl: string | null
  readonly createdAt: Date | null
  readonly modifiedAt: Date | null
  readonly variants: readonly ObservedVariant[]
  readonly notes: readonly RowNote[]
}

export interface ObservedVariant {
  readonly remoteId: string
  readonly fields: VariantFields
  /** What a shopper pays, as the store computes it; decimal text. */
  readonly shownPrice: string | null
  /** On hand as the catalog tells it; null where it is not tracked. */
  readonly stock: number | null
}

export interface ObservedDetails {
  readonly remoteId: string
  readonly options: readonly FieldPart[]
  readonly modifiers: readonly FieldPart[]
}

export interface CategoryTree {
  readonly remoteId: string
  readonly name: string
  readonly storefrontRemoteIds: readonly string[]
}

export interface ObservedCategory {
  readonly remoteId: string
  /** Null for one at the root. */
  readonly parentRemoteId: string | null
  readonly name: string
  readonly visible: boolean
  readonly sortOrder: number
}

export interface ObservedBrand {
  readonly remoteId: string
  readonly name: string
  readonly imageUrl: string | null
}
