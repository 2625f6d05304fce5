import type { WriteRefusal } from './live.ts'
import { type LivePart, type OfPart, partsNeeded, partsOfChange } from './plan.ts'

/** A part of a plan that is not sent with the others. */
export interface WaitingPart {
  readonly part: LivePart
  /** Why not. */
  readonly sentence: string
}

/**
 * Which parts of a plan wait while the others are sent: those that are not live. None where nothing of it may be sent, as
 * while writing is stopped; then the plan is refused as a whole.
 */
export function waitingParts(
  changes: readonly OfPart[],
  refusals: ReadonlyMap<LivePart, WriteRefusal>,
): readonly WaitingPart[] {
  const parts = partsNeeded(changes)
  const refused = [...refusals].filter(([part]) => parts.has(part))
  const anyGoes = changes.some(change => partsOfChange(change).every(part => !refusals.has(part)))
  if (!anyGoes || refused.some(([, { reason }]) => reason !== 'not_live')) return []
  return refused.map(([part, { sentence }]) => ({ part, sentence }))
}
