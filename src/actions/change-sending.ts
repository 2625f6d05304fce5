import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { sendingOf, writeSending } from '../database/sending.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { offeredParts } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import { looksByItself, nextLookAt, type SendingRule, usualSending, zoneOf } from '../domain/sending.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel, profileOf } from './read-channels.ts'
import type { Tools } from './tools.ts'

/**
 * Says of parts of a channel whether a person is asked before something is sent, and when the hub looks. Those that are
 * not named stay as they are. By itself the hub sends only what is live. Throws `input_invalid`, `not_found`.
 */
export async function changeSending(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; parts: Readonly<Record<string, SendingRule | undefined>> },
): Promise<void> {
  // Nothing begins to be written that no person let.
  mustBeAllowed(actor, 'channels.go_live')
  const { channelId } = input
  const wanted = Object.entries(input.parts).flatMap(([word, rule]) =>
    rule === undefined ? [] : [readPart(word, rule)],
  )
  if (wanted.length === 0) {
    throw new HubError('input_invalid', `Name the parts that are meant: ${offeredParts.join(', ')}.`)
  }
  const at = tools.clock.now()
  const changed = await db.transaction(async tx => {
    const channel = await holdChannel(tx, channelId)
    const zone = zoneOf(profileOf(channel)?.store?.timeZone)
    const before = new Map((await sendingOf(tx, channelId)).map(({ part, rule }) => [part as string, rule]))
    const moved = wanted.filter(({ part, rule }) => !isSame(before.get(part) ?? usualSending, rule))
    for (const { part, rule } of moved) {
      // Once somebody lets it, what waits already is sent as well.
      const dueAt = looksByItself(rule) ? (nextLookAt(rule, at, zone) ?? at) : null
      await writeSending(tx, channelId, part, { rule, at, actor, dueAt })
    }
    if (moved.length === 0) return false
    const about = { parts: moved.map(each => ({ ...each, before: before.get(each.part) ?? usualSending })) }
    const id = newId('evt', tools.randomBytes)
    await recordEvent(tx, { id, at, actor, verb: 'channel.sending_changed', channelId, about })
    return true
  })
  if (changed) tools.notices.publish(db.workspace, { type: 'channel_changed', channelId })
}

function readPart(word: string, rule: SendingRule): { part: LivePart; rule: SendingRule } {
  const part = offeredParts.find(each => each === word)
  if (part !== undefined) return { part, rule }
  const message = `“${word}” can’t be sent to a store. What can be: ${offeredParts.join(', ')}.`
  throw new HubError('input_invalid', message, { fields: { [word]: message } })
}

function isSame(a: SendingRule, b: SendingRule): boolean {
  return a.mode === b.mode && JSON.stringify(a.at) === JSON.stringify(b.at)
}
