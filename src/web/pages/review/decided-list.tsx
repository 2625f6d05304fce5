import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { ReviewItem } from '../../../api/contract/review.ts'
import { When } from '../../parts/when.tsx'
import { ReviewCard } from './card.tsx'
import classes from './review.module.css'
import { useReopen } from './use-decide.ts'
import { decidedWords } from './words.ts'

/** What was decided, the latest first; each can be taken back. */
export function DecidedList({ items }: { items: readonly ReviewItem[] }) {
  const reopen = useReopen()
  return (
    <ol className={classes.cards} aria-label="Matches that were decided">
      {items.map(item => (
        <li key={item.id}>
          <ReviewCard item={item}>
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
                onClick={() => reopen.mutate([item.id])}
              >
                Take back
              </Button>
            </div>
          </ReviewCard>
        </li>
      ))}
    </ol>
  )
}
