import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Hook } from '../durable.ts'
import { data, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { pagination } from '../query/paging.ts'
import { v3ListRoute } from './list.ts'

/** What a delivery sets itself, or what would break it. Guess: that it is refused. */
const ownHeaders = /^(?:host|connection|content-length|content-type|transfer-encoding|trailer|upgrade|webhook-.*)$/i

const header = z.string().regex(/^[\t -~]*$/, 'must be a text that a header can hold')
const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/)
  .refine(name => !ownHeaders.test(name))

const hookFields = {
  scope: z.string().regex(/^store(\/[\w*]+)+$/, 'must be the name of an event, such as store/order/created'),
  // Documented: https, and no port but 443.
  destination: z.string().refine(isDestination, 'must be an https address on port 443'),
  is_active: z.boolean(),
  headers: z.record(headerName, header).nullable(),
}

const newHook = z.object({
  ...hookFields,
  // Guess: active unless said otherwise.
  is_active: hookFields.is_active.default(true),
  headers: hookFields.headers.default(null),
})

const changedHook = z.object(hookFields).partial()

const emails = z.object({ emails: z.array(z.email()) })

function isDestination(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.port === ''
}

/** Documented: a client sees only the webhooks that it made itself. */
const ownHooks = ({ store, account }: Call) => store.hooks.of(account.clientId)

function ownHook(call: Call): Hook {
  const id = idAt(call, 0, 'The webhook')
  const hook = ownHooks(call).find(one => one.id === id)
  if (hook === undefined) throw notFound('v3', 'The webhook')
  return hook
}

const shown = ({ deactivated: _, ...row }: Hook) => row

function changeHook(call: Call): Hook {
  const old = ownHook(call)
  const fields = bodyOf(call, changedHook)
  if (Object.keys(fields).length === 0) {
    throw new Refusal(422, 'At least one field is required', { fields: { body: 'body: names no field of a webhook' } })
  }
  // What the schema leaves undefined wasn't sent.
  return call.store.hooks.change(old, fields as Partial<Hook>)
}

function removeHook(call: Call): Hook {
  const old = ownHook(call)
  call.store.hooks.remove(old)
  return old
}

const statusOf = ({ is_active, deactivated }: Hook) => (is_active ? 'active' : deactivated ? 'deactivated' : 'inactive')

/** Guess: the whole list, as a single page; the official file declares pages of it, but no way to ask for another. */
function adminInfo(call: Call) {
  const { store, account, query } = call
  const active = query.boolean('is_active')
  const hooks = ownHooks(call).filter(hook => active === undefined || hook.is_active === active)
  const info = {
    emails: store.hooks.emailsOf(account.clientId),
    hooks_list: hooks.map(hook => ({ ...shown(hook), status: statusOf(hook) })),
    blocked_domains: store.hooks.domains.blocksOf(account.clientId, store.clock.now().getTime()),
  }
  const page = { page: 1, limit: Math.max(1, hooks.length) }
  return data(info, { pagination: pagination(query, page, hooks.length, hooks.length) })
}

export const hookRoutes: readonly Route[] = [
  v3ListRoute<Hook>({
    path: '/v3/hooks',
    scope: null,
    rows: ownHooks,
    show: shown,
    fields: {
      is_active: { kind: 'boolean', read: hook => hook.is_active },
      scope: { kind: 'text', read: hook => hook.scope },
      destination: { kind: 'text', read: hook => hook.destination },
    },
  }),
  {
    method: 'POST',
    path: '/v3/hooks',
    scope: null,
    answer: call => data(call.store.hooks.add(call.account.clientId, bodyOf(call, newHook))),
  },
  { method: 'GET', path: '/v3/hooks/admin', scope: null, answer: adminInfo },
  {
    method: 'PUT',
    path: '/v3/hooks/admin',
    scope: null,
    answer: call => {
      call.store.hooks.setEmails(call.account.clientId, bodyOf(call, emails).emails)
      return { status: 204, body: null }
    },
  },
  { method: 'GET', path: '/v3/hooks/{id}', scope: null, answer: call => data(shown(ownHook(call))) },
  { method: 'PUT', path: '/v3/hooks/{id}', scope: null, answer: call => data(shown(changeHook(call))) },
  { method: 'DELETE', path: '/v3/hooks/{id}', scope: null, answer: call => data(shown(removeHook(call))) },
]
