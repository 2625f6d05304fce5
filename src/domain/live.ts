import { HubError } from '../runtime/errors.ts'
import type { LivePart } from './plan.ts'

/** The parts that can be switched on. */
export const offeredParts = ['data', 'prices'] as const satisfies readonly LivePart[]
export type OfferedPart = (typeof offeredParts)[number]

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

/** The refusal as the error that whoever wanted to write is told. */
export function refusedWrite({ reason, sentence }: WriteRefusal): HubError {
  const said = `${sentence} Nothing was sent to the store.`
  if (reason === 'not_live') {
    return new HubError('channel_not_live', said, { hint: 'Switch it on under Channel settings, Going live.' })
  }
  return new HubError('writing_stopped', said, { hint: 'What waits is kept. Resume writing to go on.' })
}
