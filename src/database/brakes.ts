import { type BrakeLimits, usualBrakes } from '../domain/brakes.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

/** From where on the plans of a channel are held. */
export async function findBrakes(db: WorkspaceDb | WorkspaceTx, channelId: string): Promise<BrakeLimits> {
  const row = await db.kysely
    .selectFrom('channel_brakes')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .select([
      'price_cut_percent as priceCutPercent',
      'hidden_most as hiddenMost',
      'hidden_percent as hiddenPercent',
      'emptied_most as emptiedMost',
    ])
    .executeTakeFirst()
  return row ?? usualBrakes
}

export async function writeBrakes(tx: WorkspaceTx, channelId: string, limits: BrakeLimits): Promise<void> {
  const values = {
    price_cut_percent: limits.priceCutPercent,
    hidden_most: limits.hiddenMost,
    hidden_percent: limits.hiddenPercent,
    emptied_most: limits.emptiedMost,
  }
  await tx.kysely
    .insertInto('channel_brakes')
    .values({ workspace_id: tx.workspace, channel_id: channelId, ...values })
    .onConflict(conflict => conflict.columns(['workspace_id', 'channel_id']).doUpdateSet(values))
    .execute()
}
