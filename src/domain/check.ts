/** One row of the connection doctor. All texts are whole sentences for a merchant. */
export interface CheckRow {
  /** Stable name of the row, such as `orders` or `access_token`. */
  readonly key: string
  readonly group: 'connection' | 'store' | 'access'
  readonly title: string
  readonly verdict: CheckVerdict
  /** What was found. */
  readonly found: string
  /** What this makes possible in the hub; null for plain facts about the store. */
  readonly unlocks: string | null
  /** What to do about it; null when nothing needs doing. */
  readonly fix: string | null
  readonly scope: Scope | null
  /** Set where this row alone decides that the connection cannot be used. */
  readonly blocks: 'refused' | 'unreachable' | null
}

export type CheckVerdict =
  | 'have' /** proven by a read */
  | 'missing' /** the store refused it */
  | 'unproven' /** not provable without a write, or nobody could tell this time */
  | 'warning' /** usable, but something needs a look */
  | 'failed' /** this must be mended before the connection works */

/** A permission of the API account, as the platform's own panel names it. */
export interface Scope {
  readonly name: string
  /** The level the hub asks for. */
  readonly level: 'read-only' | 'modify'
  /** Part of the least that a connection needs. */
  readonly minimum: boolean
  /** Whether the writing half is granted; `unproven` where only a write could tell. */
  readonly write: 'unproven' | 'not_needed'
}

export type ConnectionVerdict = 'connected' | 'refused' | 'unreachable'

/** A refusal outweighs an unreachable store: the store did answer. */
export function judge(rows: readonly CheckRow[]): ConnectionVerdict {
  if (rows.some(row => row.blocks === 'refused')) return 'refused'
  if (rows.some(row => row.blocks === 'unreachable')) return 'unreachable'
  return 'connected'
}
