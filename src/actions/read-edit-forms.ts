import type { WorkspaceDb } from '../database/connect.ts'
import { ownersOf } from '../database/ownership.ts'
import type { Actor } from '../domain/actor.ts'
import { type EditForm, editForms } from '../domain/edit-form.ts'
import { ownerOf } from '../domain/ownership.ts'
import type { FieldOwner } from '../domain/plan.ts'
import type { StoreFacts } from '../domain/store-profile.ts'
import { listChannels, profileOf, readChannel } from './read-channels.ts'

/** How a field can be edited: see `EditForm`. */
export interface EditableField extends EditForm {
  /** Who says what it shows on the channel; null for the master. */
  readonly owner: FieldOwner | null
  /** Of money and sizes, where all stores that it is for have the same one. */
  readonly unit: string | null
}

const sizes: ReadonlySet<string> = new Set(['width', 'height', 'depth'])

/** How the fields of products and variants can be edited, for all channels or as a channel's own. Throws `not_found`. */
export async function readEditForms(actor: Actor, db: WorkspaceDb, channelId?: string): Promise<EditableField[]> {
  const place = channelId === undefined ? 'master' : 'channel'
  const forms = [...editForms('product', place), ...editForms('variant', place)]
  const channel = channelId === undefined ? null : await readChannel(actor, db, channelId)
  const stores = (channel === null ? await listChannels(actor, db) : [channel]).flatMap(
    one => profileOf(one)?.store ?? [],
  )
  const owners = channel === null ? [] : await ownersOf(db, channel.id)
  return forms.map(form => {
    const owner = channel === null ? null : ownerOf(owners, form.level, form.field)
    const unit = unitOf(form, stores)
    if (channel === null || owner === 'hub' || form.closed !== null) return { ...form, owner, unit }
    const closed = `The hub does not own “${form.definition.label}” on ${channel.name}: it shows what ${owner === 'store' ? 'the store says' : 'anybody sets there'}.`
    return { ...form, owner, unit, closed, ways: [] }
  })
}

function unitOf({ field, definition: { kind } }: EditForm, stores: readonly StoreFacts[]): string | null {
  if (kind === 'money') return common(stores.map(({ currency }) => currency))
  if (field === 'weight') return common(stores.map(({ weightUnit }) => weightUnit))
  return sizes.has(field) ? common(stores.map(({ lengthUnit }) => lengthUnit)) : null
}

function common(units: readonly string[]): string | null {
  const [first = null, ...others] = new Set(units)
  return others.length === 0 ? first : null
}
