import type { StoreQuirks } from '../quirks.ts'
import { money } from './parts.ts'
import type { BulkPricingRule } from './types.ts'

/** What of the quirks concerns percentages. */
export type PercentQuirks = Pick<StoreQuirks, 'readsPercentTextAsNumber' | 'dividesPercents'>

/**
 * The amount that a store keeps of the one that it was sent. Documented: a percentage that comes as text is divided by 100,
 * so that ".10" is 10 %. Guess: one that comes as a number is not; a number is a number for the other types, too.
 */
export function ruleAmount(
  type: BulkPricingRule['type'],
  sent: number | string,
  { readsPercentTextAsNumber, dividesPercents }: PercentQuirks,
): number {
  const isShare = type === 'percent' && (typeof sent === 'string' ? !readsPercentTextAsNumber : dividesPercents)
  return money(Number(sent) * (isShare ? 100 : 1))
}
