import type { ColumnType, Generated } from 'kysely'

/** A column that takes JSON text and gives back what is in it. */
type Json<T> = ColumnType<T, string, string>

interface WorkspaceTable {
  id: string
  name: string
  created_at: Date
}

interface MembershipTable {
  workspace_id: string
  user_id: string
  role: 'owner'
}

interface EventTable {
  workspace_id: string
  id: string
  at: Date
  actor: Json<unknown>
  verb: string
  channel_id: string | null
  about: Json<unknown>
}

interface ChannelTable {
  workspace_id: string
  id: string
  kind: string
  name: string
  store_key: string | null
  attention: string | null
  paused_at: Date | null
  created_at: Date
  removed_at: Date | null
}

interface ChannelConnectionTable {
  workspace_id: string
  channel_id: string
  settings: Json<unknown>
  token_end: string
  saved_at: Date
  last_worked_at: Date | null
  next_check_at: Date
  failed_checks: Generated<number>
}

interface ChannelSecretTable {
  workspace_id: string
  channel_id: string
  field: string
  sealed: string
}

interface ChannelProfileTable {
  workspace_id: string
  channel_id: string
  read_at: Date
  profile: Json<unknown>
}

interface ConnectionCheckTable {
  workspace_id: string
  id: string
  channel_id: string
  started_at: Date
  finished_at: Date | null
  verdict: 'connected' | 'refused' | 'unreachable' | null
  of_stored_credentials: boolean
  rows: Json<unknown>
}

interface AuthUserTable {
  id: string
  name: string
  email: string
  emailVerified: boolean
  createdAt: Date
  updatedAt: Date
}

interface AuthSessionTable {
  id: string
  userId: string
}

interface AuthAccountTable {
  id: string
  userId: string
  accountId: string
  providerId: string
  password: string | null
  createdAt: Date
  updatedAt: Date
}

interface AuthRateLimitTable {
  id: string
  key: string
}

/** Every table as the code sees it; the truth is in `migrations/`. */
export interface Tables {
  workspace: WorkspaceTable
  membership: MembershipTable
  event: EventTable
  channel: ChannelTable
  channel_connection: ChannelConnectionTable
  channel_secret: ChannelSecretTable
  channel_profile: ChannelProfileTable
  connection_check: ConnectionCheckTable
  'auth.user': AuthUserTable
  'auth.session': AuthSessionTable
  'auth.account': AuthAccountTable
  'auth.rateLimit': AuthRateLimitTable
}
