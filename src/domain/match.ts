import type { FieldPart } from './fields.ts'
import { skuKey } from './sku.ts'

/** Why a variant of a store waits for a person before it is joined to one of the master catalog. */
export const matchReasons = [
  'duplicate',
  'case_twin',
  'space_twin',
  'name_differs',
  'barcode_differs',
  'options_differ',
  'several_products',
  'relink',
] as const
export type MatchReason = (typeof matchReasons)[number]

/** One side of a possible match, as far as it matters. */
export interface MatchSide {
  readonly sku: string
  readonly productName: string
  /** UPC/EAN and global trade number; empty where there is none. */
  readonly barcodes: readonly string[]
  readonly optionValues: readonly FieldPart[]
}

/** A variant of the master catalog whose SKU has the same key. */
export interface MatchCandidate extends MatchSide {
  readonly variantId: string
  readonly productId: string
  /** How this channel's store shows it already, if it does. */
  readonly hereAlready: 'no' | 'yes' | 'gone'
}

export type Match =
  | { readonly kind: 'new' }
  | { readonly kind: 'join'; readonly candidate: MatchCandidate }
  | { readonly kind: 'ask'; readonly reason: MatchReason; readonly candidate: MatchCandidate }

/**
 * What a variant that was not seen before is in the master catalog. The SKU only proposes; whatever would join two
 * things that may not be the same is asked.
 */
export function matchVariant(remote: MatchSide, candidate: MatchCandidate | undefined): Match {
  if (candidate === undefined || skuKey(remote.sku) === null) return { kind: 'new' }
  const reason = reasonToAsk(remote, candidate)
  return reason === null ? { kind: 'join', candidate } : { kind: 'ask', reason, candidate }
}

function reasonToAsk(remote: MatchSide, candidate: MatchCandidate): MatchReason | null {
  if (candidate.hereAlready === 'gone') return 'relink'
  if (remote.sku !== candidate.sku) {
    const differsInCase = remote.sku.toLowerCase() === candidate.sku.toLowerCase()
    return differsInCase ? 'case_twin' : 'space_twin'
  }
  if (candidate.hereAlready === 'yes') return 'duplicate'
  if (nameKey(remote.productName) !== nameKey(candidate.productName)) return 'name_differs'
  if (barcodesDiffer(remote.barcodes, candidate.barcodes)) return 'barcode_differs'
  if (optionsKey(remote.optionValues) !== optionsKey(candidate.optionValues)) return 'options_differ'
  return null
}

/** By which names are compared and sorted. */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()
}

/** Only where both have one, and none is the same: many shops fill in barcodes late. A UPC is an EAN with zeros before it. */
function barcodesDiffer(a: readonly string[], b: readonly string[]): boolean {
  const [ours, theirs] = [a, b].map(codes =>
    codes.map(code => code.trim().replace(/^0+/, '')).filter(code => code !== ''),
  )
  if (ours === undefined || theirs === undefined || ours.length === 0 || theirs.length === 0) return false
  return !ours.some(code => theirs.includes(code))
}

function optionsKey(values: readonly FieldPart[]): string {
  const texts = values.map(part =>
    typeof part === 'string' ? nameKey(part) : `${nameKey(String(part.option))}=${nameKey(String(part.value))}`,
  )
  return texts.sort().join('\n')
}
