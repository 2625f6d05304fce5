import { expect } from 'vitest'
import type { StoreEvent } from '../../src/sandbox/bigcommerce/events.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkEvents, checkExchanges, describeViolations, type RecordedExchange } from './contract.ts'

/** An answer of the store; the body is whatever JSON it was, so that a test reads it without ceremony. */
export interface StoreAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, which the contract checker looks at
  readonly body: any
}

/** A sandbox store with one account that may do everything, and everything that was told of it. */
export interface OpenStore {
  readonly sandbox: Sandbox
  readonly clock: SteppedClock
  /** The events since the last look, by scope. */
  told(): StoreEvent[]
  call(method: string, path: string, body?: unknown): Promise<StoreAnswer>
  /** A call that breaks the contract on purpose: of its exchange only the answer is checked. */
  wrongCall(method: string, path: string, body?: unknown): Promise<StoreAnswer>
  /** Expects that no exchange and no event broke the contract, and closes the store. */
  close(): Promise<void>
}

export async function openStore(options: SandboxOptions = {}): Promise<OpenStore> {
  const clock = new SteppedClock('2026-03-01T09:00:00Z')
  const sandbox = await createSandbox({ seed: 7, products: 40, quota: 'off', clock, ...options })
  const account = sandbox.createAccount({ name: 'Tests', scopes: allScopes })
  const good: RecordedExchange[] = []
  const wrong: RecordedExchange[] = []
  let kept = good
  sandbox.journal.onExchange(exchange => kept.push(exchange))
  let events: StoreEvent[] = []
  const everything: StoreEvent[] = []
  sandbox.events.listen(event => {
    events.push(event)
    everything.push(event)
  })
  const send = async (method: string, path: string, body?: unknown): Promise<StoreAnswer> => {
    const answer = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
      method,
      headers: { 'x-auth-token': account.accessToken, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    sandbox,
    clock,
    told: () => {
      const since = events
      events = []
      return since
    },
    call: (method, path, body) => {
      kept = good
      return send(method, path, body)
    },
    wrongCall: async (method, path, body) => {
      kept = wrong
      const answer = await send(method, path, body)
      kept = good
      return answer
    },
    close: async () => {
      const answers = checkExchanges(wrong).filter(({ side }) => side === 'response')
      await sandbox.close()
      expect(describeViolations([...checkExchanges(good), ...answers, ...checkEvents(everything)])).toEqual([])
    },
  }
}
