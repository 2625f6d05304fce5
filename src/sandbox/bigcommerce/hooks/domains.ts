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
  startMs: number
  sent: number
  failed: number
  readonly reasons: Map<string, Reason>
}

interface Block {
  readonly origin: string
  readonly clientId: string
  readonly untilMs: number
  readonly reasons: readonly Reason[]
  announced: boolean
}

/**
 * How deliveries to each domain go, for each client. Documented: after 100 sends, less than 90 % of success within two
 * minutes blocks the domain for that client for three. Guess: the two minutes begin with the first send after the ones
 * before; a block starts the counting anew.
 */
export class Domains {
  readonly #windows = new Map<string, Window>()
  readonly #blocks = new Map<string, Block>()

  /** Counts one send; `failure` is empty where it went well. */
  count(clientId: string, destination: string, failure: string, nowMs: number): void {
    const { origin } = new URL(destination)
    const key = `${clientId} ${origin}`
    const window = this.#windowOf(key, nowMs)
    window.sent += 1
    if (failure !== '') {
      window.failed += 1
      const count = (window.reasons.get(failure)?.count ?? 0) + 1
      window.reasons.set(failure, { failure_description: failure, count, timestamp: Math.floor(nowMs / 1_000) })
    }
    if (window.sent < sendsLeast || 1 - window.failed / window.sent >= successLeast) return
    this.#windows.delete(key)
    const reasons = [...window.reasons.values()]
    this.#blocks.set(key, { origin, clientId, untilMs: nowMs + blockMs, reasons, announced: false })
  }

  /** Whether the domain of the destination is blocked for the client; `first` for the first one who asks. */
  blocked(clientId: string, destination: string, nowMs: number): 'first' | 'again' | null {
    const block = this.#blocks.get(`${clientId} ${new URL(destination).origin}`)
    if (block === undefined || block.untilMs <= nowMs) return null
    const first = !block.announced
    block.announced = true
    return first ? 'first' : 'again'
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
    const made: Window = { startMs: nowMs, sent: 0, failed: 0, reasons: new Map() }
    this.#windows.set(key, made)
    return made
  }
}
