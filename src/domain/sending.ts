/** Whether a person is asked before what is to do of a part goes to the store, or the hub sends it by itself. */
export const sendingModes = ['ask', 'by_itself'] as const
export type SendingMode = (typeof sendingModes)[number]

/** When the hub looks whether something is to do. With `ask` and `once` it doesn't: a person makes the plans. */
export type SendingTime =
  /** As soon as there is something. */
  'once' | { readonly everyMinutes: number } | { readonly dailyAt: string }

export interface SendingRule {
  readonly mode: SendingMode
  readonly at: SendingTime
}

export const usualSending: SendingRule = { mode: 'ask', at: 'once' }

/** What is edited within this time of the first edit goes to the store together. */
export const gatherMs = 2_000
/** A plan that a person made and has not sent is his to look at for so long. */
export const lookingMs = 10 * 60_000
/** Products that the hub hid by itself within this time count together. */
export const hiddenWithinMs = 24 * 60 * 60_000

/** Why the hub doesn't send a change by itself, though it is to do. */
export const keptReasons = ['edited', 'refused', 'left_out', 'given_up', 'open', 'held'] as const
export type KeptReason = (typeof keptReasons)[number]

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Whether the hub ever looks by itself. */
export function looksByItself({ mode, at }: SendingRule): boolean {
  return mode === 'by_itself' || at !== 'once'
}

/** The next look of a schedule after `now`; null where there is none, since each edit brings its own. */
export function nextLookAt({ at }: SendingRule, now: Date, timeZone: string): Date | null {
  if (at === 'once') return null
  return 'everyMinutes' in at
    ? new Date(now.getTime() + at.everyMinutes * minuteMs)
    : nextDailyAt(now, at.dailyAt, timeZone)
}

/**
 * The next moment after `now` at which clocks in a time zone show `HH:MM`. A time that is left out when clocks go forward
 * comes as much later as they do; of one that comes twice, the first counts.
 */
function nextDailyAt(now: Date, time: string, timeZone: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const local = new Date(now.getTime() + offsetMs(now.getTime(), timeZone))
  const today = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), hours, minutes)
  for (const shown of [today - dayMs, today, today + dayMs]) {
    const at = instantOf(shown, timeZone)
    if (at > now.getTime()) return new Date(at)
  }
  return new Date(instantOf(today + 2 * dayMs, timeZone))
}

/** When clocks show what they would show in UTC at `shown`. */
function instantOf(shown: number, timeZone: string): number {
  const [before, after] = [offsetMs(shown - dayMs, timeZone), offsetMs(shown + dayMs, timeZone)]
  const fitting = [before, after].map(offset => shown - offset).filter(at => at + offsetMs(at, timeZone) === shown)
  return fitting.length === 0 ? shown - before : Math.min(...fitting)
}

/** How far the clocks of a time zone are ahead of UTC. */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value ?? 0)
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
  return shown - Math.floor(at / minuteMs) * minuteMs
}

/** The time zone by which a channel's daily times go: its store's, and UTC where that is not known. */
export function zoneOf(storeTimeZone: string | null | undefined): string {
  if (storeTimeZone == null || storeTimeZone === '') return 'UTC'
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: storeTimeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}
