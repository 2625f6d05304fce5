/** Documented: how much a store takes. Lengths are in characters. */
export const limits = {
  nameLength: 250,
  skuLength: 255,
  categoryNameLength: 50,
  brandNameLength: 255,
  customFieldLength: 250,
  imageUrlLength: 255,
  categoryLevels: 8,
  categories: 16_000,
  variants: 600,
  optionValues: 250,
  customFields: 200,
  images: 1_000,
  bulkRules: 50,
  categoriesOfProduct: 1_000,
  /** The Inventory API refuses what goes over it, where the catalog makes it that. */
  inventoryLevel: 2_147_483_647,
} as const
