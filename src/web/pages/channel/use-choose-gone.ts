import { useMutation } from '@tanstack/react-query'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { readAll } from '../../read-all.ts'
import { catalogChanged } from '../../run-queries.ts'
import { type GoneChoice, goneChoices } from './gone-words.ts'

/** As many as the hub takes at once; of more than these there is no way back in one click. */
const undoneMost = 1_000

interface Options {
  readonly channelId: string
  readonly remoteIds: readonly string[] | undefined
  readonly onDone: () => void
}

/** Says what becomes of products that are gone, with the way back where it is known which they were. */
export function useChooseGone({ channelId, remoteIds, onDone }: Options) {
  const takeBack = useMutation({
    mutationFn: (ids: string[]) => say(channelId, ids, null),
    onSuccess: ({ changed }) => tellDone(`${count(changed, 'product')} undecided again.`),
    onError: tellFailure,
    onSettled: catalogChanged,
  })
  return useMutation({
    mutationFn: async (choice: GoneChoice) => {
      const ids = remoteIds === undefined ? await undecided(channelId) : [...remoteIds]
      return { ids, choice, changed: (await say(channelId, ids, choice)).changed }
    },
    onSuccess: ({ ids, choice, changed }) => {
      onDone()
      const words = goneChoices[choice].done(count(changed, 'product'))
      tellDone(words, ids === undefined ? undefined : () => takeBack.mutate(ids))
    },
    onSettled: catalogChanged,
  })
}

async function say(channelId: string, remoteIds: string[] | undefined, choice: GoneChoice | null) {
  if (remoteIds?.length === 0) return { changed: 0 }
  const body = remoteIds === undefined ? { choice } : { remoteIds, choice }
  return call('POST /api/channels/:channelId/gone', { params: { channelId }, body })
}

/** Which they are; undefined where they are too many to be named. */
async function undecided(channelId: string): Promise<string[] | undefined> {
  const listings = await readAll(undoneMost, async after => {
    const query = { state: 'gone', limit: 200, after } as const
    const page = await call('GET /api/channels/:channelId/listings', { params: { channelId }, query })
    return { rows: page.listings, next: page.next }
  })
  return listings?.filter(({ goneChoice }) => goneChoice === null).map(({ remoteId }) => remoteId)
}
