import { useMutation } from '@tanstack/react-query'
import type { ConnectionForm } from '../../../api/contract/channels.ts'
import { call, HubProblem } from '../../client.ts'
import type { ConnectionValues } from '../../handoff.ts'
import { endLiveCheck, forgetLiveCheck, keepRefusedRows } from '../../live-checks.ts'
import { keepChannel } from '../../queries.ts'

interface Attempt {
  readonly values: ConnectionValues
  readonly keepUnchecked?: boolean
}

/** Save: the hub checks the values against the store and keeps them if it accepts them. Rows come as events meanwhile. */
export function useSaveConnection(
  channelId: string,
  outcome: { onSaved: () => void; onError: (error: Error) => void },
) {
  return useMutation({
    mutationFn: ({ values, keepUnchecked }: Attempt) =>
      call('PUT /api/channels/:channelId/connection', {
        params: { channelId },
        body: { ...asBody(values), ...(keepUnchecked === true ? { keepUnchecked } : {}) },
      }),
    onMutate: () => forgetLiveCheck(channelId),
    onSuccess: channel => {
      forgetLiveCheck(channelId)
      keepChannel(channel)
      outcome.onSaved()
    },
    onError: error => {
      endLiveCheck(channelId)
      void readRefusedCheck(channelId, error)
      outcome.onError(error)
    },
  })
}

/** Runs the doctor with the credentials that are stored. */
export function useRunCheck(channelId: string) {
  return useMutation({
    mutationFn: () => call('POST /api/channels/:channelId/checks', { params: { channelId } }),
    onMutate: () => forgetLiveCheck(channelId),
    onSuccess: channel => {
      forgetLiveCheck(channelId)
      keepChannel(channel)
    },
    onError: () => endLiveCheck(channelId),
  })
}

/** Some rows may not have come as events: the hub keeps those of credentials that it did not keep, too. */
async function readRefusedCheck(channelId: string, error: Error): Promise<void> {
  const checkId = error instanceof HubProblem ? error.about.checkId : undefined
  if (checkId === undefined) return
  const check = await call('GET /api/channels/:channelId/checks/:checkId', { params: { channelId, checkId } }).catch(
    () => null,
  )
  if (check !== null) keepRefusedRows(channelId, check.id, check.rows)
}

/** What was left empty is not sent: the hub keeps what it has. */
function asBody(values: ConnectionValues): ConnectionForm {
  return {
    storeHash: values.storeHash,
    clientId: values.clientId,
    ...(values.accessToken === '' ? {} : { accessToken: values.accessToken }),
    ...(values.clientSecret === '' ? {} : { clientSecret: values.clientSecret }),
    ...(values.apiAddress.trim() === '' ? {} : { apiAddress: values.apiAddress }),
  }
}
