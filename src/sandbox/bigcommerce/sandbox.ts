import type { AccountCredentials, NewAccount } from './accounts.ts'
import type { SandboxClock } from './clock.ts'
import type { StoreEvents } from './events.ts'
import type { Faults } from './faults.ts'
import type { Deliveries } from './hooks/deliveries.ts'
import type { HookHosts } from './hooks/hosts.ts'
import type { ImportReport } from './import/report.ts'
import type { Journal } from './journal.ts'
import type { Merchant } from './merchant/merchant.ts'
import type { Shopper } from './orders/shopper.ts'
import type { Quirks, StoreQuirks } from './quirks.ts'
import type { QuotaRule, QuotaState, RivalCount, StorePlan } from './quota.ts'
import type { RivalWrites, RivalWritten } from './rival/rival-writer.ts'
import type { TwinOf } from './seed/twin.ts'

export interface SandboxOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** The sandbox listens on loopback only; the option is there to be said out loud. */
  readonly host?: '127.0.0.1'
  /** Speaks https, with a certificate of its own. */
  readonly https?: boolean
  /** Where the store is kept between runs; without it, it lives in memory. */
  readonly folder?: string
  /** Starts from a store as it was before, with everything in it: a file that `snapshot` or the panel wrote. */
  readonly snapshot?: string
  /**
   * With a seed everything repeats itself, also the store's hash, and the secrets of its accounts: for tests.
   * Without one, hash and secrets can't be foreseen; the demo catalog is always the same.
   */
  readonly seed?: number
  /** How many products the generator makes; 120 unless given. */
  readonly products?: number
  /** Gives each generated product exactly this many variants, from one or two options. */
  readonly variantsEach?: number
  /** Generates this many categories more, eight levels deep with long names; each product is in one of them too. */
  readonly categories?: number
  /**
   * Sells the first products of the store of another seed too, with prices and descriptions of its own, and here and
   * there another name, another barcode, or the SKU in other letters. They are among the `products`, in front.
   */
  readonly twin?: TwinOf
  /** Product files instead of the generator, in Shopify's or BigCommerce's formats. */
  readonly csvFiles?: readonly string[]
  readonly storeName?: string
  /** `pro` unless given. */
  readonly plan?: StorePlan
  /** The plan's own quota unless given. */
  readonly quota?: QuotaRule | 'off'
  readonly clock?: SandboxClock
  /** How long an accepted adjustment of stock takes until it shows, in milliseconds of the clock; 0 unless given. */
  readonly inventoryDelayMs?: number
  /** How long the gateway takes to capture or void a payment, in milliseconds of the clock; 0 unless given. */
  readonly paymentDelayMs?: number
  /** What the store does otherwise than documented, from the start on. */
  readonly quirks?: Partial<StoreQuirks>
  /**
   * Where webhooks are delivered, which have to be https on port 443: the host name of a destination, and the address of
   * this machine that stands for it. Destinations of other hosts are never contacted.
   */
  readonly hookHosts?: HookHosts
}

/** Another app on the same store, which uses up its quota and writes into it. */
export interface Rival {
  readonly count: RivalCount
  /** Makes `requests` requests at once; says how many got through. */
  take(requests: number): number
  /** Makes evenly spaced requests from now on, until the returned function is called. */
  steady(requestsPerSecond: number): () => void
  /**
   * Changes stock and prices and sends orders by chance from now on, until the returned function is called. Takes no
   * quota. Throws a SandboxError where the rule makes no sense.
   */
  writes(rule: RivalWrites): () => void
  readonly writing: readonly RivalWrites[]
  readonly written: RivalWritten
  stopWrites(): void
}

/** A running sandbox store. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, or with https. */
  readonly url: string
  /** What stands before `/stores/{hash}/v3/...`; the same address. */
  readonly apiAddress: string
  readonly panelUrl: string
  /** What a client of a store that speaks https has to trust, as PEM; null with plain http. */
  readonly certificate: string | null
  readonly storeHash: string
  readonly storeName: string
  /** For programs that know the platform by its name: leads `https://api.bigcommerce.com` here, and nowhere else. */
  readonly fetch: typeof globalThis.fetch
  /** Opens `/_control/...`; also in the file `control-secret` of the folder. */
  readonly controlSecret: string
  readonly folder: string | null
  /** As it is now; archived orders are not counted, as the platform's count leaves them out. */
  readonly counts: { readonly products: number; readonly variants: number; readonly orders: number }
  /** What became of each row of the product files; null where the catalog was generated. */
  readonly importReport: ImportReport | null
  readonly accounts: readonly { readonly name: string; readonly clientId: string; readonly scopes: readonly string[] }[]
  createAccount(account: NewAccount): AccountCredentials
  deleteAccount(clientId: string): boolean
  /** Gives an account other scopes in mid-run: a fault, impossible on the platform. False where there is no such account. */
  narrowAccount(clientId: string, scopes: readonly string[]): boolean
  readonly faults: Faults
  readonly quirks: Quirks
  /** Changes the catalog, as somebody in the control panel would. */
  readonly merchant: Merchant
  /** Buys, pays, changes its mind and wants its money back. */
  readonly shopper: Shopper
  /** What happens in the store, whoever does it, as webhooks tell it: `events.listen(...)` is told of each. */
  readonly events: Pick<StoreEvents, 'listen'>
  readonly journal: Journal
  /** What webhooks were told, attempt by attempt. */
  readonly deliveries: Deliveries
  readonly rival: Rival
  readonly clock: SandboxClock
  /** The quota as it stands, without using any of it. */
  quota(): QuotaState
  /**
   * Writes the whole store as it is now into a file, from which `createSandbox({ snapshot })` goes on. The file is written
   * whole or not at all, and only its owner can read it.
   * @throws SandboxError `disk_full`, `snapshot_unwritable`
   */
  snapshot(file: string): Promise<void>
  /**
   * Puts the store back to what it was when it was started, its ids too, without faults, with the quirks of then, and
   * with no other app that writes. API accounts and webhooks stay, so that programs stay connected.
   */
  reset(): void
  /**
   * Stops listening and delivering, saves what isn't saved yet, and gives the folder free.
   * @throws SandboxError where that can't be saved
   */
  close(): Promise<void>
}
