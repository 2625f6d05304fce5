import type { AccountCredentials, ApiAccount, NewAccount } from './accounts.ts'
import { accountMax, hashToken, makeAccount } from './accounts.ts'
import type { CatalogBuilder } from './catalog/build.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Chance } from './chance.ts'
import { seededChance, trueChance } from './chance.ts'
import type { SandboxClock } from './clock.ts'
import type { Keeper } from './durable.ts'
import { SandboxError } from './error.ts'
import { KeptBytes } from './kept-bytes.ts'
import type { Quirks } from './quirks.ts'
import type { OrderRecord } from './seed/orders.ts'
import type { Person } from './seed/people.ts'

/** The store that the API and the panel show: what is kept, what was made from the catalog source, and its clock. */
export class Store {
  readonly keeper: Keeper
  readonly clock: SandboxClock
  /** Where the sandbox listens, such as `http://127.0.0.1:4410`. */
  readonly origin: string
  readonly catalog: Catalog
  /** What makes new rows for the catalog. */
  readonly builder: CatalogBuilder
  readonly quirks: Quirks
  /** Products as they were shown before. */
  readonly keptBytes = new KeptBytes()
  readonly people: readonly Person[]
  readonly orders: readonly OrderRecord[]
  readonly #ordersById: ReadonlyMap<number, OrderRecord>
  #accountsByToken = new Map<string, ApiAccount>()

  constructor(parts: {
    keeper: Keeper
    clock: SandboxClock
    origin: string
    builder: CatalogBuilder
    quirks: Quirks
    people: readonly Person[]
    orders: readonly OrderRecord[]
  }) {
    this.keeper = parts.keeper
    this.clock = parts.clock
    this.origin = parts.origin
    this.builder = parts.builder
    this.catalog = parts.builder.catalog
    this.quirks = parts.quirks
    this.people = parts.people
    this.orders = parts.orders
    this.#ordersById = new Map(parts.orders.map(order => [order.row.id, order]))
    this.#indexAccounts()
  }

  get hash(): string {
    return this.keeper.state.storeHash
  }

  /** The path that the panel shows with a new account; here it is an address that really answers. */
  get apiPath(): string {
    return `${this.origin}/stores/${this.hash}/v3/`
  }

  get accounts(): readonly ApiAccount[] {
    return this.keeper.state.accounts
  }

  order(id: number): OrderRecord | undefined {
    return this.#ordersById.get(id)
  }

  accountOf(token: string): ApiAccount | undefined {
    return this.#accountsByToken.get(hashToken(token))
  }

  createAccount(input: NewAccount): AccountCredentials {
    const { state } = this.keeper
    if (state.accounts.length >= accountMax) {
      throw new SandboxError('option_invalid', `A store has at most ${accountMax} API accounts.`, 'Delete one first.')
    }
    // Numbered, so that an account made after a restart doesn't get the secrets of one made before it.
    const chance: Chance =
      state.seed === null ? trueChance() : seededChance(state.seed, `account ${state.accountsMade + 1}`)
    const made = makeAccount(input, {
      chance,
      now: this.clock.now(),
      apiPath: this.apiPath,
      storeHash: state.storeHash,
    })
    this.keeper.change(old => ({
      ...old,
      accounts: [...old.accounts, made.account],
      accountsMade: old.accountsMade + 1,
    }))
    this.#indexAccounts()
    return made.credentials
  }

  /** Documented: deleting an account is the only way to revoke its token, and it takes its webhooks along. */
  deleteAccount(clientId: string): boolean {
    if (!this.accounts.some(account => account.clientId === clientId)) return false
    this.keeper.change(old => ({
      ...old,
      accounts: old.accounts.filter(account => account.clientId !== clientId),
      hooks: old.hooks.filter(hook => hook.client_id !== clientId),
    }))
    this.#indexAccounts()
    return true
  }

  #indexAccounts(): void {
    this.#accountsByToken = new Map(this.accounts.map(account => [account.tokenHash, account]))
  }
}
