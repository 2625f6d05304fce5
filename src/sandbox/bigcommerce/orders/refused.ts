import { refuse } from '../catalog/refuse.ts'
import { Refusal } from '../http/answer.ts'

/**
 * Does by hand what the API does too: what the API would refuse is refused here with the words of the API.
 * @throws SandboxError `change_invalid`
 */
export function byHand<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) throw refuse(error.message, Object.values(error.fields).join('; '))
    throw error
  }
}
