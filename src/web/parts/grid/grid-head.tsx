import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Sort } from '../../list-address.ts'
import { type Column, reversed } from './columns.ts'
import classes from './grid.module.css'

interface Props<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly canPick: boolean
}

/** The names of the columns; those by which the list can be sorted are buttons. */
export function GridHead<Row>({ columns, sort, onSort, canPick }: Props<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {canPick && (
          <th scope="col" data-col="pick">
            <span className="cw-sr">Select</span>
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
