import { RuleError } from '../catalog/refuse.ts'
import { Refusal } from '../http/answer.ts'

/** Documented for products: a missing or invalid category or brand is a conflict, not an invalid field. */
const conflicts = new Set(['categories', 'brand_id'])

function isConflict({ code, field }: RuleError): boolean {
  return code === 'already_taken' || (code === 'not_found' && conflicts.has(field))
}

/**
 * Does the work; a rule of the store that it would break becomes a refusal of the API.
 * @throws Refusal 409, or `invalid`, which is 400 on V2
 */
export function ruled<T>(work: () => T, invalid = 422): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw new Refusal(isConflict(error) ? 409 : invalid, error.message, { fields: { [error.field]: error.message } })
  }
}
