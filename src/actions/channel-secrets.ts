import type { Secrets } from '../connector/connector.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { readSecrets } from '../database/connections.ts'
import type { Keyring } from '../runtime/secrets.ts'

/** Opens the channel's sealed values. Throws `secret_unreadable`, naming the field. */
export async function openSecrets(db: WorkspaceDb, keyring: Keyring, channelId: string): Promise<Secrets> {
  const sealed = await readSecrets(db, channelId)
  return mapValues(sealed, (value, field) =>
    keyring.open(value, { workspace: db.workspace, channel: channelId, field }),
  )
}

export function sealSecrets(
  keyring: Keyring,
  place: { workspace: string; channel: string },
  secrets: Secrets,
): Record<string, string> {
  return mapValues(secrets, (value, field) => keyring.seal(value, { ...place, field }))
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string, field: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, change(value, field)]))
}
