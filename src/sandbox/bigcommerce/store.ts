import type { AccountCredentials, ApiAccount, NewAccount } from './accounts.ts'
import { accountMax, checkScopes, hashToken, makeAccount } from './accounts.ts'
import { Brands } from './catalog/brands.ts'
import type { CatalogBuilder } from './catalog/build.ts'
import type { Catalog } from './catalog/catalog.ts'
import { Categories } from './catalog/categories.ts'
import { ProductChanges } from './catalog/changes.ts'
import { ProductOrder } from './catalog/product-order.ts'
import { Chances } from './chance.ts'
import { Channels } from './channels/channels.ts'
import { ChannelListings } from './channels/listings.ts'
import { Sites } from './channels/sites.ts'
import type { SandboxClock } from './clock.ts'
import { ContentPages } from './content/pages.ts'
import { Currencies } from './currencies/currencies.ts'
import { CustomerAttributes } from './customers/attributes.ts'
import { Customers } from './customers/customers.ts'
import { CustomerGroups } from './customers/groups.ts'
import type { Keeper } from './durable.ts'
import { SandboxError } from './error.ts'
import { StoreEvents } from './events.ts'
import { Hooks } from './hooks/hooks.ts'
import { Inventory } from './inventory/inventory.ts'
import { KeptBytes } from './kept-bytes.ts'
import { Coupons } from './marketing/coupons.ts'
import { Metafields } from './metafields/metafields.ts'
import type { OrderRecord } from './orders/order.ts'
import { Orders } from './orders/orders.ts'
import { Payments } from './orders/payments.ts'
import { UploadedPictures } from './pictures/uploads.ts'
import { PriceLists } from './pricing/price-lists.ts'
import type { Quirks } from './quirks.ts'
import { Redirects } from './redirects/redirects.ts'
import type { Person } from './seed/people.ts'
import { CatalogSettingsBook } from './settings/catalog-settings.ts'
import { StoreProfileBook } from './settings/store-profile.ts'
import { ShippingZones } from './shipping/zones.ts'

/** The store that the API and the panel show: what is kept, what was made from the catalog source, and its clock. */
export class Store {
  readonly keeper: Keeper
  readonly clock: SandboxClock
  /** Where the sandbox listens, such as `http://127.0.0.1:4410`. */
  readonly origin: string
  readonly catalog: Catalog
  /** What makes new rows for the catalog. */
  readonly builder: CatalogBuilder
  readonly brands: Brands
  readonly categories: Categories
  readonly productOrder: ProductOrder
  readonly quirks: Quirks
  readonly chances: Chances
  /** What happens in the store, whoever does it. */
  readonly events = new StoreEvents()
  /** Products as they were shown before. */
  readonly keptBytes = new KeptBytes()
  readonly hooks: Hooks
  /** The way by which products change. */
  readonly productChanges: ProductChanges
  readonly pictures: UploadedPictures
  readonly metafields = new Metafields(this.events)
  readonly priceLists: PriceLists
  readonly customerGroups: CustomerGroups
  readonly channels: Channels
  readonly pages: ContentPages
  readonly catalogSettings: CatalogSettingsBook
  readonly profile: StoreProfileBook
  readonly currencies: Currencies
  readonly listings: ChannelListings
  readonly sites: Sites
  readonly shipping = new ShippingZones()
  readonly redirects = new Redirects(this.events)
  readonly customerAttributes: CustomerAttributes
  readonly customers: Customers
  readonly coupons: Coupons
  readonly inventory: Inventory
  readonly orders: Orders
  readonly payments: Payments
  #accountsByToken = new Map<string, ApiAccount>()

