import { useMutation } from '@tanstack/react-query'
import type { Channel, ChannelDetail } from '../../api/contract/channels.ts'
import { call } from '../client.ts'
import { tellDone, tellFailure } from '../parts/undo.tsx'
import { channelQuery, keepChannel, queryClient } from '../queries.ts'

interface Wish {
  readonly paused: boolean
  /** Whether this takes back a step, so that no way back from it is offered again. */
  readonly isUndo?: boolean
}

/** Pauses or resumes a channel: shown at once, put back when the hub refuses, undone with one click. */
export function usePause(channel: Pick<Channel, 'id' | 'name'>) {
  const key = channelQuery(channel.id).queryKey
  const mutation = useMutation({
    mutationFn: ({ paused }: Wish) =>
      call('PATCH /api/channels/:channelId', { params: { channelId: channel.id }, body: { paused } }),
    onMutate: async ({ paused }): Promise<{ before: ChannelDetail | undefined }> => {
      await queryClient.cancelQueries({ queryKey: key })
      const before = queryClient.getQueryData(key)
      if (before !== undefined && paused) queryClient.setQueryData(key, { ...before, state: 'paused' })
      return { before }
    },
    onSuccess: (answer, { paused, isUndo }) => {
      keepChannel(answer)
      const words = paused ? `${channel.name} is paused.` : `${channel.name} is running again.`
      tellDone(words, isUndo === true ? undefined : () => mutation.mutate({ paused: !paused, isUndo: true }))
    },
    onError: (error, _wish, context) => {
      if (context?.before !== undefined) queryClient.setQueryData(key, context.before)
      tellFailure(error)
    },
  })
  return mutation
}
