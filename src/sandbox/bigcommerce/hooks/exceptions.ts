import type { Hook } from '../durable.ts'
import type { StoreEvent } from '../events.ts'
import { KeptMap } from '../state/cells.ts'
import { exceptionScope } from './hooks.ts'

const quietMs = 600_000

/** What a client is told where its webhooks can't be delivered. The codes are documented, the words are a guess. */
export class Exceptions {
  readonly #toldMs = new KeptMap<string, number>()
  readonly kept = { exceptionsToldMs: this.#toldMs }

  /** Documented: told once in ten minutes for each destination. Guess: and client. Null within them. */
  retried(hook: Hook, failure: string, nowMs: number): StoreEvent | null {
    const key = `${hook.client_id} ${hook.destination}`
    if (nowMs < (this.#toldMs.get(key) ?? Number.NEGATIVE_INFINITY) + quietMs) return null
    this.#toldMs.set(key, nowMs)
    return exception(hook, 90_001, `Delivery to ${hook.destination} failed: ${failure}. Will retry.`)
  }

  exhausted(hook: Hook, failure: string): StoreEvent {
    return exception(hook, 90_002, `All deliveries to ${hook.destination} failed: ${failure}. The webhook is disabled.`)
  }

  blocked(hook: Hook): StoreEvent {
    return exception(hook, 90_003, `The domain of ${hook.destination} is blocked: too many deliveries failed.`)
  }
}

function exception({ id }: Hook, error_code: number, message: string): StoreEvent {
  return { scope: exceptionScope, data: { type: 'webhook', id, error_code, message } }
}
