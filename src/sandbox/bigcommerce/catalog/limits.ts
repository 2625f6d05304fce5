/** Documented: how much a store takes. Lengths are in characters. */
export const limits = {
  nameLength: 250,
  skuLength: 255,
  categoryNameLength: 50,
  categoryLevels: 8,
  variants: 600,
  optionValues: 250,
} as const
