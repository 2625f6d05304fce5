import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useMemo } from 'react'
import type { Change } from '../../../api/contract/plans.ts'
import { useArrows } from '../../parts/grid/use-arrows.ts'
import { useRowWindow } from '../../parts/grid/use-row-window.ts'
import { countOf, useLength, useRows } from '../../parts/grid/use-rows.ts'
import { ProblemAlert } from '../../parts/problem.tsx'
import { type ChangeOrder, type ChangeQuery, changeSource } from '../../plan-queries.ts'
import { ChangeRow, type RowTools } from './change-row.tsx'
import classes from './change-table.module.css'

/** As the styles have them, in px. */
const rowHeight = 57
const cardHeight = 150
const headHeight = 36
const columns = 5

interface Props {
  readonly query: ChangeQuery
  readonly tools: RowTools
  readonly empty: ReactNode
}

/** The changes of a plan, those of one product or of one field below one another; only what is on the screen is drawn. */
export function ChangeTable({ query, tools, empty }: Props) {
  const { plan, by } = tools
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const source = useMemo(() => changeSource(plan.id, query, by), [plan.id, query, by])
  const { trail } = useLength(source)
  const { frame, items, before, after, measure, reveal } = useRowWindow<HTMLTableSectionElement>({
    count: countOf(trail, source.limit),
    rowHeight: isNarrow ? cardHeight : rowHeight,
    covered: isNarrow ? 0 : headHeight,
  })
  const rows = useRows(source, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const onKeyDown = useArrows(rows.count, reveal)
  if (rows.isEmpty) return empty
  const problem = rows.error !== null && (
    <ProblemAlert error={rows.error}>
      <Button variant="default" onClick={rows.retry}>
        Try again
      </Button>
    </ProblemAlert>
  )
  if (problem && rows.at(items[0]?.index ?? 0) === undefined) return problem
  const groupOf = (index: number) => groupIn(rows.at(index), by)
  return (
    <>
      {problem}
      <table
        className={classes.table}
        aria-label="Changes"
        aria-rowcount={rows.end === null ? -1 : rows.end + 1}
        aria-busy={rows.isStandIn || rows.at(0) === undefined}
        data-by={by}
        data-stand-in={rows.isStandIn || undefined}
        onKeyDown={onKeyDown}
      >
        <Head by={by} />
        <tbody ref={frame}>
          <Room height={before} />
          {items.map(({ index }) => {
            const change = index < rows.count ? rows.at(index) : undefined
            if (change === undefined)
              return rows.isStandIn ? null : <Skeleton key={index} index={index} measure={measure} />
            return (
              <ChangeRow
                key={index}
                change={change}
                index={index}
                isFirst={groupOf(index) !== groupOf(index - 1)}
                isLast={groupOf(index) !== groupOf(index + 1)}
                measure={measure}
                tools={tools}
              />
            )
          })}
          <Room height={after} />
        </tbody>
      </table>
    </>
  )
}

function groupIn(change: Change | undefined, by: ChangeOrder): string | null {
  if (change === undefined) return null
  if (by === 'field') return `${change.level} ${change.field}`
  // What the store does not have yet has no id, and belongs to nothing else.
  return change.listingId === '' ? `change ${change.id}` : change.listingId
}

function Head({ by }: { by: ChangeOrder }) {
  const [head, what] = by === 'product' ? ['Product', 'Field'] : ['Field', 'Product']
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" data-col="head">
          {head}
        </th>
        <th scope="col" data-col="what">
          {what}
        </th>
        <th scope="col" data-col="now">
          In the store now
        </th>
        <th scope="col" data-col="will">
          Will be
        </th>
        <th scope="col" data-col="state">
          State
        </th>
      </tr>
    </thead>
  )
}

function Skeleton({ index, measure }: { index: number; measure: (element: HTMLElement | null) => void }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr ref={measure} data-index={index} aria-hidden="true">
      {['head', 'what', 'now', 'will', 'state'].map(column => (
        <td key={column} data-col={column}>
          <span className={classes.bar} />
        </td>
      ))}
    </tr>
  )
}

/** Stands for the rows that are not drawn. */
function Room({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr aria-hidden="true" className={classes.room}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
