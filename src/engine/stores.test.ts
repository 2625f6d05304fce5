import { describe, expect, it } from 'vitest'
import type { ChannelSession, Connector, StoreReply, StoreRequest } from '../connector/connector.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Stores } from './stores.ts'

const start = new Date('2026-03-01T12:00:00Z')

/** A platform whose session asks one thing, and whose stores answer with `status`. */
function setUp(status = 200) {
  const clock = new ManualClock(start)
  const sent: StoreRequest[] = []
  const stores = new Stores({
    clock,
    random: () => 0,
    userAgent: 'Cartwright/test',
    signal: new AbortController().signal,
    transport: {
      send: async (request): Promise<StoreReply> => {
        sent.push(request)
        return { kind: 'answer', status, headers: {}, body: '', tookMs: 0 }
      },
      close: async () => {},
    },
  })
  const connector: Connector<string> = {
    kind: 'paper',
    title: 'Paper',
    tokenField: 'token',
    parseConnection: ({ name = '' }) => ({ settings: name, secrets: {}, notes: {} }),
    readStoreAddress: storeHash => ({ storeHash, note: null }),
    isSameAccount: () => true,
    storeKey: name => `paper:${name}`,
    readQuota: () => ({
      window: { windowMs: 30_000, quota: 150, left: 149, resetAt: new Date(start.getTime() + 30_000) },
      retryAt: null,
    }),
    open: (name, _secrets, { fetch }): ChannelSession => ({
      async *check() {},
      profile: () => Promise.reject(new Error('not asked for')),
      ping: async () => {
        const request = {
          method: 'GET',
          url: `https://${name}`,
          headers: {},
          timeoutMs: 1_000,
          maxBytes: 1_000,
        } as const
        await fetch(request)
        return { status: 'ok' }
      },
    }),
  }
  return { clock, sent, stores, connector: connector as Connector }
}

/** Asks once, and lets the time pass in which reads are repeated. */
async function ask(session: ChannelSession, clock: ManualClock): Promise<void> {
  const asked = session.ping?.()
  for (let seconds = 0; seconds < 120; seconds += 1) {
    await new Promise(resolve => setImmediate(resolve))
    await clock.advance(1_000)
  }
  await asked
}

describe('stores', () => {
  it('tell how a quota stands, one for each store, once it was opened', async () => {
    const { stores, connector, clock } = setUp()
    expect(stores.budgetState(connector, 'a')).toBeNull()
    await ask(stores.open(connector, 'a', {}, { lane: 'sweep' }), clock)
    expect(stores.budgetState(connector, 'a')).toMatchObject({ quota: 150, requestsPerSecond: 4 })
    expect(stores.budgetState(connector, 'b')).toBeNull()
  })

  it.each([
    ['a person’s unless it is said', {}, 2],
    ['a person’s', { patience: 'person' }, 2],
    ['a machine’s', { patience: 'machine' }, 5],
  ] as const)('are asked with patience: %s', async (_, use, attempts) => {
    const { stores, connector, clock, sent } = setUp(503)
    await ask(stores.open(connector, 'a', {}, { lane: 'sweep', ...use }), clock)
    expect(sent).toHaveLength(attempts)
  })
})
