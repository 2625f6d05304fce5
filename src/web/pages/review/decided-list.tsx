import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { MatchReason, ReviewItem } from '../../../api/contract/review.ts'
import { When } from '../../parts/when.tsx'
import { ReviewCard } from './card.tsx'
import classes from './review.module.css'
import { useReopen } from './use-decide.ts'
import { decidedWords } from './words.ts'

/** What was decided, the latest first; what was decided of one pair of products at once is taken back at once. */
export function DecidedList({
  items,
  titleOf,
}: {
  items: readonly ReviewItem[]
  titleOf: (reason: MatchReason) => string
}) {
  const reopen = useReopen()
  const together = Map.groupBy(items, decidedAs)
  return (
    <ol className={classes.cards} aria-label="Matches that were decided">
      {[...together].map(([key, [item, ...others]]) =>
        item === undefined ? null : (
          <li key={key}>
            <ReviewCard items={[item, ...others]} titleOf={titleOf}>
              <div className={classes.decided}>
                <p>
                  <strong>{decidedWords(item.decision)}</strong>
                  {item.decidedBy !== null && (
                    <>
                      {' '}
                      by <bdi>{item.decidedBy}</bdi>
                    </>
                  )}
                  {item.decidedAt !== null && (
                    <>
                      {' '}
                      <When at={item.decidedAt} />
                    </>
                  )}
                </p>
                <Button
                  variant="default"
                  size="compact-md"
                  leftSection={<IconArrowBackUp size={15} aria-hidden />}
                  loading={reopen.isPending && reopen.variables.includes(item.id)}
                  onClick={() => reopen.mutate([item, ...others].map(({ id }) => id))}
                >
                  {others.length === 0 ? 'Take back' : `Take back all ${others.length + 1}`}
                </Button>
              </div>
            </ReviewCard>
          </li>
        ),
      )}
    </ol>
  )
}

function decidedAs({ channelId, listingRemoteId, master, decision, decidedAt }: ReviewItem): string {
  return [channelId, listingRemoteId, master.productId, decision, decidedAt].join(' ')
}
