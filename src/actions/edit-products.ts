import { filesAtUrls, urlsOfFiles } from '../database/channel-images.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { holdPart } from '../database/edit-parts.ts'
import { recordEvent } from '../database/events.ts'
import { findFiles } from '../database/files.ts'
import { filteredListings, type ListingFilter } from '../database/listing-lists.ts'
import { ownersOf } from '../database/ownership.ts'
import { filteredProducts, type ProductFilter } from '../database/product-lists.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type Edit, type FieldFault, faultsOf } from '../domain/edit.ts'
import { addressesIn, filesIn } from '../domain/edit-images.ts'
import { definitionOf } from '../domain/edit-values.ts'
import { ownerOf } from '../domain/ownership.ts'
import type { Level } from '../domain/plan.ts'
import type { ChannelEffect } from '../engine/edit/desire-fields.ts'
import { editInChannel } from '../engine/edit/edit-in-channel.ts'
import { editMasters } from '../engine/edit/edit-masters.ts'
import type { EditedRow, PartOfEdit } from '../engine/edit/edited-row.ts'
import { contentId } from '../runtime/content-id.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

export type { ChannelEffect, Edit, EditedRow, Level }

/** Where an edit of many goes on: after this product, and this variant of it. */
export type EditPlace = readonly [string, string]

export interface EditInput {
  readonly level: Level
  /** The channel whose own values are edited; without it the master catalog is. */
  readonly channelId?: string
  /** Ids of the master catalog, or of the channel's store. */
  readonly which:
    | { readonly ids: readonly string[] }
    | { readonly products: ProductFilter }
    | { readonly listings: ListingFilter }
  readonly edits: readonly Edit[]
  /** Writes nothing, and says what would be. */
  readonly preview: boolean
  /** The caller's own id of a new edit: a part that was done is not done again for who did not get the answer. */
  readonly editId?: string
  readonly goOn?: { readonly editId: string; readonly after: EditPlace }
}

/** What an edit did, as it is kept with what was done. */
interface EditAnswer {
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** The first of those with a fault. */
  readonly faulty: readonly EditedRow[]
  readonly effects: readonly ChannelEffect[]
  /** Null where all were looked at. */
  readonly next: EditPlace | null
}

export interface EditResult extends EditAnswer {
  readonly editId: string
  /** Those that change, by their names; none where this part had been done before. */
  readonly rows: readonly EditedRow[]
}

const faultyMost = 100

const atOnceMost = 1_000
/** So much of what is set may be written in one transaction, and once more in its event. */
const charactersMost = 20_000_000

/**
 * Edits products or variants, of the master catalog or as one channel shows them: a part of at most 1,000, in one
 * transaction. A row with a fault is left as it is. Nothing is sent to a store: what a channel is meant to show is
 * changed, and its next plan finds that. Throws `input_invalid` where an edit can't be done to anything, and `not_found`.
 */
export async function editProducts(actor: Actor, db: WorkspaceDb, tools: Tools, given: EditInput): Promise<EditResult> {
  mustBeAllowed(actor, given.preview ? 'catalog.read' : 'catalog.manage')
  await refuseFaults(actor, db, given)
  const input = { ...given, edits: await withBothNames(db, given.edits) }
  const limit = Math.max(1, Math.min(atOnceMost, Math.floor(charactersMost / JSON.stringify(input.edits).length)))
  const found = await findPart(db, input, limit)
  const editId = input.goOn?.editId ?? input.editId ?? newId('edt', tools.randomBytes)
  const at = tools.clock.now()
  const last = found.at(-1)
  const next: EditPlace | null = last === undefined || found.length < limit ? null : [last.parentId, last.id]
  const asked = { editId, after: input.goOn?.after ?? null, asked: hashOf(given) }
  const result = await despiteCollisions(() =>
    db.transaction(async tx => {
      const kept = input.preview ? null : await holdPart(tx, asked)
      if (kept !== null && !kept.isSame) throw otherEdit(input)
      // Kept by the very lines below.
      if (kept?.answer != null) return { rows: [], ...(kept.answer as EditAnswer) }
      const done = await doPart(tx, input, { ids: found.map(({ id }) => id), at })
      const rows = done.rows.filter(({ fields }) => fields.length > 0).toSorted(byName)
      const answer = { ...answerOf(done, rows.length), next }
      if (input.preview || done.undo.length === 0) return { rows, ...answer }
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at,
        actor,
        verb: 'products.edited',
        ...(input.channelId !== undefined && { channelId: input.channelId }),
        about: {
          ...{ editId, level: input.level, edits: input.edits, changes: done.undo },
          part: { after: asked.after, asked: asked.asked, answer },
        },
      })
      return { rows, ...answer }
    }),
  )
  if (!input.preview && result.rows.length > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { editId, ...result }
}

/** As lists are read: the ids say nothing to anybody. */
function byName(a: EditedRow, b: EditedRow): number {
  return a.name.localeCompare(b.name, 'en') || a.sku.localeCompare(b.sku, 'en', { numeric: true })
}

function answerOf({ rows, effects }: PartOfEdit, changed: number) {
  const faulty = rows.filter(({ faults }) => faults.length > 0)
  const refused = faulty.length
  return { changed, unchanged: rows.length - changed - refused, refused, faulty: faulty.slice(0, faultyMost), effects }
}

