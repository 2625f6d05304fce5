import type { Actor } from '../domain/actor.ts'
import { type WriteRefusal, writeRefusalOf } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** When somebody did something, and who. */
export interface Deed {
  readonly at: Date
  readonly actor: Actor
}

export interface ChannelLive {
  readonly channelId: string
  readonly channelName: string
  readonly connected: boolean
  /** The parts that are switched on, each with when and by whom. */
  readonly parts: ReadonlyMap<LivePart, Deed>
  readonly stopped: Deed | null
}

/** Why this part of the channel may not be written at this moment; null where it may. Never from memory. */
export async function writeRefusal(db: WorkspaceDb, channelId: string, part: LivePart): Promise<WriteRefusal | null> {
  const row = await db.kysely
    .selectFrom('channel as c')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .leftJoin('channel_live as l', join =>
      join.onRef('l.workspace_id', '=', 'c.workspace_id').onRef('l.channel_id', '=', 'c.id').on('l.part', '=', part),
    )
    .where('c.workspace_id', '=', db.workspace)
    .where('c.id', '=', channelId)
    .where('c.removed_at', 'is', null)
    .select(['c.name', 'c.stopped_at', 'w.stopped_at as all_stopped_at', 'l.since'])
    .executeTakeFirst()
  if (row === undefined) return { reason: 'not_live', sentence: 'The channel was removed.' }
  const { name, since, stopped_at: stoppedAt, all_stopped_at: allStoppedAt } = row
  return writeRefusalOf(
    { channelName: name, live: since !== null, stopped: stoppedAt !== null, allStopped: allStoppedAt !== null },
    part,
  )
}

/** Why these parts of the channel may not be written at this moment, of those that may not. */
export async function writeRefusals(
  db: WorkspaceDb,
  channelId: string,
  parts: Iterable<LivePart>,
): Promise<ReadonlyMap<LivePart, WriteRefusal>> {
  const refusals = new Map<LivePart, WriteRefusal>()
  for (const part of parts) {
    const refusal = await writeRefusal(db, channelId, part)
    if (refusal !== null) refusals.set(part, refusal)
  }
  return refusals
}

/** The parts of a channel that are switched on, whether or not writing is stopped. */
export async function livePartsOf(db: Handle, channelId: string): Promise<ReadonlySet<LivePart>> {
  const rows = await db.kysely
    .selectFrom('channel_live as l')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 'l.workspace_id').onRef('c.id', '=', 'l.channel_id'),
    )
    .where('l.workspace_id', '=', db.workspace)
    .where('l.channel_id', '=', channelId)
    .where('c.removed_at', 'is', null)
    .select('l.part')
    .execute()
  return new Set(rows.map(({ part }) => part))
}

/** What may be written to each channel of the workspace, or to one, in the order in which they were added. */
export async function listLive(db: Handle, channelId?: string): Promise<ChannelLive[]> {
  const channels = await db.kysely
    .selectFrom('channel as c')
    .leftJoin('channel_connection as k', join =>
      join.onRef('k.workspace_id', '=', 'c.workspace_id').onRef('k.channel_id', '=', 'c.id'),
    )
    .where('c.workspace_id', '=', db.workspace)
    .where('c.removed_at', 'is', null)
    .$if(channelId !== undefined, query => query.where('c.id', '=', channelId ?? ''))
    .orderBy('c.created_at')
    .orderBy('c.id')
    .select(['c.id', 'c.name', 'c.stopped_at', 'c.stopped_by', 'k.saved_at'])
    .execute()
  const parts = await db.kysely
    .selectFrom('channel_live')
    .where('workspace_id', '=', db.workspace)
    .$if(channelId !== undefined, query => query.where('channel_id', '=', channelId ?? ''))
    .select(['channel_id', 'part', 'since', 'actor'])
    .execute()
  return channels.map(row => ({
    channelId: row.id,
    channelName: row.name,
    connected: row.saved_at !== null,
    parts: new Map(
      parts
        .filter(part => part.channel_id === row.id)
        .map(({ part, since, actor }) => [part, { at: since, actor: actor as Actor }]),
    ),
    stopped: toDeed(row.stopped_at, row.stopped_by),
  }))
}

/** Who stopped all writing of the workspace; null where nobody did. */
export async function findAllStopped(db: Handle): Promise<Deed | null> {
  const row = await db.kysely
    .selectFrom('workspace')
    .where('id', '=', db.workspace)
    .select(['stopped_at', 'stopped_by'])
    .executeTakeFirstOrThrow()
  return toDeed(row.stopped_at, row.stopped_by)
}

/** Written by the two functions below alone. */
function toDeed(at: Date | null, actor: unknown): Deed | null {
  return at === null ? null : { at, actor: actor as Actor }
}

/** Gives back the parts that were not on before. */
export async function switchOn(
  tx: WorkspaceTx,
  channelId: string,
  parts: readonly LivePart[],
  { at, actor }: Deed,
): Promise<LivePart[]> {
  if (parts.length === 0) return []
  const rows = await tx.kysely
    .insertInto('channel_live')
    .values(
      parts.map(part => ({
        workspace_id: tx.workspace,
        channel_id: channelId,
        part,
        since: at,
        actor: JSON.stringify(actor),
      })),
    )
    .onConflict(conflict => conflict.doNothing())
    .returning('part')
    .execute()
  return rows.map(({ part }) => part)
}

/** Gives back the parts that were on before. */
export async function switchOff(tx: WorkspaceTx, channelId: string, parts: readonly LivePart[]): Promise<LivePart[]> {
  if (parts.length === 0) return []
  const rows = await tx.kysely
    .deleteFrom('channel_live')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('part', 'in', [...parts])
    .returning('part')
    .execute()
  return rows.map(({ part }) => part)
}

/** Stops the channel, or lets it go on (null). False: it was so already. */
export async function setChannelStopped(tx: WorkspaceTx, channelId: string, deed: Deed | null): Promise<boolean> {
  const row = await tx.kysely
    .updateTable('channel')
    .set(stoppedBy(deed))
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', channelId)
    .where('stopped_at', deed === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Stops all channels of the workspace, or lets them go on (null). False: it was so already. */
export async function setAllStopped(tx: WorkspaceTx, deed: Deed | null): Promise<boolean> {
  const row = await tx.kysely
    .updateTable('workspace')
    .set(stoppedBy(deed))
    .where('id', '=', tx.workspace)
    .where('stopped_at', deed === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

function stoppedBy(deed: Deed | null) {
  return { stopped_at: deed?.at ?? null, stopped_by: deed === null ? null : JSON.stringify(deed.actor) }
}
