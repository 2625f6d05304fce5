import type { SandboxErrorCode } from '../error.ts'
import { SandboxError } from '../error.ts'

/** A rule of the catalog that a change would break, whoever makes it. `field` is the one at fault, as the API names it. */
export class RuleError extends SandboxError {
  readonly field: string

  constructor(code: SandboxErrorCode, message: string, hint: string, field: string) {
    super(code, message, hint)
    this.field = field
  }
}

/** What the store says to a change that the platform would refuse. */
export const refuse = (message: string, hint: string, field = 'body') =>
  new RuleError('change_invalid', message, hint, field)

/** What the store says to an id that it doesn't have. */
export const unknown = (what: string, id: number, field = 'id') =>
  new RuleError(
    'not_found',
    `There is no ${what} with the id ${id}.`,
    'Look at the ids in the answers of the API.',
    field,
  )

/** What the store says to a name, a SKU or an address that something else has. */
export const taken = (message: string, hint = 'Choose another.', field = 'name') =>
  new RuleError('already_taken', message, hint, field)
