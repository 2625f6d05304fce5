import type { Channels } from '../channels/channels.ts'
import type { StoreEvents } from '../events.ts'
import { KeptMap } from '../state/cells.ts'
import type { Room } from '../state/part.ts'

/** What a channel has otherwise than the store; null where it has what the store has (documented). */
export type Overrides<Settings> = { readonly [Name in keyof Settings]: Settings[Name] | null }

/** Settings of the store, and what its channels have otherwise. Whether a change is right is for the caller to know. */
export abstract class SettingsBook<Settings extends object> implements Room {
  protected readonly byChannel = new KeptMap<number, Overrides<Settings>>()
  readonly #name: string
  readonly #channels: Channels
  protected readonly events: StoreEvents

  /** @param name as events have it */
  constructor(name: string, channels: Channels, events: StoreEvents) {
    this.#name = name
    this.#channels = channels
    this.events = events
  }

  abstract readonly kept: Room['kept']

  abstract get global(): Settings

  /** Takes what the store has from now on. */
  protected abstract set(next: Settings): void

  overridesOf(channelId: number): Overrides<Settings> {
    return this.byChannel.get(channelId) ?? noneOf(this.global)
  }

  /** Documented: each channel that has what the store has is told of what changed there. */
  change(next: Settings): void {
    const before = this.global
    const changed = namesOf(next).filter(name => next[name] !== before[name])
    if (changed.length === 0) return
    this.set(next)
    for (const { id } of this.#channels.all) {
      const own = this.overridesOf(id)
      if (changed.some(name => own[name] === null)) this.#tell(id)
    }
  }

  override(channelId: number, next: Overrides<Settings>): void {
    const before = this.overridesOf(channelId)
    if (namesOf(next).every(name => next[name] === before[name])) return
    this.byChannel.set(channelId, next)
    this.#tell(channelId)
  }

  #tell(channelId: number): void {
    this.events.tell(`store/channel/${channelId}/settings/${this.#name}/updated`, {})
  }
}

const namesOf = <Settings extends object>(settings: Settings) => Object.keys(settings) as (keyof Settings)[]

const noneOf = <Settings extends object>(settings: Settings) =>
  Object.fromEntries(namesOf(settings).map(name => [name, null])) as Overrides<Settings>
