import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { productChoices } from '../../catalog-queries.ts'
import { shownPath } from './values.ts'

interface Props {
  readonly shared: object
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}

/** Paths of categories out of those that there are. */
export function CategoriesControl({ shared, label, value, onChange }: Props) {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim().slice(0, 200), 200)
  const found = useQuery({
    queryKey: [...productChoices.key, search],
    queryFn: () => productChoices.read(search === '' ? undefined : search),
    placeholderData: before => before,
    staleTime: 60_000,
  })
  const paths = [...new Set([...value, ...(found.data?.categories.map(choice => choice.value) ?? [])])]
  return (
    <MultiSelect
      {...shared}
      aria-label={label}
      placeholder={value.length === 0 ? 'none' : ''}
      data={paths.map(path => ({ value: path, label: shownPath(path) }))}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The hub has searched already, in words of any order.
      filter={({ options }) => options}
      hidePickedOptions
      nothingFoundMessage="Nothing found"
      maxDropdownHeight={280}
      value={[...value]}
      onChange={onChange}
    />
  )
}
