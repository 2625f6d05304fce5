import { useMutation } from '@tanstack/react-query'
import type { ChannelLive } from '../../../api/contract/live.ts'
import { call } from '../../client.ts'
import { keepChannelLive, keepLive } from '../../live-queries.ts'
import { tellFailure } from '../undo.tsx'

/** Stops all writing, at once: whoever presses this has no time for a question. */
export function useStopAll() {
  return useMutation({ mutationFn: () => call('POST /api/stop-writing'), onSuccess: keepLive, onError: tellFailure })
}

export function useResumeAll(onDone: () => void) {
  return useMutation({
    mutationFn: () => call('POST /api/resume-writing'),
    onSuccess: live => {
      keepLive(live)
      onDone()
    },
  })
}

export function useStopChannel({ channelId }: Pick<ChannelLive, 'channelId'>) {
  return useMutation({
    mutationFn: () => call('POST /api/channels/:channelId/stop-writing', { params: { channelId } }),
    onSuccess: keepChannelLive,
    onError: tellFailure,
  })
}

export function useResumeChannel({ channelId }: Pick<ChannelLive, 'channelId'>, onDone: () => void) {
  return useMutation({
    mutationFn: () => call('POST /api/channels/:channelId/resume-writing', { params: { channelId } }),
    onSuccess: channel => {
      keepChannelLive(channel)
      onDone()
    },
  })
}
