import { HubError } from '../runtime/errors.ts'
import type { TrippedBrake } from './brakes.ts'
import type { LivePart } from './plan.ts'
import { type Removals, removalsSentence, removalWord } from './removals.ts'

/** The parts that can be switched on, in the order in which they are shown. */
export const offeredParts = ['data', 'prices', 'images'] as const satisfies readonly LivePart[]

/** Why nothing of a part may be written to a channel now. */
export interface WriteRefusal {
  readonly reason: 'not_live' | 'stopped' | 'all_stopped'
  readonly sentence: string
}

interface WriteFacts {
  readonly channelName: string
  readonly live: boolean
  readonly stopped: boolean
  readonly allStopped: boolean
}

const partNames: Readonly<Record<LivePart, string>> = {
  data: 'product data',
  images: 'images',
  prices: 'prices',
}

/** A stop outranks everything: it was somebody's deed. Null: it may be written. */
export function writeRefusalOf(facts: WriteFacts, part: LivePart): WriteRefusal | null {
  const { channelName, live, stopped, allStopped } = facts
  if (allStopped) return { reason: 'all_stopped', sentence: 'All writing to stores is stopped.' }
  if (stopped) return { reason: 'stopped', sentence: `All writing to “${channelName}” is stopped.` }
  if (live) return null
  return { reason: 'not_live', sentence: `“${channelName}” is not live for ${partNames[part]}.` }
}

/** What keeps a plan from being sent. */
export interface SendObstacle {
  readonly reason: WriteRefusal['reason'] | 'braked' | 'removals'
  readonly sentence: string
}

/** Each thing once, in the order in which it is to be cleared away. */
export function sendObstaclesOf(
  refusals: readonly WriteRefusal[],
  held: readonly TrippedBrake[],
  removals: Removals | null = null,
): SendObstacle[] {
  const sentences = new Map<string, SendObstacle>()
  for (const { reason, sentence } of refusals) sentences.set(sentence, { reason, sentence })
  if (held.length > 0) {
    const warnings = held.length === 1 ? 'A warning' : `${held.length} warnings`
    const sentence = `${warnings} must be looked at and let pass first.`
    sentences.set(sentence, { reason: 'braked', sentence })
  }
  if (removals !== null) {
    const sentence = `${removalsSentence(removals)} Type “${removalWord}” to send it, or leave that out.`
    sentences.set(sentence, { reason: 'removals', sentence })
  }
  return [...sentences.values()]
}

/** The refusal as the error that whoever wanted to write is told. */
export function refusedWrite({ reason, sentence }: WriteRefusal): HubError {
  const said = `${sentence} Nothing was sent to the store.`
  if (reason === 'not_live') {
    return new HubError('channel_not_live', said, { hint: 'Switch it on under Channel settings, Going live.' })
  }
  return new HubError('writing_stopped', said, { hint: 'What waits is kept. Resume writing to go on.' })
}
