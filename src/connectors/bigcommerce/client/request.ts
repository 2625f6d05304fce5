import type { ConcurrencyCap, ConnectorTools, StoreRequest } from '../../../connector/connector.ts'
import type { LivePart } from '../../../domain/plan.ts'
import type { BigCommerceSettings } from '../settings.ts'
import { type Answer, readAnswer } from './answer.ts'
import { type SessionSecrets, secretsHider } from './hide-secrets.ts'

/** The door to one store. Paths begin with the version: `/v2/store`. */
export interface StoreApi {
  get(path: string, needs?: RequestNeeds): Promise<Answer>
  /** Changes something: never repeated, whatever becomes of it. `body` is JSON. */
  put(path: string, body: string, needs: WriteNeeds): Promise<Answer>
  /** `type`: of a body that is no JSON. */
  post(path: string, body: string | Uint8Array, needs: WriteNeeds & { readonly type?: string }): Promise<Answer>
  delete(path: string, needs: WriteNeeds): Promise<Answer>
}

interface RequestNeeds {
  readonly cap?: ConcurrencyCap
  /** Milliseconds until the engine gives up on an answer. */
  readonly timeoutMs?: number
  /** Ends this request alone. */
  readonly signal?: AbortSignal
}

export interface WriteNeeds extends RequestNeeds {
  readonly writes: readonly LivePart[]
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
  const send = async (
    request: Pick<StoreRequest, 'method' | 'url' | 'headers' | 'body' | 'writes'>,
    { cap, timeoutMs = readTimeoutMs, signal }: RequestNeeds,
  ) => {
    const reply = await tools.fetch({
      ...request,
      timeoutMs,
      maxBytes: mostBytes,
      signal: signal === undefined ? tools.signal : AbortSignal.any([tools.signal, signal]),
      ...(cap === undefined ? {} : { concurrency: cap }),
    })
    return readAnswer(reply, tools.clock.now(), hide)
  }
  const json = 'application/json'
  return {
    get: (path, needs = {}) => send({ method: 'GET', url: base + path, headers }, needs),
    put: (path, body, { writes, ...needs }) =>
      send({ method: 'PUT', url: base + path, headers: { ...headers, 'content-type': json }, body, writes }, needs),
    post: (path, body, { writes, type = json, ...needs }) =>
      send({ method: 'POST', url: base + path, headers: { ...headers, 'content-type': type }, body, writes }, needs),
    delete: (path, { writes, ...needs }) => send({ method: 'DELETE', url: base + path, headers, writes }, needs),
  }
}
