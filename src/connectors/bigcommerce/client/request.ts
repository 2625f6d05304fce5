import type { ConcurrencyCap, ConnectorTools, StoreRequest } from '../../../connector/connector.ts'
import type { BigCommerceSettings } from '../settings.ts'
import { type Answer, readAnswer } from './answer.ts'
import { type SessionSecrets, secretsHider } from './hide-secrets.ts'

/** The door to one store. Paths begin with the version: `/v2/store`. */
export interface StoreApi {
  get(path: string, needs?: ReadNeeds): Promise<Answer>
}

interface ReadNeeds {
  readonly cap?: ConcurrencyCap
  /** Milliseconds until the engine gives up on an answer. */
  readonly timeoutMs?: number
  /** Ends this read alone. */
  readonly signal?: AbortSignal
}

/** Long enough for a slow store, short enough for a person who looks at the screen. */
const readTimeoutMs = 10_000

/** A page of 250 products with all their parts is a few MB; nothing that we read is larger. */
const mostBytes = 16 * 1024 * 1024

/**
 * Asks with the headers of "docs/start/about": `X-Auth-Token` is the credential, and `Accept` must name
 * JSON, as V2 still has an XML face. `X-Auth-Client` is needed nowhere and not sent.
 */
export function openStoreApi(settings: BigCommerceSettings, secrets: SessionSecrets, tools: ConnectorTools): StoreApi {
  const base = `${settings.apiAddress}/stores/${settings.storeHash}`
  const headers = {
    accept: 'application/json',
    'user-agent': tools.userAgent ?? 'Cartwright',
    'x-auth-token': secrets.accessToken,
  }
  const hide = secretsHider(secrets)
  return {
    async get(path, { cap, timeoutMs = readTimeoutMs, signal } = {}) {
      const request: StoreRequest = {
        method: 'GET',
        url: base + path,
        headers,
        timeoutMs,
        maxBytes: mostBytes,
        signal: signal === undefined ? tools.signal : AbortSignal.any([tools.signal, signal]),
        ...(cap === undefined ? {} : { concurrency: cap }),
      }
      const reply = await tools.fetch(request)
      return readAnswer(reply, tools.clock.now(), hide)
    },
  }
}
