import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import type { Column } from './columns.ts'
import classes from './grid.module.css'

/** Rows that are chosen for something, by their key. */
export interface Picks<Row> {
  readonly chosen: ReadonlySet<string>
  readonly onPick: (row: Row, isChosen: boolean) => void
  readonly labelOf: (row: Row) => string
  /** All that the list finds are chosen, and the way to choose them; where that can be done. */
  readonly isAll?: boolean
  readonly onAll?: (isOn: boolean) => void
}

interface Props<Row> {
  readonly row: Row
  readonly index: number
  readonly columns: readonly Column<Row>[]
  readonly measure: (element: HTMLElement | null) => void
  readonly picks: Picks<Row> | undefined
  readonly isChosen: boolean
}

function OneRow<Row>({ row, index, columns, measure, picks, isChosen }: Props<Row>) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} data-chosen={isChosen || undefined}>
      {picks !== undefined && (
        <td data-col="pick">
          <Checkbox
            size="xs"
            className={classes.check}
            aria-label={picks.labelOf(row)}
            checked={isChosen}
            onChange={event => picks.onPick(row, event.currentTarget.checked)}
          />
        </td>
      )}
      {columns.map(({ key, cell }, place) =>
        place === 0 ? (
          <th key={key} scope="row" data-col={key}>
            {cell(row)}
          </th>
        ) : (
          <td key={key} data-col={key}>
            {cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}

export const Row = memo(OneRow) as typeof OneRow

interface SkeletonProps {
  readonly index: number
  readonly columns: readonly { readonly key: string }[]
  readonly measure: (element: HTMLElement | null) => void
  readonly canPick: boolean
}

/** Keeps the place of a row that is on its way. */
export const SkeletonRow = memo(function SkeletonRow({ index, columns, measure, canPick }: SkeletonProps) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr ref={measure} data-index={index} aria-hidden="true">
      {canPick && <td data-col="pick" />}
      {columns.map(({ key }) => (
        <td key={key} data-col={key}>
          <span className={classes.bar} />
        </td>
      ))}
    </tr>
  )
})
