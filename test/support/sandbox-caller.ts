import { expect } from 'vitest'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkEvent, checkExchanges, describeViolations } from './contract.ts'

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for the assertion to say.
type Body = any

/** A sandbox store of a test, called with every scope; what it does is told and kept. */
export interface SandboxCaller {
  readonly sandbox: Sandbox
  readonly clock: SteppedClock
  /** A body is sent as JSON, a form as what it is. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; body: Body }>
  /** The events since the last time somebody asked, as `scope {data}`. */
  told(): string[]
  /** Runs the work and checks each of its exchanges against the contract: of broken calls only the answers. */
  checked(work: () => Promise<void>, side?: 'both' | 'answers'): Promise<void>
  close(): Promise<void>
}

export async function openSandboxCaller(options: SandboxOptions = {}): Promise<SandboxCaller> {
  const clock = new SteppedClock('2026-03-01T09:00:00Z')
  const sandbox = await createSandbox({ seed: 7, quota: 'off', clock, ...options })
  const { accessToken } = sandbox.createAccount({ name: 'Caller', scopes: allScopes })
  const events: { scope: string; data: object }[] = []
  sandbox.events.listen(event => events.push(event))
  return {
    sandbox,
    clock,
    call: async (method, path, body) => {
      const response = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          'x-auth-token': accessToken,
          ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? null : JSON.parse(text) }
    },
    told: () => {
      const now = events.splice(0)
      expect(now.flatMap(event => checkEvent(event, clock.now()))).toEqual([])
      return now.map(({ scope, data }) => `${scope} ${JSON.stringify(data)}`)
    },
    checked: async (work, side = 'both') => {
      sandbox.journal.clear()
      await work()
      const violations = checkExchanges(sandbox.journal.exchanges)
      const counted = violations.filter(
        one => side === 'both' || one.side === 'response' || one.rule === 'rate-headers',
      )
      expect(describeViolations(counted)).toEqual([])
    },
    close: () => sandbox.close(),
  }
}
