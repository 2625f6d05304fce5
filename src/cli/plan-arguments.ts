import { changeState, livePart } from '../api/contract/plans.ts'
import { HubError } from '../runtime/errors.ts'
import { readChoice } from './arguments.ts'

/** Options that say which changes of a plan are meant. */
export const changeOptions = {
  state: { type: 'string' },
  part: { type: 'string' },
  field: { type: 'string' },
  edited: { type: 'boolean' },
  search: { type: 'string' },
} as const

interface TypedFilter {
  readonly state?: string | undefined
  readonly part?: string | undefined
  readonly field?: string | undefined
  readonly edited?: boolean | undefined
  readonly search?: string | undefined
}

/** Throws `usage`. */
export function readFilter({ state, part, field, edited, search }: TypedFilter) {
  const [inState, ofPart] = [
    readChoice(state, 'state', changeState.options),
    readChoice(part, 'part', livePart.options),
  ]
  return {
    ...(inState !== undefined && { state: inState }),
    ...(ofPart !== undefined && { part: ofPart }),
    ...(field !== undefined && { field }),
    ...(edited === true && { edited: 'true' as const }),
    ...(search !== undefined && { search }),
  }
}

/** The id of a plan, which stands first. Throws `usage`. */
export function planIdOf([planId]: readonly string[]): string {
  if (planId !== undefined) return planId
  throw new HubError('usage', 'Say which plan: its id.', { hint: 'cartwright plan list shows their ids.' })
}
