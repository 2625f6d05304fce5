import { z } from 'zod'
import type { Call } from '../call.ts'
import { filled, given, text } from '../catalog/input/fields.ts'
import { Refusal } from '../http/answer.ts'
import type { Metafield, MetafieldResource } from '../metafields/metafields.ts'
import { v3Date } from '../query/date.ts'

/** Documented: how many metafields one client may have on one resource. */
const ofClientMost = 250

export const newMetafield = z.object({
  key: filled(64),
  value: text().min(1),
  namespace: filled(64),
  permission_set: z.enum(['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access']),
  description: text(255).optional(),
})

export const metafieldChange = newMetafield.partial()

const isOwn = (call: Call, row: Metafield) => row.owner_client_id === call.account.clientId

/** Documented: a metafield for its app only is seen by nobody else. */
export const isSeen = (call: Call, row: Metafield) => row.permission_set !== 'app_only' || isOwn(call, row)

/** Documented: the key is one of a kind within client, namespace and resource. */
function checkFree(call: Call, wanted: Omit<Metafield, 'id'>, own: Metafield | null): void {
  const rows = call.store.metafields
    .of(wanted.resource_type, wanted.resource_id)
    .filter(row => row.owner_client_id === wanted.owner_client_id)
  if (rows.some(row => row.id !== own?.id && row.namespace === wanted.namespace && row.key === wanted.key)) {
    throw new Refusal(409, 'There is a metafield of this key already', { fields: { key: 'key must be unique' } })
  }
  // Guess: the status. The limit itself is documented.
  if (own === null && rows.length >= ofClientMost) {
    throw new Refusal(422, `A resource has at most ${ofClientMost} metafields of one client`)
  }
}

/** Gives a resource, which is there, a metafield. @throws Refusal 409 or 422 */
export function addMetafield(
  call: Call,
  resource: { readonly type: MetafieldResource; readonly id: number },
  { description = '', ...fields }: z.output<typeof newMetafield>,
): Metafield {
  const now = v3Date(call.store.clock.now().getTime())
  const wanted = {
    ...fields,
    description,
    resource_type: resource.type,
    resource_id: resource.id,
    date_created: now,
    date_modified: now,
    owner_client_id: call.account.clientId,
  }
  checkFree(call, wanted, null)
  return call.store.metafields.add(wanted)
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

/** @throws Refusal 403 or 409 */
export function changeMetafield(call: Call, row: Metafield, body: z.output<typeof metafieldChange>): Metafield {
  const fields = given(body)
  checkMayWrite(call, row, fields)
  const changed = { ...row, ...fields, date_modified: v3Date(call.store.clock.now().getTime()) }
  checkFree(call, changed, row)
  return call.store.metafields.replace(changed)
}

/** @throws Refusal 403 */
export function deleteMetafield(call: Call, row: Metafield): void {
  checkMayWrite(call, row, {})
  call.store.metafields.remove(row)
}
