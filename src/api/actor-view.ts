import type { Actor } from '../domain/actor.ts'

/** Who did something, as the API names them. */
export function viewActor(actor: Actor): string {
  if (actor.kind === 'person') return actor.name
  return actor.kind === 'machine' ? 'the command line' : 'the hub itself'
}
