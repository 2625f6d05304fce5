import { describe, expect, it } from 'vitest'
import type { Lane, PacedFetch, Quota, StoreReply, StoreRequest } from '../connector/connector.ts'
import type { WriteRefusal } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import { ManualClock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { budgetedFetch, type Exchange } from './budgeted-fetch.ts'
import { RateBudget } from './rate-budget.ts'

const start = Date.parse('2026-03-01T12:00:00Z')

const read: StoreRequest = {
  method: 'GET',
  url: 'https://api.bigcommerce.com/stores/abc/v2/store',
  headers: { accept: 'application/json', 'X-Auth-Token': 'very-secret-token' },
  timeoutMs: 10_000,
  maxBytes: 1_000,
}

const status = (code: number, headers: Record<string, string> = {}): StoreReply => ({
  kind: 'answer',
  status: code,
  headers,
  body: '',
  tookMs: 0,
})
const failed = (failure: 'reset' | 'timeout' | 'dns'): StoreReply => ({
  kind: 'failed',
  failure,
  detail: '',
  tookMs: 0,
})

/** A store that gives these replies one after another, and the last for ever. */
function setUp(
  replies: StoreReply[],
  options: {
    lane?: Lane
    patience?: 'person' | 'machine'
    writing?: (part: LivePart) => Promise<WriteRefusal | null>
    signal?: AbortSignal
  } = {},
) {
  const clock = new ManualClock(new Date(start))
  const sent: { request: StoreRequest; atMs: number }[] = []
  const exchanges: Exchange[] = []
  const budget = new RateBudget({ clock, random: () => 0 })
  const fetch = budgetedFetch({
    budget,
    clock,
    random: () => 0,
    lane: options.lane ?? 'person',
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    readQuota: ({ headers }, receivedAt): Quota | null =>
      headers.reset === undefined
        ? null
        : {
            window: {
              windowMs: 30_000,
              quota: 150,
              left: Number(headers.left ?? 0),
              resetAt: new Date(receivedAt.getTime() + Number(headers.reset)),
            },
            retryAt: null,
          },
    transport: {
      send: async (request, signal) => {
        signal?.throwIfAborted()
        sent.push({ request, atMs: clock.now().getTime() - start })
        return replies[Math.min(sent.length, replies.length) - 1] ?? status(200)
      },
      close: async () => {},
    },
    onExchange: exchange => exchanges.push(exchange),
    ...(options.writing === undefined ? {} : { writing: options.writing }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return { clock, sent, exchanges, fetch, budget }
}

/** Runs the clock until the reply is there. */
async function ask({ clock, fetch }: { clock: ManualClock; fetch: PacedFetch }, request = read): Promise<StoreReply> {
  let reply: StoreReply | Error | null = null
  fetch(request).then(
    result => {
      reply = result
    },
    (error: Error) => {
      reply = error
    },
  )
  for (let steps = 0; reply === null && steps < 20_000; steps += 1) {
    // What is due at this moment comes first; only then may time go on.
    for (let turns = 0; turns < 5; turns += 1) await new Promise(resolve => setImmediate(resolve))
    if (reply === null) await clock.advance(50)
  }
  if (reply === null) throw new Error('no reply ever')
  if ((reply as unknown) instanceof Error) throw reply
  return reply
}

describe('a channel that is not live', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('sends no %s', async method => {
    const world = setUp([status(200)])
    await expect(world.fetch({ ...read, method, body: '{}' })).rejects.toMatchObject({ code: 'channel_not_live' })
    await expect(world.fetch({ ...read, method })).rejects.toBeInstanceOf(HubError)
    expect(world.sent).toHaveLength(0)
    expect(world.budget.state).toMatchObject({ inFlight: 0, waiting: 0 })
  })

  it.each(['get', 'OPTIONS', 'TRACE', 'QUERY', ' POST'])('sends no %j either', async method => {
    const world = setUp([status(200)])
    const odd = { ...read, method: method as 'GET' }
    await expect(world.fetch(odd)).rejects.toMatchObject({ code: 'channel_not_live' })
    expect(world.sent).toHaveLength(0)
  })

  it('sends no read that may be taken for a write on the way', async () => {
    const world = setUp([status(200)])
    await expect(world.fetch({ ...read, body: '{}' })).rejects.toThrow('Bug')
    const override = { ...read, headers: { 'X-HTTP-Method-Override': 'DELETE' } }
    await expect(world.fetch(override)).rejects.toThrow('Bug')
    expect(world.sent).toHaveLength(0)
  })

  it.each(['GET', 'HEAD'] as const)('sends a %s', async method => {
    expect(await ask(setUp([status(200)]), { ...read, method })).toMatchObject({ status: 200 })
  })
})

const write: StoreRequest = { ...read, method: 'PUT', body: '{}', writes: ['prices'] }
const allowed = async () => null
const stopped: WriteRefusal = { reason: 'stopped', sentence: 'All writing to “Shop” is stopped.' }

/** Lets everything go on that waits for nothing but its own next step. */
const settle = async () => {
  for (let turns = 0; turns < 10; turns += 1) await new Promise(resolve => setImmediate(resolve))
}

describe('a live channel', () => {
  it('writes once, whatever becomes of it', async () => {
    for (const reply of [status(500), failed('reset'), status(429, { reset: '1000' })]) {
      const world = setUp([reply, status(200)], { writing: allowed })
      expect(await ask(world, write)).toEqual(reply)
      expect(world.sent).toHaveLength(1)
    }
  })

  it('is asked for the part that the write names', async () => {
    const asked: LivePart[] = []
    const world = setUp([status(200)], {
      writing: async part => {
        asked.push(part)
        return null
      },
    })
    await ask(world, write)
    await ask(world, { ...write, writes: ['data'] })
    await ask(world)
    expect(asked).toEqual(['prices', 'data'])
  })

  it('sends no write that does not say what it changes', async () => {
    const world = setUp([status(200)], { writing: allowed })
    for (const silent of [
      { ...read, method: 'PUT' as const, body: '{}' },
      { ...write, writes: [] },
    ]) {
      await expect(world.fetch(silent)).rejects.toMatchObject({ code: 'channel_not_live' })
    }
    expect(world.sent).toHaveLength(0)
  })

  it('sends a write of several parts only where all of them are live', async () => {
    const world = setUp([status(200)], { writing: async part => (part === 'prices' ? null : stopped) })
    await expect(world.fetch({ ...write, writes: ['prices', 'data'] })).rejects.toBeInstanceOf(HubError)
    expect(world.sent).toHaveLength(0)
  })

  it('waits for the answer of a write as long as it asks, also when it got its turn late', async () => {
    const world = setUp([status(429, { reset: '15000' }), status(200)], { writing: allowed })
    await ask(world, write)
    await ask(world, write)
    expect(world.sent.map(({ request }) => request.timeoutMs)).toEqual([10_000, 10_000])
  })
})

describe('a stop', () => {
  it('holds a write that waits for its turn, and gives the turn back', async () => {
    let refusal: WriteRefusal | null = null
    const world = setUp([status(429, { reset: '5000' }), status(200)], { writing: async () => refusal })
    await ask(world, write)
    const waiting = world.fetch(write)
    await settle()
    expect(world.budget.state).toMatchObject({ waiting: 1, inFlight: 0 })
    refusal = stopped
    const refused = expect(waiting).rejects.toMatchObject({ code: 'writing_stopped' })
    await world.clock.advance(10_000)
    await refused
    expect(world.sent).toHaveLength(1)
    expect(world.budget.state).toMatchObject({ waiting: 0, inFlight: 0 })
    expect(world.clock.sleeping).toBe(0)
    refusal = null
    expect(await ask(world, write)).toMatchObject({ status: 200 })
  })

  it('costs nothing of the quota, however often it is met', async () => {
    const world = setUp([status(200, { reset: '29000', left: '50' })], { writing: async () => stopped })
    await ask(world)
    expect(world.budget.state).toMatchObject({ left: 50 })
    for (let times = 0; times < 60; times += 1) await expect(world.fetch(write)).rejects.toThrow('stopped')
    expect(world.budget.state).toMatchObject({ left: 50 })
  })

  it('is what a question without an answer is taken for', async () => {
    const world = setUp([status(200)], { writing: () => Promise.reject(new Error('no database')) })
    await expect(world.fetch(write)).rejects.toThrow('no database')
    expect(world.sent).toHaveLength(0)
    expect(world.budget.state).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  it('lets reads go on', async () => {
    expect(await ask(setUp([status(200)], { writing: async () => stopped }))).toMatchObject({ status: 200 })
  })
})

describe('a read that fails', () => {
  it('is repeated once for a person, quickly', async () => {
    const world = setUp([failed('reset'), status(200)])
    expect(await ask(world)).toMatchObject({ status: 200 })
    expect(world.sent.map(({ atMs }) => atMs)).toEqual([0, 150])
    const down = setUp([failed('reset')])
    expect(await ask(down)).toEqual(failed('reset'))
    expect(down.sent).toHaveLength(2)
  })

  it('is repeated four times for a machine, with growing waits', async () => {
    const world = setUp([status(502)], { lane: 'sweep' })
    expect(await ask(world)).toMatchObject({ status: 502 })
    expect(world.sent.map(({ atMs }) => atMs)).toEqual([0, 1_000, 3_000, 7_000, 15_000])
  })

  it.each([failed('dns'), status(401), status(403), status(404), status(422), status(501), status(301), status(200)])(
    'is not repeated where that is no use (%#)',
    async reply => {
      const world = setUp([reply])
      await ask(world)
      expect(world.sent).toHaveLength(1)
    },
  )

  it('is repeated after a time-out only where nobody waits', async () => {
    const person = setUp([failed('timeout')])
    await ask(person)
    expect(person.sent).toHaveLength(1)
    const sweep = setUp([failed('timeout'), status(200)], { lane: 'sweep' })
    await ask(sweep)
    expect(sweep.sent).toHaveLength(2)
  })

  it('waits for the window after a 429, as long as the lane has patience', async () => {
    const soon = setUp([status(429, { reset: '5000' }), status(200)])
    expect(await ask(soon)).toMatchObject({ status: 200 })
    expect(soon.sent.map(({ atMs }) => atMs)).toEqual([0, 5_000])

    const late = setUp([status(429, { reset: '25000' }), status(200)])
    expect(await ask(late)).toMatchObject({ status: 429 })
    expect(late.clock.now().getTime() - start).toBeLessThanOrEqual(20_050)
    expect(late.budget.state.waiting).toBe(0)

    const sweep = setUp([status(429, { reset: '25000' }), status(200)], { lane: 'sweep' })
    expect(await ask(sweep)).toMatchObject({ status: 200 })
  })

  it('says so when there was no turn at all', async () => {
    const world = setUp([status(429, { reset: '29000' }), status(200)])
    await ask(world)
    expect(await ask(world)).toMatchObject({ status: 200 })
    const busy = setUp([status(429, { reset: '300000' })])
    await ask(busy)
    expect(await ask(busy)).toMatchObject({ kind: 'failed', failure: 'held_back' })
    expect(busy.sent).toHaveLength(1)
  })
})

describe('the patience', () => {
  it('of a person may be asked for in any lane', async () => {
    const sweep = setUp([failed('timeout'), status(200)], { lane: 'sweep', patience: 'person' })
    await ask(sweep)
    expect(sweep.sent).toHaveLength(1)
    const busy = setUp([status(429, { reset: '300000' })], { lane: 'sweep', patience: 'person' })
    await ask(busy)
    const askedAt = busy.clock.now().getTime()
    expect(await ask(busy)).toMatchObject({ kind: 'failed', failure: 'held_back' })
    expect(busy.clock.now().getTime() - askedAt).toBeLessThanOrEqual(20_050)
  })

  it('of a machine may be asked for in a person’s lane', async () => {
    const world = setUp([status(502)], { lane: 'person', patience: 'machine' })
    await ask(world)
    expect(world.sent).toHaveLength(5)
  })
})

describe('an end from outside', () => {
  it('stops the waiting and leaves nothing behind', async () => {
    for (const own of [true, false]) {
      const stop = new AbortController()
      const world = setUp([status(429, { reset: '15000' }), status(200)], own ? { signal: stop.signal } : {})
      const reply = world.fetch(own ? read : { ...read, signal: stop.signal })
      await world.clock.advance(100)
      stop.abort(new Error('stopping'))
      await expect(reply).rejects.toThrow('stopping')
      expect(world.budget.state).toMatchObject({ waiting: 0, inFlight: 0 })
      expect(world.clock.sleeping).toBe(0)
      await expect(world.fetch({ ...read, signal: stop.signal })).rejects.toThrow('stopping')
    }
  })
})

describe('what may be logged', () => {
  it('has no secret in it', async () => {
    const world = setUp([failed('reset'), status(200)])
    await ask(world)
    expect(world.exchanges).toHaveLength(2)
    expect(JSON.stringify(world.exchanges)).not.toContain('very-secret-token')
    expect(world.exchanges[0]?.request.headers).toEqual({ accept: 'application/json', 'X-Auth-Token': '[hidden]' })
    expect(world.sent[0]?.request.headers['X-Auth-Token']).toBe('very-secret-token')
  })

  it('nor has what is handed on, where the store repeats what it was sent', async () => {
    const echo: StoreReply = {
      kind: 'answer',
      status: 400,
      headers: { 'x-echo': 'very-secret-token', date: 'today' },
      body: '{"title":"no: very-secret-token, very-secret-token; Bearer other-secret, other-secret"}',
      tookMs: 0,
    }
    const lost: StoreReply = { kind: 'failed', failure: 'dns', detail: 'at very-secret-token', tookMs: 0 }
    const world = setUp([echo, lost])
    const request = { ...read, headers: { ...read.headers, Authorization: 'Bearer other-secret', Cookie: 'a=1' } }
    expect(await ask(world, request)).toEqual({
      ...echo,
      headers: { 'x-echo': '[hidden]', date: 'today' },
      body: '{"title":"no: [hidden], [hidden]; [hidden], [hidden]"}',
    })
    expect(await ask(world, request)).toMatchObject({ detail: 'at [hidden]' })
    expect(JSON.stringify(world.exchanges)).not.toMatch(/very-secret-token|other-secret/)
  })
})
