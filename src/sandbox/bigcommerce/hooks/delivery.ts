import type { Chance } from '../chance.ts'
import { lowerCase } from '../chance.ts'
import type { Hook } from '../durable.ts'
import { systemCode } from '../error.ts'
import type { StoreEvent } from '../events.ts'
import type { Faults, HookFaultRule } from '../faults.ts'
import { KeptMap, LastNumbers } from '../state/cells.ts'
import type { KeptPart, PlainPart, Room } from '../state/part.ts'
import { ImpossibleState } from '../state/part.ts'
import type { Store } from '../store.ts'
import { Deliveries } from './deliveries.ts'
import { Exceptions } from './exceptions.ts'
import { hearsExceptions } from './hooks.ts'
import type { Destinations } from './hosts.ts'
import { bodyOf, signatureHeaders } from './message.ts'
import { send } from './send.ts'

/** Documented: how long a message waits before it is tried again, each time; about 48 hours in all. */
const retrySeconds = [60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 50_400, 86_400]

/** Guess: that a receiver has a time to answer is documented, but not how long. */
const timeoutMs = 10_000

/** Not the platform's: a receiver that is never there would fill the memory of the sandbox in two days of its clock. */
const waitingMax = 10_000

/** An event on its way to one webhook. */
interface Message {
  readonly number: number
  readonly id: string
  readonly hookId: number
  readonly scope: string
  readonly body: string
  readonly attempt: number
}

/** A message that is to leave at `dueMs` of the clock. */
interface Waiting {
  readonly dueMs: number
  readonly message: Message
}

/** How an attempt ended; `failure` is empty where the receiver took the message. */
interface Outcome {
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  readonly failure: string
}

/**
 * Tells webhooks of what happens in the store. Each host is told of one thing after the other, in the order of the
 * events; only faults and repeated attempts change that order. All waiting is done on the store's clock.
 */
