import { useMutation } from '@tanstack/react-query'
import type { Run } from '../../../api/contract/runs.ts'
import { call } from '../../client.ts'
import { queryClient } from '../../queries.ts'
import { catalogQuery, runChanged, runQuery } from '../../run-queries.ts'

/** Import from store: begins at once, and its progress comes by itself. */
export function useStartImport(channelId: string) {
  return useMutation({
    mutationFn: (mode: Run['mode']) =>
      call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: { mode } }),
    onSuccess: run => {
      queryClient.setQueryData(runQuery(run.id).queryKey, run)
      queryClient.setQueryData(catalogQuery(channelId).queryKey, state => state && { ...state, activeRun: run })
      runChanged(run)
    },
    // It may run already, started elsewhere; then the page shows that one.
    onError: () => queryClient.invalidateQueries({ queryKey: catalogQuery(channelId).queryKey }),
  })
}

export type StartImport = ReturnType<typeof useStartImport>
