import type { ChannelSession } from '../connector/connector.ts'
import { addCheckRow, startCheck } from '../database/checks.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import type { CheckRow } from '../domain/check.ts'
import { HubError } from '../runtime/errors.ts'
import type { Notices } from './notices.ts'

/**
 * Runs the connection doctor: each row is stored and announced as it comes.
 * Throws `check_running` where another check of the channel is under way.
 * The caller finishes or drops the check, whatever happens.
 */
export async function runCheck(
  db: WorkspaceDb,
  notices: Notices,
  check: { id: string; channelId: string; startedAt: Date; ofStoredCredentials: boolean; session: ChannelSession },
): Promise<CheckRow[]> {
  const { id: checkId, channelId } = check
  try {
    await startCheck(db, check)
  } catch (error) {
    if (!isUniqueViolation(error, 'connection_check_running')) throw error
    throw new HubError('check_running', 'This channel is being checked right now.', {
      hint: 'Wait for the rows of that check; it takes a few seconds.',
      cause: error,
    })
  }
  notices.publish(db.workspace, { type: 'check_started', channelId, checkId })
  const rows: CheckRow[] = []
  try {
    for await (const row of check.session.check()) {
      rows.push(row)
      await addCheckRow(db, checkId, row)
      notices.publish(db.workspace, { type: 'check_row', channelId, checkId, row })
    }
    return rows
  } finally {
    notices.publish(db.workspace, { type: 'check_finished', channelId, checkId })
  }
}
