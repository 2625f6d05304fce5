import { hashKey, type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RowPage, RowSource } from './row-source.ts'
import { learn, type Trail, useTrail } from './trails.ts'

/** Skeletons at the end of what is known, where the next page will be. */
const rowsAhead = 12
/** The next page is read before its first row comes into sight. */
const readAhead = 30
/** Pages farther away than this are forgotten, so that a long way down costs no memory. */
const pagesKept = 6

export interface Rows<Row> {
  /** How many rows are known to be there, and a few that are on their way. */
  readonly count: number
  /** How many there are in all; null while nobody has seen the end. */
  readonly end: number | null
  /** `undefined` while it is being read. */
  readonly at: (index: number) => Row | undefined
  /** The rows of what was asked before, until the first new ones are there. */
  readonly isStandIn: boolean
  readonly isEmpty: boolean
  readonly error: unknown
  readonly retry: () => void
}

/** How long a list is, before it is known which of its rows are on the screen. */
export function useLength<Row>(source: RowSource<Row>): { readonly list: string; readonly trail: Trail } {
  const list = hashKey(source.key)
  return { list, trail: useTrail(list) }
}

export function countOf({ starts, end }: Trail, limit: number): number {
  return end ?? (starts.length - 1) * limit + rowsAhead
}

/** Reads the pages of a list that hold the rows from `first` to `last`. */
export function useRows<Row>(source: RowSource<Row>, first: number, last: number): Rows<Row> {
  const { list, trail } = useLength(source)
  const client = useQueryClient()
  const { limit } = source
  const lastPage = trail.starts.length - 1
  const from = Math.min(lastPage, Math.floor(first / limit))
  const to = Math.min(lastPage, Math.floor((last + readAhead) / limit))
  const wanted = Array.from({ length: to - from + 1 }, (_, step) => from + step)
  const results = useQueries({
    queries: wanted.map(index => {
      const after = trail.starts[index] ?? null
      return { queryKey: [...source.key, after], queryFn: () => source.read(after), meta: { index }, gcTime: 60_000 }
    }),
  })

  const before = useRef<{ list: string; pages: ReadonlyMap<number, RowPage<Row>> }>({ list, pages: new Map() })
  const isSameList = before.current.list === list
  const pages = new Map<number, RowPage<Row>>()
  for (const [place, index] of wanted.entries()) {
    // Where rows came in above, a page begins elsewhere than before: what it showed stays until it is read again.
    const page = results[place]?.data ?? (isSameList ? before.current.pages.get(index) : undefined)
    if (page !== undefined) pages.set(index, page)
  }
  const standIn = isSameList || pages.size > 0 ? undefined : before.current.pages.get(0)
  useEffect(() => {
    if (standIn === undefined) before.current = { list, pages }
    for (const [place, index] of wanted.entries()) {
      const page = results[place]?.data
      if (page !== undefined) learn(list, index, limit, page)
    }
    forgetFar(client, source, from)
  })
  const shown = standIn === undefined ? pages : new Map([[0, standIn]])
  const failed = results.find(result => result.error !== null && result.data === undefined)
  return {
    count: standIn?.rows.length ?? countOf(trail, limit),
    end: standIn?.rows.length ?? trail.end,
    at: index => shown.get(Math.floor(index / limit))?.rows[index % limit],
    isStandIn: standIn !== undefined,
    isEmpty: standIn === undefined && trail.end === 0,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  }
}

function forgetFar<Row>(client: QueryClient, source: RowSource<Row>, shown: number): void {
  const cache = client.getQueryCache()
  for (const query of cache.findAll({ queryKey: source.key, type: 'inactive' })) {
    const index = query.meta?.index
    if (typeof index === 'number' && Math.abs(index - shown) > pagesKept) cache.remove(query)
  }
}
