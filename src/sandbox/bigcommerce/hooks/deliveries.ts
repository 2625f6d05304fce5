import { Listeners } from '../listeners.ts'

/** One attempt to tell a webhook of an event. */
export interface Delivery {
  /**
   * By the order of the events, from 1; all attempts of one message have the same. Messages about failed deliveries are
   * numbered apart, because when they are made is up to the receivers.
   */
  readonly message: number
  /** From 1; 0 where a fault swallowed the message, so that nothing was tried. */
  readonly attempt: number
  /** When it ended, ISO 8601, by the sandbox's clock. */
  readonly at: string
  readonly hookId: number
  readonly scope: string
  readonly destination: string
  /** As they were sent; empty where nothing was. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** 0 where no answer came. */
  readonly status: number
  /** Why it failed, or an empty text. */
  readonly failure: string
  /** When it is tried again, ISO 8601; null where it isn't. */
  readonly nextAt: string | null
}

const deliveriesMax = 2_000

/** The latest deliveries, bounded by number. A listener sees every one of them. */
export class Deliveries {
  #list: Delivery[] = []
  readonly #listeners = new Listeners<Delivery>()
  readonly #settled: () => Promise<void>

  constructor(settled: () => Promise<void>) {
    this.#settled = settled
  }

  get list(): readonly Delivery[] {
    return [...this.#list]
  }

  /** Is told of every delivery from now on, until the returned function is called. */
  onDelivery(listener: (delivery: Delivery) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Resolves when nothing is on its way; what waits for its time on the clock doesn't count. */
  settled(): Promise<void> {
    return this.#settled()
  }

  clear(): void {
    this.#list = []
  }

  add(delivery: Delivery): void {
    // The older half goes at once: one by one would move the whole list for each delivery.
    if (this.#list.length === deliveriesMax) this.#list = this.#list.slice(deliveriesMax / 2)
    this.#list.push(delivery)
    this.#listeners.tell(delivery)
  }
}
