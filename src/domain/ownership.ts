import { isEditable } from './edit-values.ts'
import { storeBoundFields } from './fields.ts'
import { type FieldOwner, type Level, type LivePart, partOf } from './plan.ts'

/** Who says what a field of a channel shows, where it is somebody else than by default. */
export interface OwnerOfField {
  readonly level: Level
  readonly field: string
  readonly owner: FieldOwner
}

export type Owners = readonly OwnerOfField[]

/** They depend on how a store is run, or name things of that store alone. */
const ofTheStore: readonly string[] = [...storeBoundFields, 'type', 'stockTracking', 'stockWarningLevel', 'shareType']
/** The hub cannot write them yet, and `urlCustomized` follows from the address: what the store shows of them is right. */
const notWritten: readonly string[] = [...['options', 'modifiers', 'urlCustomized'], ...['imageUrl', 'optionValues']]
const ownedByStore: ReadonlySet<string> = new Set([...ofTheStore, ...notWritten])

export function ownerOf(owners: Owners, level: Level, field: string): FieldOwner {
  const own = owners.find(one => one.level === level && one.field === field)
  return own?.owner ?? (ownedByStore.has(field) ? 'store' : 'hub')
}

/** Why the hub cannot own a field, as a sentence; null where it can. */
export function ownerObstacle(level: Level, field: string): string | null {
  // What it owns by default it can have back.
  if (isEditable(level, field) || ownerOf([], level, field) === 'hub') return null
  if (field === 'urlCustomized') return 'It follows from the web address, so the store tells it.'
  if (storeBoundFields.includes(field)) return 'It names things of this store alone, and the hub can’t edit it yet.'
  return 'It can’t be edited here yet, so the hub can’t own it.'
}

/** What becomes of an edit that somebody makes in a store. */
export interface Following {
  /** It stands beside what the hub wants, which writes this field. */
  isOurs(level: Level, field: string): boolean
  /** Where the channel follows it, so does the master that was made from it. */
  reachesMaster(level: Level, field: string): boolean
}

export function followingOf(owners: Owners, live: ReadonlySet<LivePart>): Following {
  return {
    isOurs: (level, field) => live.has(partOf(level, field)) && ownerOf(owners, level, field) === 'hub',
    reachesMaster: (level, field) => ownerOf(owners, level, field) !== 'nobody',
  }
}
