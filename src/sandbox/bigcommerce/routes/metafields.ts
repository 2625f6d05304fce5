import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { filled, given, text } from '../catalog/input/fields.ts'
import { data, noContent, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { Metafield, MetafieldResource } from '../metafields/metafields.ts'
import { v3Date } from '../query/date.ts'
import type { ScopeArea } from '../scopes.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'
import { productAt } from './products.ts'

const what = 'A metafield with this id'

/** Documented: how many metafields one client may have on one resource. */
const ofClientMost = 250

const newMetafield = z.object({
  key: filled(64),
  value: text().min(1),
  namespace: filled(64),
  permission_set: z.enum(['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access']),
  description: text(255).optional(),
})

const metafieldChange = newMetafield.partial()

/** What has metafields, and how its path leads to one. */
interface Owner {
  readonly path: string
  readonly scope: ScopeArea
  readonly type: MetafieldResource
  /** The id of the resource that the path names. @throws Refusal 404 where there is none */
  readonly idOf: (call: Call) => number
  /** Where in the path the id of the metafield stands, counted among its variable parts. */
  readonly position: number
}

const isOwn = (call: Call, row: Metafield) => row.owner_client_id === call.account.clientId

/** Documented: a metafield for its app only is seen by nobody else. */
function seen(owner: Owner, call: Call): readonly Metafield[] {
  const rows = call.store.metafields.of(owner.type, owner.idOf(call))
  return rows.filter(row => row.permission_set !== 'app_only' || isOwn(call, row))
}

function find(owner: Owner, call: Call): Metafield {
  const rows = seen(owner, call)
  const id = idAt(call, owner.position, what)
  const row = rows.find(one => one.id === id)
  if (row === undefined) throw notFound('v3', what)
  return row
}

/** Documented: the key is one of a kind within client, namespace and resource. */
function checkFree(
  owner: Owner,
  call: Call,
  wanted: Pick<Metafield, 'namespace' | 'key'>,
  own: Metafield | null,
): void {
  const clientId = own?.owner_client_id ?? call.account.clientId
  const rows = call.store.metafields.of(owner.type, owner.idOf(call)).filter(row => row.owner_client_id === clientId)
  if (rows.some(row => row.id !== own?.id && row.namespace === wanted.namespace && row.key === wanted.key)) {
    throw new Refusal(409, 'There is a metafield of this key already', { fields: { key: 'key must be unique' } })
  }
  // Guess: the status. The limit itself is documented.
  if (own === null && rows.length >= ofClientMost) {
    throw new Refusal(422, `A resource has at most ${ofClientMost} metafields of one client`)
  }
}

function create(owner: Owner, call: Call): Metafield {
  const resource_id = owner.idOf(call)
  const { description = '', ...fields } = bodyOf(call, newMetafield)
  checkFree(owner, call, fields, null)
  const now = v3Date(call.store.clock.now().getTime())
  return call.store.metafields.add({
    ...fields,
    description,
    resource_type: owner.type,
    resource_id,
    date_created: now,
    date_modified: now,
    owner_client_id: call.account.clientId,
  })
}

/**
 * Documented: others than the client that made it change neither key, namespace, permissions nor value: 403. Guess:
 * where the permissions are to write, they may change the value, and delete it; otherwise nothing at all.
 */
function checkMayWrite(call: Call, row: Metafield, fields: Partial<Metafield>): void {
  if (isOwn(call, row)) return
  const isOpen = row.permission_set === 'write' || row.permission_set === 'write_and_sf_access'
  const names = ['namespace', 'key', 'permission_set'] as const
  if (isOpen && names.every(name => fields[name] === undefined || fields[name] === row[name])) return
  throw new Refusal(403, 'The metafield belongs to another API account')
}

function update(owner: Owner, call: Call): Metafield {
  const row = find(owner, call)
  const fields = given(bodyOf(call, metafieldChange))
  checkMayWrite(call, row, fields)
  const changed = { ...row, ...fields, date_modified: v3Date(call.store.clock.now().getTime()) }
  checkFree(owner, call, changed, row)
  return call.store.metafields.replace(changed)
}

/** Reads and writes of the metafields of one kind of resource. */
function metafieldRoutes(owner: Owner): Route[] {
  const { path, scope } = owner
  const one = `${path}/{metafield_id}`
  return [
    v3ListRoute<Metafield>({
      path,
      scope,
      idName: 'id',
      rows: call => seen(owner, call),
      fields: {
        key: { kind: 'text', read: row => row.key },
        namespace: { kind: 'text', read: row => row.namespace },
      },
    }),
    { method: 'POST', path, scope, answer: call => data(create(owner, call)) },
    v3OneRoute({ path: one, scope, what, row: call => find(owner, call) }),
    { method: 'PUT', path: one, scope, answer: call => data(update(owner, call)) },
    {
      method: 'DELETE',
      path: one,
      scope,
      answer: call => {
        const row = find(owner, call)
        checkMayWrite(call, row, {})
        call.store.metafields.remove(row)
        return noContent
      },
    },
  ]
}

function variantIdAt(call: Call): number {
  const { variants } = productAt(call)
  const id = idAt(call, 1, 'A variant with this id')
  if (!variants.some(variant => variant.id === id)) throw notFound('v3', 'A variant with this id')
  return id
}

const products = '/v3/catalog/products/{id}'
const scope = 'store_v2_products'

export const metafieldRoutesOfProducts: readonly Route[] = [
  ...metafieldRoutes({
    path: `${products}/metafields`,
    scope,
    type: 'product',
    idOf: call => productAt(call).row.id,
    position: 1,
  }),
  ...metafieldRoutes({
    path: `${products}/variants/{part_id}/metafields`,
    scope,
    type: 'variant',
    idOf: variantIdAt,
    position: 2,
  }),
]
