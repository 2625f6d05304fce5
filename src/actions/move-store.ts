import { changeChannel } from '../database/channels.ts'
import { changeSettings, connectionsAt } from '../database/connections.ts'
import { connectorOf, type Db, type Tools } from './tools.ts'

/**
 * Follows a store whose API has moved to another address, in all workspaces: the same store, the same credentials.
 * Only for a store that the hub itself moved; anybody else's move could be somebody else's store.
 */
export async function moveStore(db: Db, tools: Tools, move: { from: string; to: string }): Promise<void> {
  for (const { workspace, channelId, kind, settings } of await connectionsAt(db, move.from)) {
    const moved = { ...settings, apiAddress: move.to }
    await db.inWorkspace(workspace).transaction(async tx => {
      await changeSettings(tx, channelId, moved)
      await changeChannel(tx, channelId, { storeKey: connectorOf(tools, kind).storeKey(moved) })
    })
  }
}
