import { queryOptions } from '@tanstack/react-query'
import type { Sending } from '../api/contract/sending.ts'
import { call } from './client.ts'
import { queryClient } from './queries.ts'

/** How what is edited gets to the store of a channel, as the settings show it. */
export const sendingQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['sending', channelId],
    queryFn: () => call('GET /api/channels/:channelId/sending', { params: { channelId } }),
  })

export function keepSending(sending: Sending): void {
  queryClient.setQueryData(sendingQuery(sending.channelId).queryKey, sending)
}

/** Something was edited, sent, switched or stopped: what waits, and why, may be another. */
export function sendingChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['sending'] })
}
