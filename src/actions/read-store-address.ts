import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { connectorOf, type Tools } from './tools.ts'

/** What the connection form takes out of a pasted address. Throws `not_found` or `input_invalid`. */
export async function readStoreAddress(
  actor: Actor,
  tools: Tools,
  input: { kind: string; text: string },
): Promise<{ storeHash: string; note: string | null }> {
  mustBeAllowed(actor, 'channels.read')
  return connectorOf(tools, input.kind).readStoreAddress(input.text)
}
