import type { ColumnType, Generated } from 'kysely'
import type { PassedBrake } from '../domain/brakes.ts'
import type { FieldValue } from '../domain/fields.ts'
import type { Delta } from '../domain/layers.ts'
import type { MatchReason } from '../domain/match.ts'
import type { PictureKind } from '../domain/pictures.ts'
import type {
  ChangeContent,
  ChangeLevel,
  ChangeState,
  FieldOwner,
  Level,
  LivePart,
  PlanState,
  PlanSummary,
} from '../domain/plan.ts'
import type { PullMode, RowKind, RowOutcome, RunAccount, RunProgress, RunState } from '../domain/run.ts'
import type { SendingMode } from '../domain/sending.ts'
import type { SkuFault } from '../domain/sku.ts'

/** A column that takes JSON text and gives back what is in it. */
type Json<T> = ColumnType<T, string, string>
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>

interface WorkspaceTable {
  id: string
  name: string
  created_at: Date
  stopped_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  stopped_by: JsonOrNull<unknown>
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
  stopped_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  stopped_by: JsonOrNull<unknown>
}

interface ChannelLiveTable {
  workspace_id: string
  channel_id: string
  part: LivePart
  since: Date
  actor: Json<unknown>
}

interface FieldOwnerTable {
  workspace_id: string
  channel_id: string
  level: Level
  field: string
  owner: FieldOwner
}

interface PlanTable {
  workspace_id: string
  id: string
  channel_id: string
  made_at: Date
  actor: Json<unknown>
  state: PlanState
  summary: Json<PlanSummary>
  passed: ColumnType<readonly PassedBrake[], string | undefined, string>
  started_at: Date | null
  finished_at: Date | null
  paused_at: Date | null
  cancel_asked_at: Date | null
  due_at: Date | null
  claimed_until: Date | null
  claim: Generated<number>
  problem: string | null
  writes: Generated<number>
  reads: Generated<number>
  automatic: Generated<boolean>
  undone_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  undoes: ColumnType<string | null, string | null | undefined, string | null>
}

interface ChangeTable {
  workspace_id: string
  plan_id: string
  seq: number
  made_at: Date
  level: ChangeLevel
  listing_id: string
  offer_id: string | null
  field: string
  part: LivePart
  name: string
  sku: string
  before: JsonOrNull<FieldValue>
  after: JsonOrNull<FieldValue>
  price_now: string | null
  edited: boolean
  content: JsonOrNull<ChangeContent>
  requests: number | null
  lost_images: Generated<number>
  state: ChangeState
  reason: string | null
  fix: string | null
  settled_at: Date | null
}

interface ListingWantedTable {
  workspace_id: string
  channel_id: string
  product_id: string
  own: ColumnType<Delta, string | undefined, string>
  asked_at: Date
  actor: Json<unknown>
}

interface ChannelSendingTable {
  workspace_id: string
  channel_id: string
  part: LivePart
  mode: SendingMode
  every_minutes: number | null
  daily_at: string | null
  since: Date
  actor: Json<unknown>
  marked: Generated<number>
  looked: Generated<number>
  due_at: Date | null
  claimed_until: Date | null
  problem: string | null
  failures: Generated<number>
}

interface ChannelBrakesTable {
  workspace_id: string
  channel_id: string
  price_cut_percent: number
  hidden_most: number
  hidden_percent: number
  emptied_most: Generated<number>
}

interface FileTable {
  workspace_id: string
  id: string
  kind: PictureKind
  bytes: number
  width: number | null
  height: number | null
  name: string
  made_at: Date
  actor: Json<unknown>
  content: Uint8Array
}

interface ChannelImageTable {
  workspace_id: string
  channel_id: string
  listing_id: string
  remote_id: string
  source: string
  url: string
  made_at: Date
}

