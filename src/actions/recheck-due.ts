import { connectionsDue } from '../database/connections.ts'
import type { Actor } from '../domain/actor.ts'
import { HubError } from '../runtime/errors.ts'
import { checkChannel } from './check-channel.ts'
import type { Db, Tools } from './tools.ts'

const atOnceMost = 4
const schedule: Actor = { kind: 'schedule', name: 'check connections' }

/**
 * Checks the connections whose time has come, in all workspaces, a few at a time. A channel that can't be checked
 * now (it is being checked, it was removed meanwhile, its secret can't be read) doesn't hold up the others.
 * Returns how many were due.
 */
export async function recheckDue(db: Db, tools: Tools): Promise<number> {
  const due = await connectionsDue(db, tools.clock.now(), atOnceMost)
  await Promise.all(
    due.map(async ({ workspace, channelId }) => {
      try {
        await checkChannel(schedule, db.inWorkspace(workspace), tools, { channelId })
      } catch (error) {
        if (!(error instanceof HubError)) throw error
      }
    }),
  )
  return due.length
}
