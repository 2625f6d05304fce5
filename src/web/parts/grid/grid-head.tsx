import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Sort } from '../../list-address.ts'
import { type Column, reversed } from './columns.ts'
import classes from './grid.module.css'
import type { Picks } from './grid-row.tsx'

interface Props<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly picks: Picks<Row> | undefined
}

/** The names of the columns; those by which the list can be sorted are buttons. */
export function GridHead<Row>({ columns, sort, onSort, picks }: Props<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {picks !== undefined && (
          <th scope="col" data-col="pick">
            <PickHead picks={picks} />
          </th>
        )}
        {columns.map(({ key, title, sort: own }) =>
          own === undefined ? (
            <th key={key} scope="col" data-col={key}>
              {title}
            </th>
          ) : (
            <SortHead key={key} column={key} title={title} own={own} sort={sort} onSort={onSort} />
          ),
        )}
      </tr>
    </thead>
  )
}

function PickHead<Row>({ picks: { chosen, isAll = false, onAll } }: { picks: Picks<Row> }) {
  if (onAll === undefined) return <span className="cw-sr">Select</span>
  return (
    <Checkbox
      size="xs"
      aria-label="Select all that match"
      checked={isAll}
      indeterminate={!isAll && chosen.size > 0}
      onChange={event => onAll(event.currentTarget.checked)}
    />
  )
}

interface SortProps {
  readonly column: string
  readonly title: string
  readonly own: Sort
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

function SortHead({ column, title, own, sort, onSort }: SortProps) {
  const isOn = sort === own || sort === reversed(own)
  const isDown = sort.startsWith('-')
  const Arrow = isDown ? IconArrowDown : IconArrowUp
  return (
    <th scope="col" data-col={column} {...(isOn ? { 'aria-sort': isDown ? 'descending' : 'ascending' } : {})}>
      <button
        type="button"
        className={classes.sort}
        data-on={isOn || undefined}
        onClick={() => onSort(sort === own ? reversed(own) : own)}
      >
        {title}
        <Arrow size={14} aria-hidden />
      </button>
    </th>
  )
}