interface ImageAttemptTable {
  workspace_id: string
  channel_id: string
  listing_id: string
  source: string
  ids_before: string[]
  made_at: Date
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

interface RunTable {
  workspace_id: string
  id: string
  channel_id: string
  kind: 'pull'
  mode: PullMode
  actor: Json<unknown>
  state: RunState
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  due_at: Date
  claimed_until: Date | null
  claim: Generated<number>
  cancel_asked_at: Date | null
  problem: string | null
  progress: Json<RunProgress>
  checkpoint: Json<unknown>
  account: ColumnType<RunAccount | null, string | null, string | null>
}

interface RunRowTable {
  workspace_id: string
  run_id: string
  seq: Generated<number>
  outcome: RowOutcome
  kind: RowKind
  remote_id: string
  name: string
  sku: string
  reason: string
  came: string
}

interface ChannelCatalogTable {
  workspace_id: string
  channel_id: string
  changes_from: Date | null
  next_changes_at: Date | null
  next_full_at: Date | null
  products_read_at: Date | null
  details_read_at: Date | null
  categories_read_at: Date | null
  brands_read_at: Date | null
  complete_at: Date | null
  total_off: Generated<number>
  trees: Json<unknown>
  missing_most: Generated<number>
  missing_percent_most: Generated<number>
  held_run_id: string | null
}

interface ChannelBrandTable {
  workspace_id: string
  channel_id: string
  remote_id: string
  name: string
  image_url: string | null
  seen_run: string
}

interface ChannelCategoryTable {
  workspace_id: string
  channel_id: string
  remote_id: string
  tree_id: string
  parent_id: string | null
  name: string
  visible: boolean
  sort_order: number
  path: string[]
  ancestor_ids: string[]
  seen_run: string
}

interface ProductTable {
  workspace_id: string
  id: string
  fields: Json<unknown>
  details: Json<unknown>
  state: 'active' | 'archived'
  origin_channel_id: string | null
  origin_remote_id: string | null
  created_at: Date
  changed_at: Date
  name: string
  name_key: string
  brand: string | null
  categories: string[]
  price: string | null
  price_most: string | null
  image_url: string | null
  variant_count: number
  fault_count: number
  search: string
}

interface VariantTable {
  workspace_id: string
  id: string
  product_id: string
  position: number
  fields: Json<unknown>
  sku: string | null
  sku_key: string | null
  sku_fault: SkuFault | null
  sku_fill_id: string | null
  origin_channel_id: string | null
  origin_remote_id: string | null
}

export type GoneChoice = 'keep_off' | 'archive' | 'make_again'

interface ListingTable {
  workspace_id: string
  channel_id: string
  remote_id: string
  product_id: string | null
  observed: Json<unknown>
  observed_hash: string
  observed_at: Date
  details: Json<unknown>
  details_hash: string
  details_at: Date | null
  overrides: Json<unknown>
  first_seen_at: Date
  seen_run: string
  details_run: string
  gone_at: Date | null
  gone_choice: GoneChoice | null
  name: string
  name_key: string
  sku: string
  brand_remote_id: string | null
  category_ids: string[]
  visible: boolean
  price: string | null
  price_most: string | null
  stock: number | null
  image_url: string | null
  modified_at: Date | null
  variant_count: number
  waiting_count: number
  left_out_count: number
  search: string
  base: JsonOrNull<Delta>
  sent: JsonOrNull<Delta>
  desired: JsonOrNull<Delta>
  pinned: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
}

interface OfferTable {
  workspace_id: string
  channel_id: string
  remote_id: string
  listing_id: string
  position: number
  variant_id: string | null
  match: 'matched' | 'waiting' | 'left_out'
  observed: Json<unknown>
  observed_hash: string
  overrides: Json<unknown>
  price: string | null
  stock: number | null
  gone_at: Date | null
  base: JsonOrNull<Delta>
  sent: JsonOrNull<Delta>
  desired: JsonOrNull<Delta>
  pinned: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
}

export type Decision = 'join' | 'keep_apart' | 'leave_out'

interface MatchReviewTable {
  workspace_id: string
  id: string
  channel_id: string
  listing_id: string
  offer_id: string
  reason: MatchReason
  variant_id: string
  created_at: Date
  decided_at: Date | null
  decided_by: ColumnType<unknown, string | null, string | null>
  decision: Decision | null
  made: ColumnType<unknown, string | null, string | null>
}

interface SkuFillTable {
  workspace_id: string
  id: string
  pattern: string
  filled: number
  at: Date
  actor: Json<unknown>
  undone_at: Date | null
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
  channel_live: ChannelLiveTable
  field_owner: FieldOwnerTable
  plan: PlanTable
  change: ChangeTable
  channel_brakes: ChannelBrakesTable
  channel_sending: ChannelSendingTable
  connection_check: ConnectionCheckTable
  run: RunTable
  run_row: RunRowTable
  channel_catalog: ChannelCatalogTable
  channel_brand: ChannelBrandTable
  channel_category: ChannelCategoryTable
  product: ProductTable
  variant: VariantTable
  listing: ListingTable
  listing_wanted: ListingWantedTable
  offer: OfferTable
  match_review: MatchReviewTable
  file: FileTable
  channel_image: ChannelImageTable
  image_attempt: ImageAttemptTable
  sku_fill: SkuFillTable
  'auth.user': AuthUserTable
  'auth.session': AuthSessionTable
  'auth.account': AuthAccountTable
  'auth.rateLimit': AuthRateLimitTable
}
