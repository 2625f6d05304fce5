import type { CheckRow } from '../domain/check.ts'
import type { LivePart } from '../domain/plan.ts'
import type { StoreProfile } from '../domain/store-profile.ts'
import type { Clock } from '../runtime/clock.ts'
import type { CatalogReader } from './catalog.ts'
import type { ImageShelf } from './image-shelf.ts'
import type { CatalogWriter } from './writer.ts'

/**
 * One platform, spoken by one folder in `src/connectors/`. Everything outside that folder
 * knows a platform only through this object.
 */
export interface Connector<Settings = unknown> {
  /** Stored with every channel; never renamed. */
  readonly kind: string
  /** The platform's name as people write it. */
  readonly title: string
  /**
   * Turns what a person typed into settings, or throws `input_invalid` with one message per field.
   * Takes no secret for granted: settings are what may be stored and shown, secrets are sealed.
   */
  parseConnection(input: ConnectionInput): ParsedConnection<Settings>
  /** What the form takes out of a pasted address, shown while it is typed. Throws `input_invalid` at `storeHash`. */
  readStoreAddress(text: string): { storeHash: string; note: string | null }
  /** The secret without which nothing opens, by its field: its last characters are shown, to tell one from another. */
  readonly tokenField: string
  /** Whether both belong to the same account of the store, so that a secret of the one may be kept for the other. */
  isSameAccount(a: Settings, b: Settings): boolean
  /** Names the store these settings lead to: the same key means the same store and one shared quota. */
  storeKey(settings: Settings): string
  /** A product's page in the store's own control panel; null where it has none. */
  productAdminUrl?(controlPanelUrl: string, remoteId: string): string | null
  /** What the store says of its request quota in this answer, or null where it says nothing. */
  readQuota(response: ResponseHead, receivedAt: Date): Quota | null
  /** Opens no connection: the first request is made when the session is asked for something. */
  open(settings: Settings, secrets: Secrets, tools: ConnectorTools): ChannelSession
}

/** The fields of the API connection form, by name, as typed. Absent: left empty. */
export type ConnectionInput = Readonly<Record<string, string>>

/** Values that open a store, by field name. Sealed at rest, never sent to a browser. */
export type Secrets = Readonly<Record<string, string>>

export interface ParsedConnection<Settings> {
  readonly settings: Settings
  readonly secrets: Secrets
  /** What was taken out of a longer text, by field, as a sentence for the form. */
  readonly notes: Readonly<Record<string, string>>
}

export interface ConnectorTools {
  readonly fetch: PacedFetch
  readonly clock: Clock
  /** Aborted: the session's calls reject with its reason, and nothing more is asked of the store. */
  readonly signal: AbortSignal
  /** Who we are, as `Cartwright/0.1.0`; platforms ask integrators to say so. */
  readonly userAgent?: string
  /** What the hub remembers of images. Without it the session writes none. */
  readonly images?: ImageShelf
}

/** Who is waiting for an answer; the engine serves the first lanes first. */
export type Lane = 'person' | 'order' | 'stock' | 'price' | 'content' | 'sweep'

export interface StoreRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The answer is no text: it comes as `bytes`, and its `body` is empty. */
  readonly takesBytes?: true
  /** Milliseconds until the engine gives up on an answer. */
  readonly timeoutMs: number
  /** Most bytes of an answer that are read; more is a `failed` reply. */
  readonly maxBytes: number
  /** The endpoint's own cap of requests at a time, where the platform documents one. */
  readonly concurrency?: ConcurrencyCap
  /** The parts of the channel that this writes: refused unless all of them are live; a write without one is always refused. */
  readonly writes?: readonly LivePart[]
  /** Gives up on the request, also while it still waits for its turn; the call rejects with the reason. */
  readonly signal?: AbortSignal
}

/** At most `most` requests of `group` are under way at a time. */
export interface ConcurrencyCap {
  readonly group: string
  readonly most: number
}

export interface ResponseHead {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

/** What became of a request. A failure to get an answer is a value: it is part of what a store does. */
export type StoreReply =
  | (ResponseHead & {
      readonly kind: 'answer'
      readonly body: string
      readonly bytes?: Uint8Array
      readonly tookMs: number
    })
  | { readonly kind: 'failed'; readonly failure: TransportFailure; readonly detail: string; readonly tookMs: number }

export type TransportFailure =
  | 'dns' /** the host's name has no address */
  | 'refused' /** nothing listens there */
  | 'tls' /** the certificate or the encryption is not acceptable */
  | 'timeout' /** no answer in time */
  | 'reset' /** the connection broke before the answer was whole */
  | 'too_large' /** the answer is larger than asked for */
  | 'held_back' /** never sent: the quota is used up, or the store asked for a pause, for longer than its lane waits */

/** The only way to a store: paced by its quota, and closed to writes of whatever is not live, or was stopped. */
export type PacedFetch = (request: StoreRequest) => Promise<StoreReply>

/** What an answer said of the store's request quota. At least one of the two is there. */
export interface Quota {
  readonly window: QuotaWindow | null
  /** Wait at least until then before the next request, where the store asked for it. */
  readonly retryAt: Date | null
}

/** The state of a store's quota window, shared by every app that uses the store. */
export interface QuotaWindow {
  readonly windowMs: number
  /** Requests that the whole window allows. */
  readonly quota: number
  /** Requests that nobody had used when the store answered. */
  readonly left: number
  /** Not earlier than the store's own end of the window, as the answer took time to arrive. */
  readonly resetAt: Date
}

/** Whether a connection still works, from the smallest read there is. */
export type Pulse =
  | { readonly status: 'ok' }
  /** `sentence` is for the merchant: what happened and what to do. */
  | { readonly status: 'refused' | 'unreachable'; readonly sentence: string }

/** One opened channel. An absent property is a thing that this platform cannot do. */
export interface ChannelSession {
  /** The connection doctor, row by row, each from a harmless read. Always the same rows in the same order. */
  check(): AsyncIterable<CheckRow>
  /** What the store says of itself. Reads again only what `check` of this session has not read. */
  profile(): Promise<StoreProfile>
  /** For the regular look at a connection between two checks: one request, two where the first is refused. */
  ping?(): Promise<Pulse>
  readonly catalog?: CatalogReader
  readonly writer?: CatalogWriter
  /**
   * The bytes of a picture of this store, from the store's own addresses alone; null where they can't be had. A failure
   * to ask at all is null, too.
   */
  readonly picture?: (url: string, signal?: AbortSignal) => Promise<Uint8Array | null>
}
