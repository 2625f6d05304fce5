import type { MatchReason, MatchSide } from '../../domain/match.ts'
import { unreachable } from '../../runtime/invariant.ts'

/** Why a match is asked, as a sentence for the merchant. */
export function sentenceOf(
  reason: MatchReason,
  { sku, other }: { sku: string; other: Pick<MatchSide, 'sku' | 'productName'> },
): string {
  const there = `“${other.productName}”`
  switch (reason) {
    case 'duplicate':
      return `The SKU ${sku} is used twice in this store: ${there} has it too.`
    case 'case_twin':
      return `The SKU ${sku} differs from ${other.sku} of ${there} only in upper and lower case.`
    case 'space_twin':
      return `The SKU “${sku}” differs from “${other.sku}” of ${there} only in spaces.`
    case 'name_differs':
      return `${there} has the SKU ${sku} too, but another name.`
    case 'barcode_differs':
      return `${there} has the SKU ${sku} too, but another barcode.`
    case 'options_differ':
      return `${there} has the SKU ${sku} too, but other options.`
    case 'several_products':
      return `The variants of this product have SKUs of several products; ${sku} belongs to ${there}.`
    case 'relink':
      return `${there} had the SKU ${sku} in this store and is gone; this may be the same product, made again.`
    default:
      return unreachable(reason)
  }
}

export const reasonTitles: Readonly<Record<MatchReason, string>> = {
  duplicate: 'Same SKU twice in a store',
  case_twin: 'SKUs differ in upper and lower case',
  space_twin: 'SKUs differ in spaces',
  name_differs: 'Same SKU, other name',
  barcode_differs: 'Same SKU, other barcode',
  options_differ: 'Same SKU, other options',
  several_products: 'SKUs of several products',
  relink: 'Same SKU, made again',
}

/** What to think of before deciding, for each reason. */
export const reasonHelp: Readonly<Record<MatchReason, string>> = {
  duplicate: 'Join them if both sell the same article from one stock; keep them apart if one SKU is a mistake.',
  case_twin:
    'Most platforms take both for the same SKU. Join them unless you use upper and lower case to tell articles apart.',
  space_twin: 'A space too many is usually a typing mistake. Join them unless both are articles of their own.',
  name_differs: 'Names often differ a little between stores. Join them if it is the same article.',
  barcode_differs: 'Two barcodes are two articles, or one of them is wrong. Look at both before you join them.',
  options_differ: 'The options have other names or values. Join them if it is the same variant.',
  several_products: 'One product of this store holds variants that are several products in the hub.',
  relink: 'Join them if the product was deleted and made again in the store: its history goes on.',
}
