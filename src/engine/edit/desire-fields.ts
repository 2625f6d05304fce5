import type { WorkspaceTx } from '../../database/connect.ts'
import { readLayers, writeLayers } from '../../database/layers.ts'
import { ownersOf } from '../../database/ownership.ts'
import { markToSend } from '../../database/sending.ts'
import { type Delta, desire, type Layers } from '../../domain/layers.ts'
import { ownerOf } from '../../domain/ownership.ts'
import { type Level, type LivePart, partOf } from '../../domain/plan.ts'

/** What fields of a listing or offer are meant to show from now on. */
export interface Wanted {
  readonly channelId: string
  readonly remoteId: string
  readonly wanted: Delta
}

/** How many products or variants of a channel an edit leaves to be sent, and which fields it keeps to itself. */
export interface ChannelEffect {
  readonly channelId: string
  readonly level: Level
  readonly toSend: number
  /** Fields that the hub doesn't own there, so that the channel goes on showing what it shows. */
  readonly notSent: readonly string[]
}

/**
 * Brings what is wanted into the layers of each channel, as far as the hub owns the fields there, and says what that
 * leaves to be sent. With `write` false it says only what would be.
 */
export async function desireFields(
  tx: WorkspaceTx,
  level: Level,
  rows: readonly Wanted[],
  { write }: { write: boolean },
): Promise<ChannelEffect[]> {
  const effects: ChannelEffect[] = []
  for (const [channelId, own] of Map.groupBy(rows, row => row.channelId)) {
    const owners = await ownersOf(tx, channelId)
    const isOwned = (field: string) => ownerOf(owners, level, field) === 'hub'
    const wantedOf = new Map(own.map(({ remoteId, wanted }) => [remoteId, ownedOf(wanted, isOwned)]))
    const stored = await readLayers(tx, level, channelId, [...wantedOf.keys()])
    const changed = stored.map(row => ({ ...row, layers: desire(row.layers, wantedOf.get(row.remoteId) ?? {}) }))
    if (write) await writeLayers(tx, level, changed)
    const fields = new Set(own.flatMap(({ wanted }) => Object.keys(wanted)))
    if (write) await markToSend(tx, channelId, partsOf(level, [...fields].filter(isOwned)))
    effects.push({
      channelId,
      level,
      toSend: changed.filter(({ layers, remoteId }) => hasToDo(layers, wantedOf.get(remoteId) ?? {})).length,
      notSent: [...fields].filter(field => !isOwned(field)),
    })
  }
  return effects
}

function partsOf(level: Level, fields: readonly string[]): LivePart[] {
  return fields.map(field => partOf(level, field))
}

function ownedOf(wanted: Delta, isOwned: (field: string) => boolean): Delta {
  return Object.fromEntries(Object.entries(wanted).filter(([field]) => isOwned(field)))
}

function hasToDo(layers: Layers, wanted: Delta): boolean {
  return Object.keys(wanted).some(field => Object.hasOwn(layers.desired, field))
}
