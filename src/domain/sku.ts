/** What is wrong with a SKU that the merchant should put right; the hub keeps it as it came. */
export type SkuFault =
  | 'blank'
  | 'too_long'
  /** A control character, or white space at its ends. */
  | 'invalid'
  /** Another variant of the workspace has it already. */
  | 'duplicate'

/** "products_catalog.v3.yml": the longest SKU that BigCommerce takes. Other platforms take no longer ones. */
const skuCharactersMost = 255

/**
 * What two SKUs have in common that may mean the same thing: upper and lower case, and white space at the ends or
 * doubled inside, don't count. Null for a SKU that is blank. A key is unique in a workspace.
 */
export function skuKey(sku: string | undefined): string | null {
  const key = (sku ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()
  return key === '' ? null : key
}

/** Characters are counted, not the units of JavaScript, of which an emoji takes two. */
export function isTooLong(sku: string): boolean {
  return sku.length > skuCharactersMost && [...sku].length > skuCharactersMost
}

/** What is wrong with a SKU by itself; null where nothing is. */
export function skuFault(sku: string | undefined): Exclude<SkuFault, 'duplicate'> | null {
  if (sku === undefined || sku.trim() === '') return 'blank'
  if (isTooLong(sku)) return 'too_long'
  return /^\s|\s$|\p{Cc}/u.test(sku) ? 'invalid' : null
}
