import type { OwnedField } from '../../../api/contract/drift.ts'

export type Owner = OwnedField['owner']

/** What each owner means, and what follows when a field gets it. */
export const ownerWords = {
  hub: {
    title: 'The hub',
    means:
      'What you edit here goes to the store. An edit made in the store stands under Edited in the store until you decide.',
    follows: 'The hub writes it from now on, beginning with what the store shows now. Nothing is sent by this.',
  },
  store: {
    title: 'The store',
    means:
      'The hub never writes it. What is edited in the store is followed, by your catalog too where it came from there.',
    follows:
      'The hub never writes it again and follows what is edited in the store. What was edited there is taken, and what waits to be sent of it is dropped.',
  },
  nobody: {
    title: 'Nobody',
    means: 'The hub neither writes it nor lets your catalog follow it: this channel just shows what its store has.',
    follows:
      'The hub neither writes it nor lets your catalog follow it. What was edited in the store is taken, and what waits to be sent of it is dropped.',
  },
} as const satisfies Record<Owner, unknown>

export function isOther({ owner, byDefault }: OwnedField): boolean {
  return owner !== byDefault
}
