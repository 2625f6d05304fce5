import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useCallback } from 'react'
import { count } from '../../format.ts'
import type { Sort } from '../../list-address.ts'
import { usualSort } from './columns.ts'
import { FilterPicker } from './filter-picker.tsx'
import { SearchBox } from './search-box.tsx'
import classes from './toolbar.module.css'

interface Props {
  readonly search: string | undefined
  readonly onSearch: (search: string | undefined) => void
  readonly sort: Sort | undefined
  readonly onSort: (sort: Sort) => void
  /** What the list calls the moment of the last change. */
  readonly changed: string
  /** Says what is found. */
  readonly counted: { readonly count: number; readonly atLeast: boolean } | undefined
  readonly isFiltered: boolean
  readonly onClear: () => void
  /** The filters. */
  readonly children: ReactNode
}

const sortsOf = (changed: string): readonly { readonly value: Sort; readonly label: string }[] => [
  { value: 'name', label: 'Name, A to Z' },
  { value: '-name', label: 'Name, Z to A' },
  { value: 'price', label: 'Price, low to high' },
  { value: '-price', label: 'Price, high to low' },
  { value: '-changed', label: `${changed}, newest first` },
  { value: 'changed', label: `${changed}, oldest first` },
]

/** What stands above a list of products: search, filters, and how many were found. */
export function Toolbar(props: Props) {
  const { search, onSearch, sort, onSort, changed, counted, isFiltered, onClear, children } = props
  const sorts = sortsOf(changed)
  const tell = useCallback((text: string) => onSearch(text === '' ? undefined : text), [onSearch])
  return (
    <search className={classes.toolbar} aria-label="Find products">
      <SearchBox value={search ?? ''} onChange={tell} />
      {children}
      <span className={classes.narrowOnly}>
        <FilterPicker
          label="Sort"
          choices={sorts}
          value={sort ?? usualSort}
          onPick={picked => onSort(sorts.find(({ value }) => value === picked)?.value ?? usualSort)}
        />
      </span>
      {isFiltered && (
        <Button variant="subtle" size="compact-md" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          Clear filters
        </Button>
      )}
      <span role="status" className={classes.count}>
        {counted !== undefined && countWords(counted)}
      </span>
    </search>
  )
}

function countWords({ count: found, atLeast }: { count: number; atLeast: boolean }): string {
  return atLeast ? `Over ${found.toLocaleString()} products` : count(found, 'product')
}
