import { useSyncExternalStore } from 'react'
import type { RowPage } from './row-source.ts'

/**
 * Where the pages of each list begin, as far as they are known. A list that was left keeps its trail, so that Back finds
 * the place where one was, though its rows may be forgotten.
 */
export interface Trail {
  /** By page: the `after` that reads it. */
  readonly starts: readonly (string | null)[]
  /** How many rows there are in all; null while the last page was not seen. */
  readonly end: number | null
}

const start: Trail = { starts: [null], end: null }
const trailsMost = 40
const trails = new Map<string, Trail>()
const listeners = new Set<() => void>()

export function useTrail(list: string): Trail {
  return useSyncExternalStore(
    tell => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => trails.get(list) ?? start,
  )
}

/** Takes in what a page says of the next one. Rows may have come or gone, so what was known is put right. */
export function learn(list: string, index: number, limit: number, page: RowPage<unknown>): void {
  const known = trails.get(list) ?? start
  const learned = page.next === null ? ended(known, index, limit, page) : goesOn(known, index, limit, page.next)
  if (learned === known) return
  trails.delete(list)
  trails.set(list, learned)
  for (const [oldest] of trails) {
    if (trails.size <= trailsMost) break
    trails.delete(oldest)
  }
  for (const tell of listeners) tell()
}

function ended(known: Trail, index: number, limit: number, page: RowPage<unknown>): Trail {
  const end = index * limit + page.rows.length
  if (known.end === end && known.starts.length === index + 1) return known
  return { starts: known.starts.slice(0, index + 1), end }
}

function goesOn(known: Trail, index: number, limit: number, next: string): Trail {
  const isPastEnd = known.end !== null && known.end <= (index + 1) * limit
  if (known.starts[index + 1] === next && !isPastEnd) return known
  const starts = [...known.starts.slice(0, index + 1), next, ...known.starts.slice(index + 2)]
  return { starts, end: isPastEnd ? null : known.end }
}
