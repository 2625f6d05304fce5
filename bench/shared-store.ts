import { bigcommerce } from '../src/connectors/bigcommerce/connector.ts'
import { Stores } from '../src/engine/stores.ts'
import { openTransport, type Transport } from '../src/engine/transport.ts'
import { type Chance, seededChance } from '../src/sandbox/bigcommerce/chance.ts'
import { allScopes, createSandbox, type Sandbox, SteppedClock } from '../src/sandbox/bigcommerce/index.ts'

/** How another app spends its third of every window. */
export type RivalKind = 'even' | 'burst'

interface SharedStoreOptions {
  /** Requests that the store takes in each window, from both together. */
  readonly quota: number
  readonly rival: RivalKind
  readonly windows: number
  readonly seed: number
  /** From sending to answer, on the shared clock: anything between the two. */
  readonly latencyMs: readonly [least: number, most: number]
}

/** What the store counted in one window. */
export interface SharedWindow {
  readonly hubServed: number
  readonly hubRefused: number
  readonly rivalServed: number
  readonly rivalRefused: number
}

const windowMs = 30_000
/** Twice as many as may be under way at a time, so that somebody always waits for a turn. */
const askers = 8
/** On the machine's own clock: a run that hangs ends as a failure. */
const longestRunMs = 120_000

/**
 * The hub and another app share a sandbox store's quota, from the first moment of its first window on. The hub has work
 * without end, and asks through its real code over a real connection. Both sides share one clock, which only moves
 * while nothing is between two sockets: the same seed gives the same figures.
 */
export async function shareStore(options: SharedStoreOptions): Promise<readonly SharedWindow[]> {
  const { quota, rival, seed } = options
  const clock = new SteppedClock('2026-03-01T12:00:00Z')
  const sandbox = await createSandbox({ seed, products: 1, clock, quota: { requests: quota, windowMs } })
  const chanceOf = (label: string) => seededChance(seed, `${label} ${quota} ${rival}`)
  const line = new SlowLine(openTransport({ clock }), clock, options.latencyMs, chanceOf('line'))
  const stop = new AbortController()
  const stores = new Stores({
    transport: line,
    clock,
    random: chanceOf('hub').next,
    userAgent: 'Cartwright/bench',
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(longestRunMs)]),
  })
  try {
    startRival(sandbox, clock, chanceOf('rival'), options)
    const asking = askForEver(sandbox, stores, stop.signal)
    const windows = await Promise.race([watchWindows(sandbox, clock, line, options.windows), asking])
    stop.abort()
    await asking
    return windows ?? []
  } finally {
    stop.abort()
    await line.close()
    await sandbox.close()
  }
}

/** Resolves when `stop` is aborted; rejects when the store answers other than it should. */
async function askForEver(sandbox: Sandbox, stores: Stores, stop: AbortSignal): Promise<void> {
  const { clientId, accessToken } = sandbox.createAccount({ name: 'Hub', scopes: allScopes })
  const settings = { storeHash: sandbox.storeHash, clientId, apiAddress: sandbox.apiAddress }
  const session = stores.open(bigcommerce, settings, { accessToken }, { lane: 'sweep', patience: 'machine' })
  async function ask(): Promise<void> {
    while (!stop.aborted) {
      const pulse = await session.ping?.()
      if (pulse?.status !== 'ok') throw new Error(`The sandbox store does not answer: ${JSON.stringify(pulse)}`)
    }
  }
  await Promise.all(Array.from({ length: askers }, ask)).catch(error => {
    if (!stop.aborted) throw error
  })
}

function startRival(sandbox: Sandbox, clock: SteppedClock, chance: Chance, options: SharedStoreOptions): void {
  const requests = Math.floor(options.quota / 3)
  const perSecond = requests / (windowMs / 1_000)
  if (options.rival === 'even') {
    // It has not waited for the window either.
    clock.sleep(chance.int(0, Math.floor(1_000 / perSecond))).then(() => sandbox.rival.steady(perSecond))
    return
  }
  for (let window = 0; window < options.windows; window += 1) {
    clock.sleep(window * windowMs + chance.int(0, windowMs - 1)).then(() => sandbox.rival.take(requests))
  }
}

/** Lets the windows pass, and reads off at the end of each what the store has counted. */
async function watchWindows(
  sandbox: Sandbox,
  clock: SteppedClock,
  line: SlowLine,
  windows: number,
): Promise<SharedWindow[]> {
  const startMs = clock.now().getTime()
  const hub = { served: 0, refused: 0 }
  sandbox.journal.onExchange(({ status }) => {
    if (status === 429) hub.refused += 1
    else hub.served += 1
  })
  const seen: SharedWindow[] = []
  for (let window = 1; window <= windows; window += 1) {
    const before = { hub: { ...hub }, rival: { ...sandbox.rival.count } }
    await passUntil(startMs + window * windowMs - 1, clock, line)
    // The sandbox counts a steady rival whenever somebody asks.
    sandbox.quota()
    seen.push({
      hubServed: hub.served - before.hub.served,
      hubRefused: hub.refused - before.hub.refused,
      rivalServed: sandbox.rival.count.taken - before.rival.taken,
      rivalRefused: sandbox.rival.count.refused - before.rival.refused,
    })
  }
  return seen
}

/** Moves the clock from one thing that happens to the next. */
async function passUntil(endMs: number, clock: SteppedClock, line: SlowLine): Promise<void> {
  for (;;) {
    await line.quiet()
    const leftMs = endMs - clock.now().getTime()
    const nextMs = clock.nextMs ?? leftMs
    clock.advance(Math.min(leftMs, nextMs))
    if (nextMs > leftMs) return
  }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

/**
 * A transport that takes its time on the shared clock, there and back. Nothing takes time in between: the sockets have
 * one request at a time, in the order in which they arrive.
 */
class SlowLine implements Transport {
  readonly #transport: Transport
  readonly #clock: SteppedClock
  readonly #latencyMs: readonly [number, number]
  readonly #chance: Chance
  #last: Promise<unknown> = Promise.resolve()

  constructor(transport: Transport, clock: SteppedClock, latencyMs: readonly [number, number], chance: Chance) {
    this.#transport = transport
    this.#clock = clock
    this.#latencyMs = latencyMs
    this.#chance = chance
  }

  async send(...[request, signal]: Parameters<Transport['send']>): ReturnType<Transport['send']> {
    const tookMs = this.#chance.int(...this.#latencyMs)
    const thereMs = this.#chance.int(0, tookMs)
    await this.#clock.sleep(thereMs, signal)
    const exchange = this.#last.then(() => this.#transport.send(request, signal))
    this.#last = exchange.catch(() => {})
    const reply = await exchange
    await this.#clock.sleep(tookMs - thereMs, signal)
    return reply
  }

  /** Resolves when whatever is under way waits for the clock. */
  async quiet(): Promise<void> {
    for (;;) {
      const last = this.#last
      await last
      await turn()
      if (last === this.#last) return
    }
  }

  close(): Promise<void> {
    return this.#transport.close()
  }
}
