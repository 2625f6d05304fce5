import type { RowOutcome } from '../../../api/contract/runs.ts'
import { outcomes } from './words.ts'

/** Which rows of an import the address asks for. */
export function readOutcome(asked: unknown): RowOutcome | undefined {
  return outcomes.find(outcome => outcome === asked)
}
