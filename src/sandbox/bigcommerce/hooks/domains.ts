import { KeptMap } from '../state/cells.ts'
import type { Room } from '../state/part.ts'

const windowMs = 120_000
const blockMs = 180_000
const sendsLeast = 100
const successLeast = 0.9

/** Why deliveries to a domain failed. */
export interface Reason {
  readonly failure_description: string
  readonly count: number
  /** Unix seconds of the latest one. */
  readonly timestamp: number
}

interface Window {
  readonly startMs: number
  readonly sent: number
  readonly failed: number
  readonly reasons: readonly Reason[]
}

interface Block {
  readonly origin: string
  readonly clientId: string
  readonly untilMs: number
  readonly reasons: readonly Reason[]
  readonly announced: boolean
}

/**
 * How deliveries to each domain go, for each client. Documented: after 100 sends, less than 90 % of success within two
 * minutes blocks the domain for that client for three. Guess: the two minutes begin with the first send after the ones
 * before; a block starts the counting anew.
 */
export class Domains implements Room {
  readonly #windows = new KeptMap<string, Window>()
  readonly #blocks = new KeptMap<string, Block>()
  readonly kept = { windows: this.#windows, blocks: this.#blocks }

  /** Counts one send; `failure` is empty where it went well. */
  count(clientId: string, destination: string, failure: string, nowMs: number): void {
    const { origin } = new URL(destination)
    const key = `${clientId} ${origin}`
    const before = this.#windowOf(key, nowMs)
    const sent = before.sent + 1
    const failed = before.failed + (failure === '' ? 0 : 1)
    const reasons = failure === '' ? before.reasons : withReason(before.reasons, failure, nowMs)
    if (sent < sendsLeast || 1 - failed / sent >= successLeast) {
      this.#windows.set(key, { ...before, sent, failed, reasons })
      return
    }
    this.#windows.delete(key)
    this.#blocks.set(key, { origin, clientId, untilMs: nowMs + blockMs, reasons, announced: false })
  }

  /** Whether the domain of the destination is blocked for the client; `first` for the first one who asks. */
  blocked(clientId: string, destination: string, nowMs: number): 'first' | 'again' | null {
    const key = `${clientId} ${new URL(destination).origin}`
    const block = this.#blocks.get(key)
    if (block === undefined || block.untilMs <= nowMs) return null
    if (block.announced) return 'again'
    this.#blocks.set(key, { ...block, announced: true })
    return 'first'
  }

  /** The blocks in force for a client, as the API shows them. */
  blocksOf(clientId: string, nowMs: number): readonly object[] {
    return [...this.#blocks.values()]
      .filter(block => block.clientId === clientId && block.untilMs > nowMs)
      .map(({ origin, untilMs, reasons }) => ({
        destination: origin,
        time_left: Math.ceil((untilMs - nowMs) / 1_000),
        reasons,
      }))
  }

  #windowOf(key: string, nowMs: number): Window {
    const found = this.#windows.get(key)
    if (found !== undefined && nowMs < found.startMs + windowMs) return found
    return { startMs: nowMs, sent: 0, failed: 0, reasons: [] }
  }
}

/** The reasons with one failure more, in the order in which they first came. */
function withReason(reasons: readonly Reason[], failure: string, nowMs: number): readonly Reason[] {
  const is = (reason: Reason) => reason.failure_description === failure
  const count = (reasons.find(is)?.count ?? 0) + 1
  const now = { failure_description: failure, count, timestamp: Math.floor(nowMs / 1_000) }
  return count === 1 ? [...reasons, now] : reasons.map(reason => (is(reason) ? now : reason))
}
