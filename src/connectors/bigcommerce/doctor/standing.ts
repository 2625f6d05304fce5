import { type Answer, wasRead, wasRefused } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreReads } from '../client/store-reads.ts'

/** What hash and token are worth together; `telling` is the answer that decided. */
export type Standing =
  | { readonly kind: 'proven'; readonly telling: Answer }
  | { readonly kind: 'refused'; readonly telling: Answer }
  /** The token is good, but may read nothing at all. */
  | { readonly kind: 'powerless'; readonly telling: Answer }
  | { readonly kind: 'unreachable'; readonly telling: Answer }

/**
 * The list of hooks needs no scope: read, it proves hash and token. When it isn't, one answer decides nothing:
 * a missing scope and a wrong hash have the same body, and any read may fail once. So the store's own
 * information is asked for too, and unless both agree, everything else. A single success proves the connection.
 * Hooks alone don't: how they treat a token without any scope, or one for themes, is not documented.
 */
export async function findStanding(reads: StoreReads): Promise<Standing> {
  const [hooks, store] = await Promise.all([reads.hooks(), reads.store()])
  const hooksRead = hooks.kind === 'ok' ? listOf(hooks.json) !== null : hooks.kind === 'empty'
  if (isOfStore(store)) return { kind: 'proven', telling: store }
  if (hooksRead && !wasRefused(store)) return { kind: 'proven', telling: hooks }
  if (!hooksRead && !saidNo(hooks) && !saidNo(store)) return { kind: 'unreachable', telling: hooks }
  if (hooks.kind === 'unauthorized' && store.kind === 'unauthorized') return { kind: 'refused', telling: hooks }
  if (hooks.kind === 'not_found' && store.kind === 'not_found') return { kind: 'refused', telling: hooks }

  const others = await Promise.all([
    reads.orders(),
    reads.content(),
    reads.products(),
    reads.inventory(),
    reads.locations(),
    reads.channels().then(({ answer }) => answer),
    reads.customers(),
  ])
  const read = others.find(answer => wasRead(answer))
  if (read !== undefined) return { kind: 'proven', telling: read }
  if (hooksRead) return { kind: others.every(wasRefused) ? 'powerless' : 'proven', telling: hooks }
  if (saidNo(hooks)) return { kind: 'refused', telling: hooks }
  // Hooks can't be reached just now, and a 403 elsewhere may be a missing scope. A 401 twice is no accident.
  const unauthorized = [store, ...others].filter(answer => answer.kind === 'unauthorized')
  const [first] = unauthorized
  return first !== undefined && unauthorized.length > 1
    ? { kind: 'refused', telling: first }
    : { kind: 'unreachable', telling: hooks }
}

/** Refused, or nothing there, which an unknown store may be answered with too. */
function saidNo(answer: Answer): boolean {
  return wasRefused(answer) || answer.kind === 'not_found'
}

function isOfStore(answer: Answer): boolean {
  return answer.kind === 'ok' && typeof answer.json === 'object' && answer.json !== null && 'id' in answer.json
}