export class HookDelivery implements Room, KeptPart {
  changes = 0
  readonly deliveries = new Deliveries(() => this.#settled())
  readonly #store: Store
  readonly #destinations: Destinations
  readonly #faults: Faults
  readonly #chance: (label: string) => Chance
  readonly #exceptions = new Exceptions()
  /** The end of what is on its way to each host. */
  readonly #lanes = new Map<string, Promise<void>>()
  /** Attempts that are being made. */
  readonly #posts = new Set<AbortController>()
  /** Messages in the lanes. */
  readonly #leaving = new Set<Message>()
  /** Messages that wait for their time, in the order in which they began to. */
  readonly #waits = new Map<AbortController, Waiting>()
  readonly #unlisten: () => void
  readonly #made = new LastNumbers({ event: 0, message: 0, exception: 0 })
  /** How many failures of each webhook were told. */
  readonly #exceptionsOf = new KeptMap<number, number>()
  readonly kept = {
    messages: this,
    numbers: this.#made,
    exceptionsOf: this.#exceptionsOf,
    ...this.#exceptions.kept,
  }
  #isClosed = false

  constructor(parts: { store: Store; destinations: Destinations; faults: Faults; chance: (label: string) => Chance }) {
    this.#store = parts.store
    this.#destinations = parts.destinations
    this.#faults = parts.faults
    this.#chance = parts.chance
    this.#unlisten = parts.store.events.listen(event => {
      const number = this.#made.next('event')
      for (const hook of this.#store.hooks.hearing(event.scope)) {
        this.#tell(hook, event, this.#made.next('message'), `event ${number}`)
      }
    })
  }

  /** Ends every attempt and all waiting; what wasn't delivered never will be. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#unlisten()
    for (const wait of [...this.#posts, ...this.#waits.keys()]) wait.abort()
    await Promise.all(this.#lanes.values())
  }

  /** What waits for its time, and behind it what is on its way at this moment: that will be sent once more. */
  keep(): PlainPart {
    const leaving = [...this.#leaving].map(message => ({ dueMs: this.#nowMs, message }))
    return { rows: [...this.#waits.values(), ...leaving], value: null }
  }

  restore({ rows }: PlainPart): void {
    for (const wait of this.#waits.keys()) wait.abort()
    this.#waits.clear()
    for (const [at, row] of (rows as readonly Waiting[]).entries()) {
      if (typeof row?.message?.body !== 'string') throw new ImpossibleState(at, 'it is no message to a webhook')
      this.#wait(row)
    }
  }

  async #settled(): Promise<void> {
    do {
      // Whoever the clock has just woken comes first.
      await Promise.resolve()
      await Promise.all(this.#lanes.values())
    } while (this.#lanes.size > 0)
  }

  /** `cause` names the event among all of its kind: what is up to chance hangs on it, not on when deliveries end. */
  #tell(hook: Hook, event: StoreEvent, number: number, cause: string): void {
    const chance = this.#chance(`${cause} to webhook ${hook.id}`)
    const message: Message = {
      number,
      id: `msg_${chance.text(27, lowerCase)}`,
      hookId: hook.id,
      scope: event.scope,
      body: bodyOf(event, this.#store),
      attempt: 1,
    }
    const faults = this.#faults.meetHook(event.scope, chance)
    const { destination } = hook
    if (faults.some(({ kind }) => kind === 'hook-lost')) {
      this.#record({ ...message, attempt: 0 }, destination, failed('swallowed by a fault'), null)
      return
    }
    const waitMs = faults.reduce((sum, fault) => sum + waitOf(fault, chance), 0)
    const copies = faults.some(({ kind }) => kind === 'hook-doubled') ? [message, message] : [message]
    for (const copy of copies) {
      if (waitMs === 0) this.#queue(copy, destination)
      else this.#later(waitMs, copy)
    }
  }

  #later(waitMs: number, message: Message): void {
    this.#wait({ dueMs: this.#nowMs + waitMs, message })
  }

  #wait(waiting: Waiting): void {
    const { dueMs, message } = waiting
    const [oldest] = this.#waits
    if (oldest !== undefined && this.#waits.size >= waitingMax) this.#forget(...oldest)
    const wait = new AbortController()
    this.#waits.set(wait, waiting)
    this.changes += 1
    this.#store.clock.sleep(Math.max(0, dueMs - this.#nowMs), wait.signal).then(
      () => {
        this.#waits.delete(wait)
        this.changes += 1
        const hook = this.#store.hooks.active(message.hookId)
        // A webhook that is gone or switched off isn't told of what came before.
        if (hook !== undefined) this.#queue(message, hook.destination)
      },
      // Closed, or forgotten: nobody waits for it any more.
      () => undefined,
    )
  }

  /** Gives up a message that waits. */
  #forget(wait: AbortController, { message }: Waiting): void {
    this.#waits.delete(wait)
    wait.abort()
    const hook = this.#store.hooks.active(message.hookId)
    if (hook !== undefined) this.#record(message, hook.destination, failed('given up: too many messages wait'), null)
  }

  #queue(message: Message, destination: string): void {
    const { host } = new URL(destination)
    this.#leaving.add(message)
    const before = this.#lanes.get(host) ?? Promise.resolve()
    const lane: Promise<void> = before
      .then(() => this.#try(message))
      // A folder that can't be written to: what comes behind goes on.
      .catch(() => undefined)
      .then(() => {
        this.#leaving.delete(message)
        if (this.#lanes.get(host) === lane) this.#lanes.delete(host)
      })
    this.#lanes.set(host, lane)
  }

  async #try(message: Message): Promise<void> {
    const hook = this.#isClosed ? undefined : this.#store.hooks.active(message.hookId)
    const secret = this.#store.accounts.find(account => account.clientId === hook?.client_id)?.clientSecret
    if (hook === undefined || secret === undefined) return
    const { domains } = this.#store.hooks
    const { client_id: clientId, destination } = hook
    const block = domains.blocked(clientId, destination, this.#nowMs)
    if (block === 'first') this.#except(hook, this.#exceptions.blocked(hook))
    const outcome = block === null ? await this.#post(message, hook, secret) : failed('the domain is blocked')
    if (this.#isClosed) return
    if (block === null) domains.count(clientId, destination, outcome.failure, this.#nowMs)
    this.#conclude(message, hook, outcome)
  }

  /** Decides what becomes of a message after an attempt. Guess: one that a block held back counts as tried. */
  #conclude(message: Message, hook: Hook, outcome: Outcome): void {
    const waitSeconds = outcome.failure === '' ? undefined : retrySeconds[message.attempt - 1]
    const waitMs = waitSeconds === undefined ? null : waitSeconds * 1_000
    this.#record(message, hook.destination, outcome, waitMs)
    if (outcome.failure === '') return
    if (waitMs === null) this.#giveUp(hook, outcome.failure)
    else {
      this.#later(waitMs, { ...message, attempt: message.attempt + 1 })
      this.#except(hook, this.#exceptions.retried(hook, outcome.failure, this.#nowMs))
    }
  }

  #giveUp(hook: Hook, failure: string): void {
    // It may have been changed or deleted while the attempt was made.
    const now = this.#store.hooks.active(hook.id)
    if (now === undefined) return
    this.#store.hooks.deactivate(now)
    this.#except(hook, this.#exceptions.exhausted(hook, failure))
  }

  async #post(message: Message, hook: Hook, secret: string): Promise<Outcome> {
    const address = this.#destinations.of(hook.destination)
    const { host } = new URL(hook.destination)
    if (address === null) return failed(`nothing stands for ${host}: name it in hookHosts`)
    const headers = {
      ...hook.headers,
      host,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(message.body)),
      ...signatureHeaders(message, secret, this.#nowMs),
    }
    const wait = new AbortController()
    this.#posts.add(wait)
    const late = this.#store.clock.sleep(timeoutMs, wait.signal).then(() => null)
    try {
      const status = await Promise.race([send({ address, headers, body: message.body }, wait.signal), late])
      if (status === null) return { headers, status: 0, failure: `no answer within ${timeoutMs / 1_000} seconds` }
      return { headers, status, failure: status >= 200 && status < 300 ? '' : `answered ${status}` }
    } catch (error) {
      return { headers, status: 0, failure: `the connection failed (${systemCode(error) || 'no reason given'})` }
    } finally {
      this.#posts.delete(wait)
      wait.abort()
    }
  }

  /** Tells the client's other destination of a failure. Guess: of failures of that one itself nobody is told. */
  #except(hook: Hook, event: StoreEvent | null): void {
    if (event === null || hearsExceptions(hook.scope)) return
    const ofHook = (this.#exceptionsOf.get(hook.id) ?? 0) + 1
    this.#exceptionsOf.set(hook.id, ofHook)
    for (const other of this.#store.hooks.hearing(event.scope, hook.client_id)) {
      if (other.destination === hook.destination) continue
      this.#tell(other, event, this.#made.next('exception'), `exception ${ofHook} of webhook ${hook.id}`)
    }
  }

  #record(message: Message, destination: string, outcome: Outcome, waitMs: number | null): void {
    const { number, attempt, hookId, scope, body } = message
    const nowMs = this.#nowMs
    this.deliveries.add({
      ...{ message: number, attempt, hookId, scope, destination, body },
      at: new Date(nowMs).toISOString(),
      ...outcome,
      nextAt: waitMs === null ? null : new Date(nowMs + waitMs).toISOString(),
    })
  }

  get #nowMs(): number {
    return this.#store.clock.now().getTime()
  }
}

function waitOf({ kind, delayMs = 60_000 }: HookFaultRule, chance: Chance): number {
  if (kind === 'hook-late') return delayMs
  return kind === 'hook-shuffled' ? chance.int(0, delayMs) : 0
}

const failed = (failure: string): Outcome => ({ headers: {}, status: 0, failure })
