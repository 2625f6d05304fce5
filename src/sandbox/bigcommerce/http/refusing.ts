import { SandboxError } from '../error.ts'
import { Refusal } from './answer.ts'

/**
 * Makes a change whose rules the API and the merchant's hand share, and says a refusal in the words of the API: 409 for
 * what something else has, 422 for what is not valid or names what isn't there.
 */
export function refusing<T>(change: () => T): T {
  try {
    return change()
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    throw new Refusal(error.code === 'already_taken' ? 409 : 422, error.message)
  }
}
