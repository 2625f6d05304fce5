import { RuleError } from '../catalog/refuse.ts'
import { Refusal } from '../http/answer.ts'

/** Documented for products: a missing or invalid category or brand is a conflict, not an invalid field. */
const conflicts = new Set(['categories', 'brand_id'])

function statusOf({ code, field }: RuleError): number {
  return code === 'already_taken' || (code === 'not_found' && conflicts.has(field)) ? 409 : 422
}

/** Does the work; a rule of the catalog that it would break becomes a refusal of the API. @throws Refusal 409 or 422 */
export function ruled<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw new Refusal(statusOf(error), error.message, { fields: { [error.field]: error.message } })
  }
}
