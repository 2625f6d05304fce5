/**
 * Whether a webhook of scope `subscribed` hears of an event of scope `told`. A star at the end of a subscription stands
 * for everything below. Guess: also for what lies deeper, such as `store/order/refund/created` below `store/order/*`.
 * Any other star is a letter like the rest: events of the inventory are told with one in their scope (documented).
 */
export function hears(subscribed: string, told: string): boolean {
  return subscribed === told || (subscribed.endsWith('/*') && told.startsWith(subscribed.slice(0, -1)))
}
