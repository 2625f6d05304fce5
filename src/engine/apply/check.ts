import type { CatalogWriter, Outcome } from '../../connector/writer.ts'
import type { ChangeResult } from '../../database/changes-to-send.ts'
import { type FieldValue, sameValue } from '../../domain/fields.ts'
import type { Fields } from '../../domain/layers.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import type { Change, ChangeState } from '../../domain/plan.ts'
import { fieldWritesOf, type PlacedChange } from './batches.ts'
import { goneWords, storeChangedWords, wantedChangedWords } from './words.ts'

/** What a look at the store before the write says: the change may be sent, or has ended. */
export type Verdict = { readonly kind: 'send' } | { readonly kind: 'settled'; readonly result: ChangeResult }

const send: Verdict = { kind: 'send' }

/** The fields of a product, or of one of its variants, as the store shows them now; null where it is gone. */
export function shownOf(change: Change, products: ReadonlyMap<string, ObservedProduct>): Fields | null {
  const product = products.get(change.listingId)
  if (product === undefined) return null
  if (change.level === 'product') return product.fields
  return product.variants.find(({ remoteId }) => remoteId === change.offerId)?.fields ?? null
}

/**
 * Holds a change against what the store shows right before it is sent. What the store shows already needs no writing;
 * what it shows otherwise than the plan said was never shown to whoever sent the plan, and stays. `goesOn`: a write that
 * was cut off may have left it.
 */
export function checkChange(change: PlacedChange, shown: Fields | null, goesOn: GoesOn = never): Verdict {
  if (shown === null) return settled(change, 'rejected', goneWords(change.level))
  const value = valueIn(shown, change.field)
  if (same(value, change.after)) return settled(change, 'applied')
  if (same(value, change.before) || goesOn(change, value)) return send
  return settled(change, 'superseded', { reason: storeChangedWords(change.level, change.field, value) })
}

/** Holds a change against what is wanted by now; null where that is still what the plan says. */
export function checkWanted(change: PlacedChange, wanted: Fields | null): ChangeResult | null {
  if (wanted === null) return resultOf(change, 'superseded', { reason: wantedChangedWords.noLonger })
  const value = valueIn(wanted, change.field)
  if (same(value, change.after)) return null
  return resultOf(change, 'superseded', { reason: wantedChangedWords.otherwise(change.level, change.field, value) })
}

/**
 * What became of a change whose answer was lost, from what the store shows since; `outcome` is what its platform makes of
 * that. Shows it what it showed before, nothing was written, and the change is sent again in its turn.
 */
export function readBack(
  change: PlacedChange,
  shown: Fields | null,
  outcome: Outcome | undefined,
  goesOn: GoesOn = never,
): ChangeResult {
  if (shown !== null && outcome?.status === 'applied') return resultOf(change, 'applied')
  const verdict = checkChange(change, shown, goesOn)
  return verdict.kind === 'settled' ? verdict.result : resultOf(change, 'planned')
}

/** Whether writing a change again completes what the store shows. */
export type GoesOn = (change: PlacedChange, shown: FieldValue | null) => boolean

const never: GoesOn = () => false

/** What is written entry by entry goes on from where it was cut off. */
export function canGoOn(writer: CatalogWriter): GoesOn {
  return (change, shown) =>
    change.level === 'product' &&
    writer.apartFields.has(change.field) &&
    writer.isBetween(change.field, fieldWritesOf([change]), shown)
}

/** The same of changes that are to be sent: what was never sent can't have been cut off, so somebody else did that. */
export function canGoOnAgain(writer: CatalogWriter): GoesOn {
  const goesOn = canGoOn(writer)
  return (change, shown) => change.settledAt != null && goesOn(change, shown)
}

export function resultOf(
  { seq }: PlacedChange,
  state: ChangeState,
  { reason = null, fix = null }: { reason?: string | null; fix?: string | null } = {},
): ChangeResult {
  return { seq, state, reason, fix }
}

function settled(change: PlacedChange, state: ChangeState, words?: { reason: string; fix?: string }): Verdict {
  return { kind: 'settled', result: resultOf(change, state, words) }
}

export function valueIn(fields: Fields, name: string): FieldValue | null {
  return fields[name] ?? null
}

function same(a: FieldValue | null, b: FieldValue | null): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}
