/** Why a sandbox store could not be started or changed; the codes never change. */
export type SandboxErrorCode =
  | 'option_invalid'
  | 'port_taken'
  | 'port_refused'
  | 'folder_unusable'
  | 'folder_busy'
  | 'folder_holds_other_store'
  | 'state_unreadable'
  | 'state_version'
  | 'catalog_file_unreadable'
  | 'catalog_file_invalid'
  | 'disk_full'
  | 'snapshot_unreadable'
  | 'snapshot_invalid'
  | 'snapshot_version'
  | 'snapshot_unwritable'
  /** A request that would not have reached the store. */
  | 'reached_elsewhere'
  /** A change that names what the store doesn't have. */
  | 'not_found'
  /** A change that gives a name or a SKU that another product has. */
  | 'already_taken'
  /** A change that the platform would refuse. */
  | 'change_invalid'

/** A failure that the person at the keyboard can do something about: the message says what is wrong, the hint what to do. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly hint: string

  constructor(code: SandboxErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
  }
}

/** The `code` of an error of the operating system, such as `EADDRINUSE`, or an empty text. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
