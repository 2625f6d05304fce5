import { useMemo, useState } from 'react'
import type { Picks } from '../grid/grid-row.tsx'

export interface BulkPicks<Row> extends Picks<Row> {
  readonly isAll: boolean
  readonly onAll: (isOn: boolean) => void
  readonly onNone: () => void
}

export const pickedMost = 1_000

interface Chosen {
  /** What the list was asked for when they were chosen. */
  readonly list: string
  readonly isAll: boolean
  readonly ids: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

/** Which rows of a list are chosen: some, or all that it finds. Another question to the list, and none is. */
export function useBulkPicks<Row>(
  list: string,
  keyOf: (row: Row) => string,
  nameOf: (row: Row) => string,
): BulkPicks<Row> {
  const [state, setState] = useState<Chosen>({ list, isAll: false, ids: none })
  const { isAll, ids } = state.list === list ? state : { isAll: false, ids: none }
  return useMemo(
    () => ({
      chosen: ids,
      isAll,
      labelOf: row => `Select ${nameOf(row)}`,
      onPick: (row, isChosen) => {
        const id = keyOf(row)
        const others = [...ids].filter(other => other !== id)
        setState({ list, isAll: false, ids: new Set(isChosen ? [...others, id] : others) })
      },
      onAll: isOn => setState({ list, isAll: isOn, ids: none }),
      onNone: () => setState({ list, isAll: false, ids: none }),
    }),
    [list, isAll, ids, keyOf, nameOf],
  )
}
