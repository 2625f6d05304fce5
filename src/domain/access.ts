import { HubError } from '../runtime/errors.ts'
import { unreachable } from '../runtime/invariant.ts'
import type { Actor } from './actor.ts'

export type Verb =
  | 'channels.read'
  | 'channels.manage'
  | 'channels.go_live'
  | 'catalog.read'
  | 'catalog.manage'
  | 'users.read'
  | 'users.reset_password'

/** What a person is in one workspace; `null` where he is no member of it. */
export type Role = 'owner' | null

/** Whether the actor may do this in the workspace that he acts in. */
export function may(actor: Actor, verb: Verb): boolean {
  switch (actor.kind) {
    case 'machine':
      return true
    case 'schedule':
      // Nothing begins to be written, or goes on, that no person let.
      return verb !== 'channels.go_live' && (verb.startsWith('channels.') || verb.startsWith('catalog.'))
    case 'person':
      // Resetting a password needs the machine: a stolen session must not be able to.
      return actor.role === 'owner' && verb !== 'users.reset_password'
    default:
      return unreachable(actor)
  }
}

/** Throws `not_allowed` where the actor may not. Every action begins with it. */
export function mustBeAllowed(actor: Actor, verb: Verb): void {
  if (!may(actor, verb)) throw new HubError('not_allowed', 'You may not do this in this workspace.')
}