/** Tells whether somebody asks for the same once more. */
function hashOf({ level, channelId, which, edits }: EditInput): string {
  return contentId(new TextEncoder().encode(JSON.stringify([level, channelId ?? null, which, edits])))
}

function otherEdit({ goOn }: EditInput): HubError {
  const field = goOn === undefined ? 'editId' : 'goOn'
  return new HubError('input_invalid', 'Another edit has this id. Nothing was changed.', {
    fields: { [field]: 'It is the id of an edit that asked for something else: each edit needs one of its own.' },
  })
}

function doPart(tx: WorkspaceTx, input: EditInput, part: { ids: readonly string[]; at: Date }): Promise<PartOfEdit> {
  const { level, edits, channelId } = input
  const write = !input.preview
  if (channelId === undefined) return editMasters(tx, { level, edits, write, ...part })
  return editInChannel(tx, { channelId, level, edits, write, ids: part.ids })
}

/** The next ones, in an order that no edit changes. */
async function findPart(db: WorkspaceDb, { which, level, channelId, goOn }: EditInput, limit: number) {
  const ask = { level, limit, ...(goOn !== undefined && { after: goOn.after }) }
  if ('products' in which) return filteredProducts(db, { ...ask, filter: which.products })
  if ('listings' in which) return filteredListings(db, channelId ?? '', { ...ask, filter: which.listings })
  const after = goOn?.after[1] ?? ''
  const ids = [...new Set(which.ids)].filter(id => id > after).sort(byUnits)
  return ids.slice(0, limit).map(id => ({ id, parentId: id }))
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** What can't be done to any product is refused as a whole, field by field. */
async function refuseFaults(actor: Actor, db: WorkspaceDb, input: EditInput): Promise<void> {
  const { level, edits, channelId, which } = input
  const faults = faultsOf(level, edits, channelId === undefined ? 'master' : 'channel')
  const isOne = 'ids' in which && new Set(which.ids).size === 1
  if (!isOne && edits.some(edit => edit.field === 'sku' && edit.do === 'set')) {
    faults.push({ field: 'sku', sentence: 'A SKU belongs to one variant: give it to one alone.' })
  }
  if (channelId !== undefined) faults.push(...(await faultsOfOwners(actor, db, { channelId, level, edits })))
  faults.push(...(await faultsOfFiles(db, edits)))
  if (faults.length === 0) return
  const first = new Map(faults.toReversed().map(({ field, sentence }) => [field, sentence]))
  const fields = Object.fromEntries(first)
  throw new HubError('input_invalid', 'This cannot be edited so. Nothing was changed.', { fields })
}

/**
 * An image stands in a list as the file that was uploaded, or by its address in a store: who takes it away by the one means
 * it by the other, too.
 */
async function withBothNames(db: WorkspaceDb, edits: readonly Edit[]): Promise<Edit[]> {
  const isMeant = (edit: Edit): edit is Edit & { do: 'exclude'; value: unknown[] } =>
    edit.do === 'exclude' && edit.field === 'images' && Array.isArray(edit.value)
  const values = edits.filter(isMeant).flatMap(({ value }) => value)
  const [files, urls] = [await filesAtUrls(db, addressesIn(values)), await urlsOfFiles(db, filesIn(values))]
  if (files.size + urls.size === 0) return [...edits]
  return edits.map(edit => {
    if (!isMeant(edit)) return edit
    const [ownFiles, ownUrls] = [filesIn(edit.value), addressesIn(edit.value)]
    const also = {
      files: new Set(ownUrls.flatMap(url => files.get(url) ?? [])).difference(new Set(ownFiles)),
      urls: new Set(ownFiles.flatMap(file => urls.get(file) ?? [])).difference(new Set(ownUrls)),
    }
    return {
      ...edit,
      value: [...edit.value, ...[...also.files].map(file => ({ file })), ...[...also.urls].map(url => ({ url }))],
    }
  })
}

/** A picture has to be uploaded before a product can have it. */
async function faultsOfFiles(db: WorkspaceDb, edits: readonly Edit[]): Promise<FieldFault[]> {
  const named = edits.flatMap(edit =>
    edit.field === 'images' && 'value' in edit && edit.do !== 'exclude' ? filesIn(edit.value) : [],
  )
  const there = new Set((await findFiles(db, named)).map(({ id }) => id))
  if (named.every(id => there.has(id))) return []
  return [{ field: 'images', sentence: 'The hub does not have one of these pictures: upload it first.' }]
}

async function faultsOfOwners(
  actor: Actor,
  db: WorkspaceDb,
  { channelId, level, edits }: { channelId: string; level: Level; edits: readonly Edit[] },
): Promise<FieldFault[]> {
  const { name } = await readChannel(actor, db, channelId)
  const owners = await ownersOf(db, channelId)
  return edits.flatMap(({ field }) => {
    const definition = definitionOf(level, field)
    if (definition === undefined || ownerOf(owners, level, field) === 'hub') return []
    const sentence = `The hub does not own “${definition.label}” on ${name}, so an edit would go nowhere: give it to the hub first.`
    return [{ field, sentence }]
  })
}
