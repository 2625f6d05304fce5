import type { WriteRefusal } from './live.ts'
import type { LivePart } from './plan.ts'

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
  parts: ReadonlySet<LivePart>,
  refusals: ReadonlyMap<LivePart, WriteRefusal>,
): readonly WaitingPart[] {
  const refused = [...refusals].filter(([part]) => parts.has(part))
  if (refused.length === parts.size || refused.some(([, { reason }]) => reason !== 'not_live')) return []
  return refused.map(([part, { sentence }]) => ({ part, sentence }))
}
