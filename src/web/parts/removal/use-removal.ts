import { useMutation, useQuery } from '@tanstack/react-query'
import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { toDoChanged } from '../../plan-queries.ts'
import { removalsChanged, removalsOfQuery } from '../../removal-queries.ts'
import { tellDone, tellFailure } from '../undo.tsx'

/** Which are meant: products by their ids in the store, or variants of one by theirs. */
export type ToRemove =
  | { readonly products: readonly string[] }
  | { readonly variants: readonly { readonly listingId: string; readonly offerId: string }[] }

/** The request’s form of it. */
export function bodyOf(what: ToRemove): Input<Routes['DELETE /api/channels/:channelId/removals']>['body'] {
  return 'products' in what ? { products: [...what.products] } : { variants: [...what.variants] }
}

export function thingOf(what: ToRemove): 'product' | 'variant' {
  return 'products' in what ? 'product' : 'variant'
}

/** Takes back that something is to be deleted. */
export function useKeep(channelId: string) {
  return useMutation({
    mutationFn: (what: ToRemove) =>
      call('DELETE /api/channels/:channelId/removals', { params: { channelId }, body: bodyOf(what) }),
    onSuccess: ({ withdrawn }, what) =>
      tellDone(
        withdrawn === 0
          ? 'Nothing of it waited to be deleted any more.'
          : `${count(withdrawn, thingOf(what))} ${withdrawn === 1 ? 'stays' : 'stay'} in the store.`,
      ),
    onError: tellFailure,
    onSettled: removalsHaveChanged,
  })
}

/** Asks for something to be deleted with the next changes, with the way back. */
export function useRemove(channelId: string, what: ToRemove, onDone: () => void) {
  const keep = useKeep(channelId)
  return useMutation({
    mutationFn: () =>
      call('POST /api/channels/:channelId/removals', { params: { channelId }, body: { ...bodyOf(what) } }),
    onSuccess: ({ wanted }) => {
      onDone()
      const words = `${count(wanted, thingOf(what))} ${wanted === 1 ? 'stands' : 'stand'} in the next changes to review, to be deleted.`
      tellDone(words, () => keep.mutate(what))
    },
    onSettled: removalsHaveChanged,
  })
}

function removalsHaveChanged(): void {
  removalsChanged()
  toDoChanged()
}

/** Whether a product of a channel, or with `offerId` one of its variants, waits to be deleted. */
export function useIsToGo(channelId: string, listingId: string, offerId: string | null): boolean {
  const { data } = useQuery({
    ...removalsOfQuery(channelId, listingId),
    select: found => found.some(one => one.listingId === listingId && one.offerId === offerId),
  })
  return data ?? false
}
