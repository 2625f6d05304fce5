import type { ReactNode } from 'react'
import type { Sort } from '../../list-address.ts'
import { type Column, usualSort } from './columns.ts'
import { Grid } from './grid.tsx'
import type { Picks } from './grid-row.tsx'
import { NothingFound } from './nothing-found.tsx'
import type { RowSource } from './row-source.ts'
import { Toolbar } from './toolbar.tsx'

interface Asked {
  readonly search?: string | undefined
  readonly sort?: Sort | undefined
}

interface Props<Row> {
  readonly label: string
  readonly source: RowSource<Row>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly ask: Asked
  readonly isFiltered: boolean
  readonly counted: { readonly count: number; readonly atLeast: boolean } | undefined
  /** `replace` where the step before is not worth coming back to. */
  readonly onChange: (part: Asked, replace: boolean) => void
  readonly onClear: () => void
  readonly filters: ReactNode
  /** Stands between filters and rows. */
  readonly children?: ReactNode
  readonly picks?: Picks<Row> | undefined
  /** Stands where there are no products at all. */
  readonly none: ReactNode
}

/** A list of products with all that belongs to it: search, filters, count, rows. */
export function ProductList<Row>(props: Props<Row>) {
  const { label, source, columns, keyOf, ask, isFiltered, counted, onChange, onClear, filters, children, picks } = props
  const onSort = (sort: Sort) => onChange({ sort: sort === usualSort ? undefined : sort }, false)
  return (
    <>
      <Toolbar
        search={ask.search}
        // Of a word that is being typed only the last state is worth coming back to.
        onSearch={search => onChange({ search }, ask.search !== undefined && search !== undefined)}
        sort={ask.sort}
        onSort={onSort}
        changed={columns.find(({ key }) => key === 'changed')?.title ?? 'Updated'}
        counted={counted}
        isFiltered={isFiltered}
        onClear={onClear}
      >
        {filters}
      </Toolbar>
      {children}
      <Grid
        label={label}
        source={source}
        columns={columns}
        keyOf={keyOf}
        sort={ask.sort ?? usualSort}
        onSort={onSort}
        picks={picks}
        empty={isFiltered ? <NothingFound search={ask.search} onClear={onClear} /> : props.none}
      />
    </>
  )
}
