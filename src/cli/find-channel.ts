import type { Channel } from '../api/contract/channels.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'

/** Finds a channel by id or name, whatever the case of its letters. */
export async function findChannel(call: Call, wanted: string | undefined): Promise<Channel> {
  if (wanted === undefined) throw sayWhich()
  const { channels } = await call('GET /api/channels')
  const found = channels.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  throw new HubError('not_found', `There is no channel “${wanted}”.`, {
    hint: channels.length === 0 ? 'There are no channels yet.' : `There are: ${namesOf(channels)}.`,
  })
}

/** The same, but where there is only one channel it need not be named. */
export async function findOnlyChannel(call: Call, wanted: string | undefined): Promise<Channel> {
  if (wanted !== undefined) return findChannel(call, wanted)
  const { channels } = await call('GET /api/channels')
  const [first, second] = channels
  if (first !== undefined && second === undefined) return first
  throw sayWhich(first === undefined ? 'There are no channels yet.' : `There are: ${namesOf(channels)}.`)
}

/** For a filter: the id of the channel that was named, if one was. */
export async function channelIdOf(call: Call, wanted: string | undefined): Promise<string | undefined> {
  return wanted === undefined ? undefined : (await findChannel(call, wanted)).id
}

function sayWhich(hint?: string): HubError {
  return new HubError('usage', 'Say which channel: its name or its id.', hint === undefined ? {} : { hint })
}

function namesOf(channels: readonly Channel[]): string {
  return channels.map(({ name }) => name).join(', ')
}
