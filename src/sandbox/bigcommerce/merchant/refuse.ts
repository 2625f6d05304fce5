import { SandboxError } from '../error.ts'

/** What the store says to a change that the platform would refuse. */
export const refuse = (message: string, hint: string) => new SandboxError('change_invalid', message, hint)

/** What the store says to an id that it doesn't have. */
export const unknown = (what: string, id: number) =>
  new SandboxError('not_found', `There is no ${what} with the id ${id}.`, 'Look at the ids in the answers of the API.')

/** What the store says to a name or a SKU that something else has. */
export const taken = (message: string, hint = 'Choose another.') => new SandboxError('already_taken', message, hint)
