import { useMutation } from '@tanstack/react-query'
import type { MatchReason, ReviewDecision } from '../../../api/contract/review.ts'
import { call } from '../../client.ts'
import { tellDone } from '../../parts/undo.tsx'
import { readAll } from '../../read-all.ts'
import { reviewChanged } from '../../review-queries.ts'
import { catalogChanged } from '../../run-queries.ts'
import { messageId, tellLeft, useReopen } from './use-decide.ts'
import { doneWords } from './words.ts'

/** As many as the hub takes back at once. */
export const undoneMost = 1_000

interface Wish {
  readonly reason: MatchReason
  readonly channelId: string | undefined
  readonly decision: ReviewDecision
  readonly waiting: number
}

/** Decides all of a reason. Where they are few enough they are named one by one, so that all can be taken back. */
export function useDecideAll(onDone: () => void) {
  const reopen = useReopen()
  return useMutation({
    mutationFn: async ({ reason, channelId, decision, waiting }: Wish) => {
      const ids = waiting > undoneMost ? undefined : await idsOf(reason, channelId)
      if (ids?.length === 0) return { ids, decided: 0, left: 0, others: [] }
      const body = ids === undefined ? { reason, channelId, decision } : { ids, decision }
      return { ids, ...(await call('POST /api/review/decide', { body })) }
    },
    onSuccess: ({ ids, decided, left, others }, { decision }) => {
      onDone()
      const undo = ids === undefined || decided === 0 ? undefined : () => reopen.mutate(ids)
      tellDone(doneWords(decision, decided), undo, messageId)
      if (left > 0) tellLeft({ left, others })
    },
    onSettled: () => {
      reviewChanged()
      catalogChanged()
    },
  })
}

async function idsOf(reason: MatchReason, channelId: string | undefined): Promise<string[] | undefined> {
  const items = await readAll(undoneMost, async after => {
    const page = await call('GET /api/review', { query: { reason, channelId, limit: 200, after } })
    return { rows: page.items, next: page.next }
  })
  return items?.map(({ id }) => id)
}
