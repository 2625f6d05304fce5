import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Sort } from '../../list-address.ts'
import { ProblemAlert } from '../problem.tsx'
import type { Column } from './columns.ts'
import classes from './grid.module.css'
import { GridHead } from './grid-head.tsx'
import { type Picks, Row, SkeletonRow } from './grid-row.tsx'
import type { RowSource } from './row-source.ts'
import { useArrows } from './use-arrows.ts'
import { useRowWindow } from './use-row-window.ts'
import { countOf, useLength, useRows } from './use-rows.ts'
import './kit.css'

/** As the styles have them, in px. */
const rowHeight = 60
const cardHeight = 105
const headHeight = 36

interface Props<Row> {
  readonly label: string
  readonly source: RowSource<Row>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly picks: Picks<Row> | undefined
  /** Stands in place of the table when nothing is found. */
  readonly empty: ReactNode
}

/** A long list as a table: only the rows on the screen are drawn, and only their pages are read. */
export function Grid<R>({ label, source, columns, keyOf, sort, onSort, picks, empty }: Props<R>) {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const { trail } = useLength(source)
  const { frame, items, before, after, measure, reveal } = useRowWindow<HTMLTableSectionElement>({
    count: countOf(trail, source.limit),
    rowHeight: isNarrow ? cardHeight : rowHeight,
    covered: isNarrow ? 0 : headHeight,
  })
  const rows = useRows(source, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const onKeyDown = useArrows(rows.count, reveal)
  const columnCount = columns.length + (picks === undefined ? 0 : 1)
  const problem = rows.error !== null && (
    <ProblemAlert error={rows.error}>
      <Button variant="default" onClick={rows.retry}>
        Try again
      </Button>
    </ProblemAlert>
  )
  if (rows.isEmpty) return empty
  if (problem && rows.at(items[0]?.index ?? 0) === undefined) return problem
  return (
    <>
      {problem}
      <div className={classes.frame} data-stand-in={rows.isStandIn || undefined}>
        <table
          className={classes.grid}
          aria-label={label}
          aria-rowcount={rows.end === null ? -1 : rows.end + 1}
          aria-busy={rows.isStandIn || rows.at(0) === undefined}
          onKeyDown={onKeyDown}
        >
          <GridHead columns={columns} sort={sort} onSort={onSort} picks={picks} />
          <tbody ref={frame}>
            <Room height={before} columns={columnCount} />
            {items.map(({ index }) => {
              const row = index < rows.count ? rows.at(index) : undefined
              if (row === undefined && rows.isStandIn) return null
              return row === undefined ? (
                <SkeletonRow
                  key={index}
                  index={index}
                  columns={columns}
                  measure={measure}
                  canPick={picks !== undefined}
                />
              ) : (
                <Row
                  key={index}
                  row={row}
                  index={index}
                  columns={columns}
                  measure={measure}
                  picks={picks}
                  isChosen={picks !== undefined && (picks.isAll === true || picks.chosen.has(keyOf(row)))}
                />
              )
            })}
            <Room height={after} columns={columnCount} />
          </tbody>
        </table>
      </div>
    </>
  )
}

/** Stands for the rows that are not drawn. */
function Room({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr aria-hidden="true" className={classes.room}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
