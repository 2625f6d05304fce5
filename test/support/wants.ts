import { readLayers, writeLayers } from '../../src/database/layers.ts'
import { type Delta, desire, type Layers } from '../../src/domain/layers.ts'
import type { Level } from '../../src/domain/plan.ts'
import type { TestHub } from './hub.ts'

/** Wants other values of products or variants of a channel, by their ids in the store. */
export async function want(
  hub: TestHub,
  channelId: string,
  level: Level,
  wanted: Readonly<Record<string, Delta>>,
): Promise<void> {
  await changeLayers(hub, channelId, level, Object.keys(wanted), (layers, remoteId) =>
    desire(layers, wanted[remoteId] ?? {}),
  )
}

/** Somebody changed these fields in the store after they were last written: they show what they do, and were other. */
export async function editedInStore(
  hub: TestHub,
  channelId: string,
  level: Level,
  remoteId: string,
  before: Delta,
): Promise<void> {
  await changeLayers(hub, channelId, level, [remoteId], layers => ({ ...layers, base: { ...layers.base, ...before } }))
}

async function changeLayers(
  { db }: TestHub,
  channelId: string,
  level: Level,
  remoteIds: readonly string[],
  change: (layers: Layers, remoteId: string) => Layers,
): Promise<void> {
  const channel = await db.kysely
    .selectFrom('channel')
    .where('id', '=', channelId)
    .select('workspace_id')
    .executeTakeFirstOrThrow()
  await db.inWorkspace(channel.workspace_id).transaction(async tx => {
    const rows = await readLayers(tx, level, channelId, remoteIds)
    if (rows.length !== remoteIds.length) throw new Error('Not all of them are in the channel')
    await writeLayers(
      tx,
      level,
      rows.map(row => ({ ...row, layers: change(row.layers, row.remoteId) })),
    )
  })
}
