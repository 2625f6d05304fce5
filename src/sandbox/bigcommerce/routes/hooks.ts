import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Hook } from '../durable.ts'
import { data, Refusal } from '../http/answer.ts'
import { v3ListRoute } from './list.ts'

/** Documented since 2025-04: at most ten hooks of one scope for a client, and one for a scope and destination. */
const hooksOfScopeMax = 10

/** Documented: the list shows only the hooks of the client that asks. */
const ownHooks = ({ store, account }: Call) =>
  store.keeper.state.hooks.filter(hook => hook.client_id === account.clientId)

function ownHook(call: Call): Hook {
  const id = idAt(call, 0, 'The webhook')
  const hook = ownHooks(call).find(one => one.id === id)
  if (hook === undefined) throw notFound('v3', 'The webhook')
  return hook
}

interface HookInput {
  readonly scope?: string
  readonly destination?: string
  readonly is_active?: boolean
  readonly headers?: Readonly<Record<string, string>> | null
}

function isHeaders(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every(header => typeof header === 'string')
}

/** Reads what the caller sent, field by field, and refuses with 422 and the names of the fields that can't be used. */
function parseHook(body: unknown): HookInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(422, 'The request body must be a JSON object', { fields: { body: 'must be an object' } })
  }
  const fields: Record<string, string> = {}
  const input: { -readonly [Key in keyof HookInput]: HookInput[Key] } = {}
  const given = new Map<string, unknown>(Object.entries(body))
  const scope = given.get('scope')
  if (scope !== undefined) {
    if (typeof scope === 'string' && /^store(\/[\w*]+)+$/.test(scope)) input.scope = scope
    else fields.scope = 'scope must be the name of an event, such as store/order/created'
  }
  const destination = given.get('destination')
  if (destination !== undefined) {
    const url = typeof destination === 'string' ? URL.parse(destination) : null
    // Documented: https, and no port but 443.
    if (typeof destination === 'string' && url?.protocol === 'https:' && url.port === '')
      input.destination = destination
    else fields.destination = 'destination must be an https address on port 443'
  }
  const active = given.get('is_active')
  if (typeof active === 'boolean') input.is_active = active
  else if (active !== undefined) fields.is_active = 'is_active must be true or false'
  const headers = given.get('headers')
  if (headers === null || isHeaders(headers)) input.headers = headers
  else if (headers !== undefined) fields.headers = 'headers must be an object of texts'
  if (Object.keys(fields).length > 0) throw new Refusal(422, 'The webhook is not valid', { fields })
  return input
}

function createHook(call: Call): Hook {
  const input = parseHook(call.body)
  const { scope, destination } = input
  if (scope === undefined || destination === undefined) {
    const fields = {
      ...(scope === undefined ? { scope: 'scope is required' } : {}),
      ...(destination === undefined ? { destination: 'destination is required' } : {}),
    }
    throw new Refusal(422, 'The webhook is not valid', { fields })
  }
  const others = ownHooks(call).filter(hook => hook.scope === scope)
  // Guess: the status of both refusals; only the limits themselves are documented.
  if (others.some(hook => hook.destination === destination)) {
    throw new Refusal(409, 'There is a webhook of this scope for this destination already')
  }
  if (others.length >= hooksOfScopeMax) throw new Refusal(422, `At most ${hooksOfScopeMax} webhooks of one scope`)
  const { keeper, clock, hash } = call.store
  const seconds = Math.floor(clock.now().getTime() / 1_000)
  const hook: Hook = {
    id: keeper.state.hooksMade + 1,
    client_id: call.account.clientId,
    store_hash: hash,
    scope,
    destination,
    headers: input.headers ?? null,
    // Guess: active unless said otherwise.
    is_active: input.is_active ?? true,
    created_at: seconds,
    updated_at: seconds,
  }
  keeper.change(old => ({ ...old, hooks: [...old.hooks, hook], hooksMade: old.hooksMade + 1 }))
  return hook
}

function updateHook(call: Call): Hook {
  const old = ownHook(call)
  const changed: Hook = {
    ...old,
    ...parseHook(call.body),
    updated_at: Math.floor(call.store.clock.now().getTime() / 1_000),
  }
  call.store.keeper.change(state => ({
    ...state,
    hooks: state.hooks.map(hook => (hook.id === old.id ? changed : hook)),
  }))
  return changed
}

function deleteHook(call: Call): Hook {
  const old = ownHook(call)
  call.store.keeper.change(state => ({ ...state, hooks: state.hooks.filter(hook => hook.id !== old.id) }))
  return old
}

export const hookRoutes: readonly Route[] = [
  v3ListRoute<Hook>({
    path: '/v3/hooks',
    scope: null,
    rows: ownHooks,
    fields: {
      is_active: { kind: 'boolean', read: hook => hook.is_active },
      scope: { kind: 'text', read: hook => hook.scope },
      destination: { kind: 'text', read: hook => hook.destination },
    },
  }),
  { method: 'POST', path: '/v3/hooks', scope: null, answer: call => data(createHook(call)) },
  { method: 'GET', path: '/v3/hooks/{id}', scope: null, answer: call => data(ownHook(call)) },
  { method: 'PUT', path: '/v3/hooks/{id}', scope: null, answer: call => data(updateHook(call)) },
  { method: 'DELETE', path: '/v3/hooks/{id}', scope: null, answer: call => data(deleteHook(call)) },
]
