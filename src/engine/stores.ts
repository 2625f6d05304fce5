import type { ChannelSession, Connector, Lane, Secrets, StoreRequest } from '../connector/connector.ts'
import type { ImageShelf } from '../connector/image-shelf.ts'
import type { WriteRefusal } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import type { Clock } from '../runtime/clock.ts'
import { budgetedFetch, type Exchange } from './budgeted-fetch.ts'
import { type BudgetState, RateBudgets } from './rate-budget.ts'
import type { Transport } from './transport.ts'

interface StoresOptions {
  readonly transport: Transport
  readonly clock: Clock
  /** From 0 to less than 1: spreads waits. */
  readonly random: () => number
  /** Who we are, as `Cartwright/0.1.0`. */
  readonly userAgent: string
  /** Aborted when the hub stops: nothing more is asked of any store. */
  readonly signal: AbortSignal
  readonly onExchange?: (exchange: Exchange) => void
}

interface StoreUse {
  readonly lane: Lane
  /**
   * How long an answer is waited for, and how often a read is repeated: a person's by default, for whoever checks a
   * connection keeps everybody else from checking it.
   */
  readonly patience?: 'person' | 'machine'
  /** Why a part of the channel may not be written, asked before every write. Without it the session only reads. */
  readonly writing?: (part: LivePart) => Promise<WriteRefusal | null>
  readonly signal?: AbortSignal
  /** What the hub remembers of the channel's images. Without it the session writes none. */
  readonly images?: ImageShelf
  /** Told of every request that was answered or failed. */
  readonly onRequest?: (method: StoreRequest['method']) => void
}

/** Opens stores. It holds one request budget for each, which all channels and all work of that store share. */
export class Stores {
  readonly #options: StoresOptions
  readonly #budgets: RateBudgets

  constructor(options: StoresOptions) {
    this.#options = options
    this.#budgets = new RateBudgets(options)
  }

  open(connector: Connector, settings: unknown, secrets: Secrets, use: StoreUse): ChannelSession {
    const { transport, clock, random, userAgent, onExchange } = this.#options
    const signal = use.signal === undefined ? this.#options.signal : AbortSignal.any([this.#options.signal, use.signal])
    const fetch = budgetedFetch({
      budget: this.#budgets.of(connector.storeKey(settings)),
      transport,
      clock,
      random,
      lane: use.lane,
      patience: use.patience ?? 'person',
      readQuota: (response, receivedAt) => connector.readQuota(response, receivedAt),
      ...(use.writing !== undefined && { writing: use.writing }),
      signal,
      onExchange: exchange => {
        use.onRequest?.(exchange.request.method)
        onExchange?.(exchange)
      },
    })
    return connector.open(settings, secrets, {
      ...{ fetch, clock, signal, userAgent },
      ...(use.images !== undefined && { images: use.images }),
    })
  }

  /** How the store's request quota stands. Null where no session of that store was opened since the hub started. */
  budgetState(connector: Connector, settings: unknown): BudgetState | null {
    return this.#budgets.known(connector.storeKey(settings))?.state ?? null
  }
}
