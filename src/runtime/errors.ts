/**
 * Every error code that the hub can answer with, its HTTP status, and what it means.
 * The one table: docs/errors.md is compared with it by test/house.
 */
export const errorCodes = {
  input_invalid: { status: 400, meaning: 'A field holds something that cannot be used; each one says what to do.' },
  not_signed_in: { status: 401, meaning: 'This needs a signed-in user.' },
  sign_in_failed: { status: 401, meaning: 'E-mail address and password do not match.' },
  not_allowed: { status: 403, meaning: 'This user may not do that.' },
  host_refused: { status: 403, meaning: 'The request was addressed to a name that this hub does not answer to.' },
  origin_refused: { status: 403, meaning: 'The request came from a page of another site.' },
  setup_code_needed: {
    status: 403,
    meaning: 'The owner can only be created from this machine, or with the code that start prints.',
  },
  not_found: { status: 404, meaning: 'There is nothing under this address or id.' },
  setup_closed: { status: 409, meaning: 'This hub already has an owner; nobody else can sign up.' },
  channel_name_taken: { status: 409, meaning: 'Another channel of this workspace has this name.' },
  store_already_connected: { status: 409, meaning: 'Another channel of this workspace is connected to this store.' },
  store_differs: { status: 409, meaning: 'This channel belongs to another store; a new channel is needed.' },
  channel_not_connected: { status: 409, meaning: 'The channel has no API connection yet.' },
  channel_paused: { status: 409, meaning: 'The channel is paused: the hub does nothing with it by itself.' },
  channel_not_live: {
    status: 409,
    meaning: 'The channel only reads: nothing is written to a store before it goes live.',
  },
  writing_stopped: { status: 409, meaning: 'Somebody stopped all writing; what waits is kept until it is resumed.' },
  check_running: { status: 409, meaning: 'A check of this channel is already under way.' },
  run_active: { status: 409, meaning: 'The channel has a run that has not ended yet.' },
  run_ended: { status: 409, meaning: 'The run has ended already.' },
  plan_applying: { status: 409, meaning: 'A plan of the channel is being applied; there is one at a time.' },
  plan_not_applying: { status: 409, meaning: 'The plan has not begun, or it has ended.' },
  plan_braked: { status: 409, meaning: 'A brake holds the plan until somebody has looked at it.' },
  plan_deletes: {
    status: 409,
    meaning: 'The plan deletes something in the store, and the word for that was not typed.',
  },
  plan_not_ready: { status: 409, meaning: 'The plan has begun, has ended, or another one has taken its place.' },
  permission_missing: { status: 409, meaning: 'The API account lacks the permission that this needs.' },
  nothing_held: { status: 409, meaning: 'The run held nothing back, or the question was answered already.' },
  already_undone: { status: 409, meaning: 'This was taken back before.' },
  secret_unreadable: { status: 409, meaning: 'A stored secret was sealed with another key.' },
  files_full: { status: 409, meaning: 'The pictures of this workspace take up all the room that there is for them.' },
  body_too_large: { status: 413, meaning: 'More was sent than this address takes.' },
  media_type_unsupported: { status: 415, meaning: 'The request body is not JSON, nor a picture where one is taken.' },
  connection_refused: { status: 422, meaning: 'The store refused these credentials; nothing was stored.' },
  store_unreachable: { status: 422, meaning: 'The store could not be reached, so the credentials were not checked.' },
  too_many_attempts: { status: 429, meaning: 'Too many attempts; the answer says when to try again.' },
  internal: { status: 500, meaning: 'A fault of the hub itself; the log has the details under the request id.' },
  hub_stopping: { status: 503, meaning: 'The hub is shutting down.' },
  usage: { status: 400, meaning: 'The command line is not understood.' },
  hub_unreachable: { status: 503, meaning: 'The command could not reach the hub.' },
  platform_unsupported: { status: 500, meaning: 'This machine has no build of the embedded database or of Node.' },
  data_folder_unusable: { status: 500, meaning: 'The data folder cannot be created, read or written.' },
  data_folder_busy: { status: 500, meaning: 'Another hub is running on this data folder.' },
  database_unavailable: { status: 503, meaning: 'The database cannot be started or reached.' },
  database_newer: { status: 500, meaning: 'The data was written by a newer hub.' },
  disk_full: { status: 507, meaning: 'The disk is full; nothing was half-written.' },
  port_taken: { status: 500, meaning: 'Another program listens on this port.' },
  key_missing: { status: 500, meaning: 'The key that seals secrets is missing.' },
  key_invalid: { status: 500, meaning: 'The key that seals secrets is not 32 bytes of base64.' },
  sandbox_unavailable: { status: 500, meaning: 'The sandbox store could not be started.' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type ErrorCode = keyof typeof errorCodes

interface HubErrorDetails {
  /** What to do next, as one sentence. */
  hint?: string
  /** One message per input field that is at fault. */
  fields?: Record<string, string>
  /** What else the caller can use, such as the id of the channel that is meant. */
  about?: Record<string, string>
  cause?: unknown
}

/** An expected failure of the world: a code that never changes, and words for the person who meets it. */
export class HubError extends Error {
  override readonly name = 'HubError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly fields: Record<string, string> | undefined
  readonly about: Record<string, string> | undefined

  constructor(code: ErrorCode, message: string, details: HubErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.fields = details.fields
    this.about = details.about
  }

  get status(): number {
    return errorCodes[this.code].status
  }
}
