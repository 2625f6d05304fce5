import type { SandboxClock } from '../clock.ts'
import type { Hook, Keeper } from '../durable.ts'
import { Refusal } from '../http/answer.ts'
import type { Room } from '../state/part.ts'
import { Domains } from './domains.ts'
import { hears } from './matching.ts'

/** What its owner says about a webhook. */
export type HookFields = Pick<Hook, 'scope' | 'destination' | 'headers' | 'is_active'>

/** Documented since 2025-04: at most ten webhooks of one scope for a client, and one for a scope and destination. */
const ofScopeMax = 10

/** Documented: a webhook that heard nothing for 90 days is deactivated. */
const idleMs = 90 * 86_400_000

/** Tells its owner that deliveries fail; the only scope with rules of its own. */
export const exceptionScope = 'store/hook/deliveryException'

/** Whether a webhook of this scope is told of them, by their name or by a star. */
export const hearsExceptions = (scope: string): boolean => hears(scope, exceptionScope)

/** The webhooks of the store, by the client that made them. */
export class Hooks implements Room {
  /** How deliveries go. */
  readonly domains = new Domains()
  readonly kept = this.domains.kept
  readonly #keeper: Keeper
  readonly #clock: SandboxClock
  /** When each last heard of something. Not kept between runs: the 90 days begin anew with each. */
  readonly #heardMs = new Map<number, number>()
  readonly #startMs: number

  constructor(keeper: Keeper, clock: SandboxClock) {
    this.#keeper = keeper
    this.#clock = clock
    this.#startMs = clock.now().getTime()
  }

  /** Those of a client, as they are now. */
  of(clientId: string): readonly Hook[] {
    this.#deactivateIdle()
    return this.#keeper.state.hooks.filter(hook => hook.client_id === clientId)
  }

  /** The one with this id, if it is there and active. */
  active(id: number): Hook | undefined {
    return this.#keeper.state.hooks.find(hook => hook.id === id && hook.is_active)
  }

  /**
   * The active ones that hear of an event, of all clients or of one; from now on it counts as the last that they heard
   * of.
   */
  hearing(scope: string, clientId?: string): readonly Hook[] {
    this.#deactivateIdle()
    const hooks = this.#keeper.state.hooks.filter(
      hook => hook.is_active && hears(hook.scope, scope) && (clientId === undefined || hook.client_id === clientId),
    )
    for (const { id } of hooks) this.#heardMs.set(id, this.#nowMs)
    return hooks
  }

  add(clientId: string, fields: HookFields): Hook {
    const { state } = this.#keeper
    this.#check(clientId, fields)
    const seconds = this.#seconds
    const id = state.hooksMade + 1
    const hook: Hook = {
      ...{ id, client_id: clientId, store_hash: state.storeHash },
      ...fields,
      ...{ created_at: seconds, updated_at: seconds },
    }
    this.#keeper.change(old => ({ ...old, hooks: [...old.hooks, hook], hooksMade: id }))
    return hook
  }

  /** Changes what is given. Its 90 days begin anew, and a deactivated one that is made active is like any other. */
  change(old: Hook, fields: Partial<HookFields>): Hook {
    const { deactivated, ...rest } = old
    const changed: Hook = { ...rest, ...fields, updated_at: this.#seconds }
    this.#check(old.client_id, changed, old)
    return this.#replace(deactivated && !changed.is_active ? { ...changed, deactivated } : changed)
  }

  remove({ id }: Hook): void {
    this.#keeper.change(state => ({ ...state, hooks: state.hooks.filter(hook => hook.id !== id) }))
  }

  /** What the store does to a webhook that can't be delivered or hears nothing. */
  deactivate(hook: Hook): void {
    this.#replace({ ...hook, is_active: false, deactivated: true, updated_at: this.#seconds })
  }

  emailsOf(clientId: string): readonly string[] {
    return this.#keeper.state.hookEmails?.[clientId] ?? []
  }

  setEmails(clientId: string, emails: readonly string[]): void {
    this.#keeper.change(old => ({ ...old, hookEmails: { ...old.hookEmails, [clientId]: emails } }))
  }

  get #nowMs(): number {
    return this.#clock.now().getTime()
  }

  get #seconds(): number {
    return Math.floor(this.#nowMs / 1_000)
  }

  #replace(hook: Hook): Hook {
    this.#keeper.change(state => ({ ...state, hooks: state.hooks.map(old => (old.id === hook.id ? hook : old)) }))
    return hook
  }

  #deactivateIdle(): void {
    const sinceMs = this.#nowMs - idleMs
    // Nothing can have been idle for longer than the store is running.
    if (sinceMs < this.#startMs) return
    for (const hook of this.#keeper.state.hooks) {
      const lastMs = Math.max(this.#startMs, hook.updated_at * 1_000, this.#heardMs.get(hook.id) ?? 0)
      if (hook.is_active && lastMs <= sinceMs) this.deactivate(hook)
    }
  }

  /** Guess: the status of each refusal; only the limits themselves are documented. */
  #check(clientId: string, { scope, destination }: Pick<Hook, 'scope' | 'destination'>, own?: Hook): void {
    const others = this.#keeper.state.hooks.filter(hook => hook.client_id === clientId && hook.id !== own?.id)
    const ofScope = others.filter(hook => hook.scope === scope)
    if (ofScope.some(hook => hook.destination === destination)) {
      throw new Refusal(409, 'There is a webhook of this scope for this destination already')
    }
    if (hearsExceptions(scope) && others.some(hook => hearsExceptions(hook.scope))) {
      throw new Refusal(409, `There can be one webhook only that hears of ${exceptionScope}`)
    }
    if (ofScope.length >= ofScopeMax) throw new Refusal(422, `At most ${ofScopeMax} webhooks of one scope`)
    const told = others.filter(hook => hearsExceptions(hook.scope) !== hearsExceptions(scope))
    if (told.some(hook => hook.destination === destination)) {
      const fields = { destination: `destination must differ between ${exceptionScope} and all other webhooks` }
      throw new Refusal(422, 'The webhook is not valid', { fields })
    }
  }
}
