import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v3Date } from '../query/date.ts'
import { firstChannels } from '../seed/settings.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

export const channelStatuses = [
  ...(['prelaunch', 'active', 'inactive', 'connected'] as const),
  ...(['disconnected', 'archived', 'deleted', 'terminated'] as const),
] as const
type ChannelStatus = (typeof channelStatuses)[number]

export const channelTypes = ['marketplace', 'marketing', 'pos', 'storefront'] as const
export type ChannelType = (typeof channelTypes)[number]

/** A place where the merchant sells. */
export interface Channel {
  readonly id: number
  readonly name: string
  readonly type: ChannelType
  readonly platform: string
  readonly status: ChannelStatus
  readonly external_id: string
  readonly is_listable_from_ui: boolean
  readonly is_visible: boolean
  readonly date_created: string
  readonly date_modified: string
}

type NewChannel = Omit<Channel, 'id' | 'date_created' | 'date_modified'>

/** What of a channel can be changed (documented). */
export type ChannelChange = Partial<Omit<NewChannel, 'type' | 'platform'>>

/** The storefront that every store has (documented). */
export const defaultChannelId = 1

const available: readonly ChannelStatus[] = ['prelaunch', 'active', 'inactive', 'connected']

/** Whether something can be integrated with the channel, as the documented filter `available` has it. */
export const isAvailable = ({ status }: Channel): boolean => available.includes(status)

/** The channels of a store. Whether a change is right is for the caller to know. */
export class Channels implements Room {
  readonly #channels = new Table<Channel>(firstChannels)
  readonly kept = { channels: this.#channels }
  readonly #clock: SandboxClock
  readonly #events: StoreEvents

  constructor(clock: SandboxClock, events: StoreEvents) {
    this.#clock = clock
    this.#events = events
  }

  get all(): readonly Channel[] {
    return this.#channels.rows
  }

  get(id: number): Channel | undefined {
    return this.#channels.get(id)
  }

  has(id: number): boolean {
    return this.#channels.get(id) !== undefined
  }

  add(fields: NewChannel): Channel {
    const now = this.#now
    const channel = this.#channels.add(id => ({ id, ...fields, date_created: now, date_modified: now }))
    this.#events.tell('store/channel/created', { type: 'channel', id: channel.id })
    return channel
  }

  /** Guess: a change that changes nothing leaves the date alone, as it makes no event (documented). */
  change(old: Channel, fields: ChannelChange): Channel {
    const channel = { ...old, ...fields, date_modified: this.#now }
    if (Object.entries(fields).every(([name, value]) => old[name as keyof ChannelChange] === value)) return old
    this.#channels.replace(channel)
    this.#events.tell('store/channel/updated', { type: 'channel', id: channel.id })
    return channel
  }

  get #now(): string {
    return v3Date(this.#clock.now().getTime())
  }
}
