import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

/** How fields can be edited: of the master catalog, or as a channel's own values. */
export const editFieldsQuery = (channelId?: string) =>
  queryOptions({
    queryKey: ['edit-fields', channelId ?? ''],
    queryFn: async () => (await call('GET /api/edit-fields', { query: { channelId } })).fields,
  })
