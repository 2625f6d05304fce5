import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { switchOff, switchOn } from '../database/live.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { offeredParts } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

interface Input {
  readonly channelId: string
  readonly on: readonly string[]
  readonly off: readonly string[]
}

/**
 * Switches parts of a channel on and off. By itself that writes nothing; a part that is on may be written by a plan that
 * somebody applies. What is so already stays as it is, with whoever did it. Throws `input_invalid`, `not_found`, and
 * `channel_not_connected` where a part is to go on.
 */
export async function goLive(actor: Actor, db: WorkspaceDb, tools: Tools, input: Input): Promise<void> {
  mustBeAllowed(actor, 'channels.go_live')
  const { channelId } = input
  const [on, off] = [readParts('on', input.on), readParts('off', input.off)]
  if (on.length + off.length === 0) {
    throw new HubError('input_invalid', `Name the parts to switch on or off: ${offeredParts.join(', ')}.`)
  }
  const both = on.find(part => off.includes(part))
  if (both !== undefined) {
    const message = `“${both}” cannot be switched on and off at once.`
    throw new HubError('input_invalid', message, { fields: { off: message } })
  }
  const at = tools.clock.now()
  const changed = await db.transaction(async tx => {
    const channel = await holdChannel(tx, channelId)
    if (on.length > 0 && channel.connection === null) {
      throw new HubError('channel_not_connected', `“${channel.name}” is not connected to a store yet.`, {
        hint: 'Enter its credentials under Channel settings, API Connection.',
      })
    }
    const done = [
      { verb: 'channel.switched_on', parts: await switchOn(tx, channelId, on, { at, actor }) },
      { verb: 'channel.switched_off', parts: await switchOff(tx, channelId, off) },
    ].filter(({ parts }) => parts.length > 0)
    for (const { verb, parts } of done) {
      await recordEvent(tx, { id: newId('evt', tools.randomBytes), at, actor, verb, channelId, about: { parts } })
    }
    return done.length > 0
  })
  if (changed) tools.notices.publish(db.workspace, { type: 'channel_changed', channelId })
}

function readParts(field: 'on' | 'off', words: readonly string[]): LivePart[] {
  return [...new Set(words)].map(word => {
    const part = offeredParts.find(each => each === word)
    if (part !== undefined) return part
    const message = `There is no part “${word}”. What can go live: ${offeredParts.join(', ')}.`
    throw new HubError('input_invalid', message, { fields: { [field]: message } })
  })
}
