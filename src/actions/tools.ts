import type { Connector } from '../connector/connector.ts'
import type { Notices, NumberedNotice } from '../engine/notices.ts'
import type { RunningChecks } from '../engine/running-checks.ts'
import type { Stores } from '../engine/stores.ts'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import type { RandomBytes } from '../runtime/ids.ts'
import type { Keyring } from '../runtime/secrets.ts'

export type { Db, WorkspaceDb } from '../database/connect.ts'
export type { Notices, NumberedNotice }

/** What actions work with besides the database. Made once, by `main.ts`. */
export interface Tools {
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly keyring: Keyring
  readonly connectors: ReadonlyMap<string, Connector>
  readonly stores: Stores
  readonly notices: Notices
  readonly checks: RunningChecks
  /** Has runs that were just asked for taken up at once, not at the next look. */
  readonly wakePulls: () => void
  /** The same for plans that are to be applied. */
  readonly wakePlans: () => void
}

/** Throws `input_invalid` for a kind of channel that this hub has no connector for. */
export function connectorOf(tools: Tools, kind: string): Connector {
  const connector = tools.connectors.get(kind)
  if (connector === undefined) {
    const known = [...tools.connectors.keys()].join(', ')
    throw new HubError('input_invalid', `There is no kind of channel named ${kind}.`, {
      fields: { kind: `Choose one of these: ${known}.` },
    })
  }
  return connector
}
