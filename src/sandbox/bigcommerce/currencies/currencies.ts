import type { Channels } from '../channels/channels.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v2Date } from '../query/date.ts'
import { firstCurrencies } from '../seed/settings.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

/** A currency in the field names of V2. */
export interface Currency {
  readonly id: number
  readonly is_default: boolean
  readonly country_iso2: string
  readonly default_for_country_codes: readonly string[]
  readonly currency_code: string
  /** Of this currency for one US dollar, with ten decimals. */
  readonly currency_exchange_rate: string
  readonly auto_update: boolean
  readonly token_location: 'left' | 'right'
  readonly token: string
  readonly decimal_token: string
  readonly thousands_token: string
  readonly decimal_places: number
  readonly name: string
  readonly enabled: boolean
  /** Whether shoppers pay in it; otherwise prices are only shown in it. */
  readonly is_transactional: boolean
  readonly use_default_name: boolean
  readonly last_updated: string
}

type NewCurrency = Omit<Currency, 'id' | 'last_updated'>

/** What of the default currency is told as information of the store (documented). */
const informing = ['currency_code', 'token', 'decimal_token', 'thousands_token', 'token_location'] as const

/** The currencies of a store, one of which is the default. Whether a change is right is for the caller to know. */
export class Currencies implements Room {
  readonly #currencies = new Table<Currency>(firstCurrencies)
  readonly kept = { currencies: this.#currencies }
  readonly #channels: Channels
  readonly #clock: SandboxClock
  readonly #events: StoreEvents

  constructor(channels: Channels, clock: SandboxClock, events: StoreEvents) {
    this.#channels = channels
    this.#clock = clock
    this.#events = events
  }

  get all(): readonly Currency[] {
    return this.#currencies.rows
  }

  get(id: number): Currency | undefined {
    return this.#currencies.get(id)
  }

  /** By its code, in whatever case. */
  find(code: string): Currency | undefined {
    return this.all.find(currency => currency.currency_code === code.toUpperCase())
  }

  get default(): Currency {
    const found = this.all.find(currency => currency.is_default)
    if (found === undefined) throw new Error('A store has a default currency')
    return found
  }

  add(fields: NewCurrency): Currency {
    const before = this.default
    const currency = this.#currencies.add(id => ({ id, ...fields, last_updated: this.#now }))
    this.#settle(before, currency)
    return currency
  }

  change(old: Currency, fields: Partial<NewCurrency>): Currency {
    const before = this.default
    const currency = { ...old, ...fields, last_updated: this.#now }
    this.#currencies.replace(currency)
    this.#settle(before, currency)
    return currency
  }

  remove(ids: ReadonlySet<number>): void {
    if (ids.size === 0) return
    this.#currencies.remove(ids)
    this.#tellChannels()
  }

  /** Documented: the default can't be unset, only overridden by another. */
  #settle(before: Currency, changed: Currency): void {
    if (changed.is_default && before.id !== changed.id) this.#currencies.replace({ ...before, is_default: false })
    const now = this.default
    if (informing.some(name => now[name] !== before[name]))
      this.#events.tell('store/information/updated', { type: 'store' })
    this.#tellChannels()
  }

  /** Guess: every channel has all currencies, and is told of each change of them. */
  #tellChannels(): void {
    for (const { id } of this.#channels.all) this.#events.tell(`store/channel/${id}/settings/currency/updated`, {})
  }

  get #now(): string {
    return v2Date(this.#clock.now().getTime())
  }
}
