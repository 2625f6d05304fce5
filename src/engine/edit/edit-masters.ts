import type { WorkspaceTx } from '../../database/connect.ts'
import {
  followersOf,
  holdMasters,
  type MasterItem,
  masterItems,
  renewPrices,
  saveProducts,
  saveVariants,
  skuHolders,
} from '../../database/editing.ts'
import type { StoredFields } from '../../database/listings.ts'
import { rebuildSearch, recountProducts } from '../../database/products.ts'
import { type Edit, type FieldFault, workOut } from '../../domain/edit.ts'
import { masterLists } from '../../domain/fields.ts'
import { applied, type Delta } from '../../domain/layers.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import { skuKey } from '../../domain/sku.ts'
import { renewOverrides } from '../pull/overrides.ts'
import { skuFrom, titlesOf } from '../pull/shape-product.ts'
import { type ChannelEffect, desireFields } from './desire-fields.ts'
import {
  changesOfEach,
  decimalPlaces,
  type EditedRow,
  type EditsOf,
  isSame,
  type PartOfEdit,
  rowsNotThere,
  sharesEdits,
} from './edited-row.ts'

interface MasterEdit {
  readonly level: Level
  readonly ids: readonly string[]
  readonly edits: EditsOf<MasterItem>
  readonly at: Date
  /** False: only what would be. */
  readonly write: boolean
}

interface Change {
  readonly level: Level
  readonly item: MasterItem
  readonly changed: Delta
  readonly faults: readonly FieldFault[]
}

const searched: readonly string[] = ['name', 'sku', 'upc', 'gtin', 'mpn']
const priced: readonly string[] = ['price', 'salePrice']

/**
 * Edits products or variants of the master catalog, with all that follows from it: what lists show, and what every
 * channel is meant to show that has no value of its own. A product and its only variant share their SKU.
 */
export async function editMasters(tx: WorkspaceTx, edit: MasterEdit): Promise<PartOfEdit> {
  const { level, ids, edits, write } = edit
  const held = await holdItems(tx, level, ids, sharesEdits(edits))
  const { items } = held
  const planned = changesOfEach(edit, held, changeOf)
  const taken = await takenSkus(tx, planned.flat())
  const rows = planned.map((changes, at): EditedRow => {
    const item = items[at] as MasterItem
    const faults = changes.flatMap(change => [...change.faults, ...(taken.get(change) ?? [])])
    const { id, name, sku } = item
    return { id, name, sku, faults, fields: faults.length > 0 ? [] : changes.flatMap(fieldsOf) }
  })
  const whole = planned
    .filter((_, at) => rows[at]?.faults.length === 0)
    .flat()
    .filter(({ changed }) => Object.keys(changed).length > 0)
  if (write) await save(tx, whole, edit.at)
  const notThere = level === 'product' ? 'There is no such product.' : 'There is no such variant.'
  const effects = await desireInChannels(tx, whole, write)
  if (write) {
    // A channel where the hub doesn't own the field goes on showing what it shows, and so does one that was removed.
    const productIds = [...new Set(whole.map(({ item }) => item.productId))]
    await renewOverrides(tx, productIds, { surely: productIds })
  }
  return {
    rows: [...rows, ...rowsNotThere(ids, items, notThere)],
    effects,
    undo: whole.map(({ level: of, item, changed }) => ({
      level: of,
      id: item.id,
      before: Object.fromEntries(Object.keys(changed).map(field => [field, item.fields[field] ?? null])),
      after: changed,
    })),
  }
}

/** The items as they are once nobody else changes them. */
async function holdItems(tx: WorkspaceTx, level: Level, ids: readonly string[], withMirrors: boolean) {
  const before = await masterItems(tx, level, ids)
  const mirrorIds = withMirrors ? before.map(({ oneWithId }) => oneWithId).filter(id => id !== null) : []
  await holdMasters(tx, {
    productIds: before.map(({ productId }) => productId),
    variantIds: level === 'variant' ? ids : mirrorIds,
  })
  const items = await masterItems(tx, level, ids)
  const mirrors = await masterItems(tx, otherLevel[level], mirrorIds)
  return { items, mirrors: new Map(mirrors.map(item => [item.id, item])) }
}

