import { useMutation } from '@tanstack/react-query'
import type { Input, Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { toDoChanged } from '../../plan-queries.ts'
import { productsChanged } from '../../products-changed.ts'
import { tellDone, tellFailure, tellPlain } from '../undo.tsx'

/** Master products by their ids, or all that a filter finds. */
export type ToPut = Input<Routes['POST /api/channels/:channelId/products']>['body']

export type PutResult = Output<Routes['POST /api/channels/:channelId/products']>

/** Wants products on a channel, and gives what came of it. */
export function putOn(channelId: string, which: ToPut): Promise<PutResult> {
  return call('POST /api/channels/:channelId/products', { params: { channelId }, body: which }).finally(haveChanged)
}

/** Puts one product on a channel and tells of it, with the way back. */
export function usePut(channel: { readonly id: string; readonly name: string }, which: ToPut) {
  const withdraw = useWithdraw(channel.id, which)
  return useMutation({
    mutationFn: () => putOn(channel.id, which),
    onSuccess: ({ wanted, faults: [fault] }) => {
      if (fault !== undefined) tellPlain(fault.reason, fault.fix)
      else if (wanted > 0) tellDone(`It waits to be put on ${channel.name}.`, () => withdraw.mutate())
      else tellDone(`It is on ${channel.name} already, or waits to be put there.`)
    },
    onError: tellFailure,
  })
}

/** Takes back that a channel is to get products. */
export function useWithdraw(channelId: string, which: ToPut, onDone: () => void = () => undefined) {
  return useMutation({
    mutationFn: () => call('DELETE /api/channels/:channelId/products', { params: { channelId }, body: which }),
    onSuccess: ({ withdrawn }) => {
      tellDone(withdrawn === 0 ? 'Nothing of it waited any more.' : `${count(withdrawn, 'product')} taken back.`)
      onDone()
    },
    onError: tellFailure,
    onSettled: haveChanged,
  })
}

function haveChanged(): void {
  productsChanged()
  toDoChanged()
}
