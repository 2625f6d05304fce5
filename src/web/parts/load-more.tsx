import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { wordsOf } from './problem.tsx'
import table from './table.module.css'

interface Props {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isFetchNextPageError: boolean
    readonly error: Error | null
    readonly fetchNextPage: () => unknown
  }
  /** How many are shown, of how many. */
  readonly note?: ReactNode
}

/** The end of a list that comes in pages. */
export function LoadMore({ query, note }: Props) {
  if (!query.hasNextPage && note === undefined) return null
  return (
    <div className={table.moreLine}>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load more
        </Button>
      )}
      {query.isFetchNextPageError && <span role="alert">{wordsOf(query.error).title} Try once more.</span>}
      {note !== undefined && <span className={table.muted}>{note}</span>}
    </div>
  )
}