function changeOf(level: Level, item: MasterItem, edits: readonly Edit[]): Change {
  // A SKU that the hub gave from a pattern is not among the fields until a store shows it.
  const given = level === 'variant' && item.sku !== '' ? { sku: item.sku } : {}
  const { values, faults } = workOut(level, edits, { ...given, ...item.fields }, decimalPlaces(item.currency))
  const changed: Record<string, Delta[string]> = {}
  for (const [field, read] of values) {
    if (read === 'reset' || isSame(read.value, item.fields[field])) continue
    // Ids of one store mean nothing to the master.
    changed[field] = read.value === null ? null : (masterLists({ [field]: read.value })[field] ?? read.value)
  }
  return { level, item, changed, faults }
}

function fieldsOf({ level, item, changed }: Change) {
  return Object.entries(changed).map(([field, after]) => ({ level, field, before: item.fields[field] ?? null, after }))
}

/** Of changes that would give a variant a SKU which another one has, or gets before it, what to say. */
async function takenSkus(tx: WorkspaceTx, changes: readonly Change[]): Promise<Map<Change, FieldFault[]>> {
  const wanted = changes.flatMap(change => {
    const { sku } = change.changed
    const key = change.level === 'variant' && typeof sku === 'string' ? skuKey(sku) : null
    return key === null ? [] : [{ change, key, sku }]
  })
  const holders = await skuHolders(
    tx,
    wanted.map(({ key }) => key),
  )
  const taken = new Map<Change, FieldFault[]>()
  for (const { change, key, sku } of wanted) {
    const holder = holders.get(key)
    if (holder === undefined) holders.set(key, { variantId: change.item.id, productName: change.item.name })
    if (holder === undefined || holder.variantId === change.item.id) continue
    const sentence = `The SKU “${sku}” belongs to “${holder.productName}” already: give another one.`
    taken.set(change, [{ field: 'sku', sentence }])
  }
  return taken
}

async function save(tx: WorkspaceTx, changes: readonly Change[], at: Date): Promise<void> {
  const products = changes.filter(({ level }) => level === 'product')
  const variants = changes.filter(({ level }) => level === 'variant')
  await saveProducts(
    tx,
    products.map(({ item, changed }) => {
      const fields = applied(item.fields, changed) as StoredFields
      return { id: item.id, fields, ...titlesOf(fields, item.name) }
    }),
    at,
  )
  await saveVariants(
    tx,
    variants.map(({ item, changed }) => {
      const fields = applied(item.fields, changed) as StoredFields
      const { sku, skuKey: key, skuFault: fault } = skuFrom(fields)
      return { id: item.id, productId: item.productId, fields, given: 'sku' in changed ? { sku, key, fault } : null }
    }),
    at,
  )
  const touching = (fields: readonly string[], of: readonly Change[] = changes) => [
    ...new Set(of.filter(({ changed }) => fields.some(field => field in changed)).map(({ item }) => item.productId)),
  ]
  await renewPrices(tx, touching(priced))
  await recountProducts(tx, touching(['sku'], variants))
  await rebuildSearch(tx, touching(searched))
}

/** A channel with a value of its own keeps it. */
async function desireInChannels(tx: WorkspaceTx, changes: readonly Change[], write: boolean): Promise<ChannelEffect[]> {
  const effects: ChannelEffect[] = []
  for (const level of ['product', 'variant'] as const) {
    const changedOf = new Map(changes.filter(one => one.level === level).map(({ item, changed }) => [item.id, changed]))
    const followers = await followersOf(tx, level, [...changedOf.keys()])
    const wanted = followers.map(({ channelId, remoteId, masterId, overrides }) => {
      const entries = Object.entries(changedOf.get(masterId) ?? {})
      return {
        channelId,
        remoteId,
        wanted: Object.fromEntries(entries.filter(([field]) => !Object.hasOwn(overrides, field))),
      }
    })
    const moved = wanted.filter(row => Object.keys(row.wanted).length > 0)
    effects.push(...(await desireFields(tx, level, moved, { write })))
  }
  return effects
}
