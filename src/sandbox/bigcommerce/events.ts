import { Listeners } from './listeners.ts'

type EventData = Readonly<Record<string, unknown>>

/** What happened in the store, in the form in which webhooks tell it. */
export interface StoreEvent {
  /** The name of the event, such as `store/product/updated`; of an event of one channel with its id. */
  readonly scope: string
  /** What the documented payload has under `data`: a type, an id, and seldom more; of batches a list. */
  readonly data: EventData | readonly EventData[]
}

/** Whoever changes the store says so here, once for each change that took effect; whoever wants to know listens. */
export class StoreEvents {
  readonly #listeners = new Listeners<StoreEvent>()

  tell(scope: string, data: StoreEvent['data']): void {
    this.#listeners.tell({ scope, data })
  }

  /**
   * Is told of every event from now on, until the returned function is called. What it throws changes nothing, and comes
   * out as a warning of the process.
   */
  listen(listener: (event: StoreEvent) => void): () => void {
    return this.#listeners.add(listener)
  }
}