  constructor(parts: {
    keeper: Keeper
    clock: SandboxClock
    origin: string
    builder: CatalogBuilder
    quirks: Quirks
    people: readonly Person[]
    orders: readonly OrderRecord[]
    /** Where the links of V2 begin. */
    apiBase: string
    /** How long an accepted change of stock takes until it shows. */
    inventoryDelayMs: number
    /** How long the capture or the void of a payment takes. */
    paymentDelayMs: number
    /** Tells those who wait that the store is gone. */
    closed: AbortSignal
  }) {
    this.keeper = parts.keeper
    this.clock = parts.clock
    this.chances = new Chances(parts.keeper.state.seed)
    this.origin = parts.origin
    this.pictures = new UploadedPictures(parts.origin)
    this.builder = parts.builder
    this.catalog = parts.builder.catalog
    this.inventory = new Inventory({
      catalog: this.catalog,
      events: this.events,
      clock: this.clock,
      chance: this.chances.of('inventory'),
      delayMs: parts.inventoryDelayMs,
      closed: parts.closed,
    })
    this.productChanges = new ProductChanges({
      builder: parts.builder,
      events: this.events,
      clock: parts.clock,
      stock: this.inventory.stock,
      metafields: this.metafields,
    })
    this.productOrder = new ProductOrder(this.catalog)
    this.brands = new Brands(parts.builder, this.metafields)
    this.categories = new Categories({
      builder: parts.builder,
      events: this.events,
      metafields: this.metafields,
      productOrder: this.productOrder,
    })
    this.quirks = parts.quirks
    this.hooks = new Hooks(parts.keeper, parts.clock)
    this.priceLists = new PriceLists(this.catalog, this.clock, this.events)
    this.customerGroups = new CustomerGroups(this.clock)
    this.pages = new ContentPages(this.keeper, this.events)
    this.channels = new Channels(this.clock, this.events)
    this.catalogSettings = new CatalogSettingsBook('catalog', this.channels, this.events)
    this.profile = new StoreProfileBook({
      keeper: this.keeper,
      channels: this.channels,
      events: this.events,
      domain: this.domain,
    })
    this.currencies = new Currencies(this.channels, this.clock, this.events)
    this.sites = new Sites(this.domain, this.clock, this.events)
    this.listings = new ChannelListings(this.catalog, this.clock)
    this.coupons = new Coupons(this.catalog, this.clock)
    this.customerAttributes = new CustomerAttributes(this.clock)
    this.customers = new Customers({
      people: parts.people,
      clock: this.clock,
      events: this.events,
      metafields: this.metafields,
      attributes: this.customerAttributes,
    })
    this.orders = new Orders({
      first: parts.orders,
      apiBase: parts.apiBase,
      inventory: this.inventory,
      events: this.events,
      clock: this.clock,
    })
    this.payments = new Payments({
      orders: this.orders,
      clock: this.clock,
      delayMs: parts.paymentDelayMs,
      closed: parts.closed,
    })
    this.#indexAccounts()
  }

  get hash(): string {
    return this.keeper.state.storeHash
  }

  /** The store's number, which few places show instead of the hash. */
  get numericId(): number {
    return 1_000_000 + (Number.parseInt(this.hash, 36) % 9_000_000)
  }

  /** The domain of the storefront: its own for each store, and of nobody else in the world. */
  get domain(): string {
    return `store-${this.hash}.example`
  }

  /** The path that the panel shows with a new account; here it is an address that really answers. */
  get apiPath(): string {
    return `${this.origin}/stores/${this.hash}/v3/`
  }

  get accounts(): readonly ApiAccount[] {
    return this.keeper.state.accounts
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
    const chance = this.chances.once(`account ${state.accountsMade + 1}`)
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

  /**
   * Takes scopes of an account away or gives it others, at once. Impossible on the platform, where scopes stay as they
   * were made; a program sees the same when somebody swaps its token for a weaker one.
   */
  narrowAccount(clientId: string, scopes: readonly string[]): boolean {
    checkScopes(scopes)
    if (!this.accounts.some(account => account.clientId === clientId)) return false
    this.keeper.change(old => ({
      ...old,
      accounts: old.accounts.map(account => (account.clientId === clientId ? { ...account, scopes } : account)),
    }))
    this.#indexAccounts()
    return true
  }

  /**
   * Documented: deleting an account is the only way to revoke its token, and it takes its webhooks along. So it does what
   * was said about them.
   */
  deleteAccount(clientId: string): boolean {
    if (!this.accounts.some(account => account.clientId === clientId)) return false
    this.keeper.change(({ hookEmails: { [clientId]: _, ...hookEmails } = {}, ...old }) => ({
      ...old,
      accounts: old.accounts.filter(account => account.clientId !== clientId),
      hooks: old.hooks.filter(hook => hook.client_id !== clientId),
      hookEmails,
    }))
    this.#indexAccounts()
    return true
  }

  #indexAccounts(): void {
    this.#accountsByToken = new Map(this.accounts.map(account => [account.tokenHash, account]))
  }
}
