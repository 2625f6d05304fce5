import { Combobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Choice, FilterPicker } from './filter-picker.tsx'

export interface Choices {
  readonly brands: readonly Choice[]
  readonly categories: readonly Choice[]
  readonly more: boolean
}

/** Who knows the choices. */
export interface ChoiceSource {
  readonly key: QueryKey
  readonly read: (search: string | undefined) => Promise<Choices>
}

interface Props {
  readonly label: string
  readonly anyLabel: string
  readonly of: 'brands' | 'categories'
  /** A choice that is always there, such as products without a brand. */
  readonly extra?: Choice
  readonly source: ChoiceSource
  readonly value: string | undefined
  readonly onPick: (value: string | undefined) => void
}

/** Words for choices that were picked, as their list may have others by then. */
const words = new Map<string, string>()

/** A filter whose choices the hub knows, too many to have all at once. */
export function RemotePicker({ label, anyLabel, of, extra, source, value, onPick }: Props) {
  const [text, setText] = useState('')
  const [wasOpened, setOpened] = useState(false)
  const [search] = useDebouncedValue(text.trim(), 200)
  const found = useQuery({
    queryKey: [...source.key, search],
    queryFn: () => source.read(search === '' ? undefined : search),
    enabled: wasOpened || value !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const known = found.data?.[of] ?? []
  const choices = extra !== undefined && search === '' ? [extra, ...known] : known
  const keyOf = (picked: string) => `${source.key.join(' ')} ${of} ${picked}`
  const fallback = value === undefined ? undefined : words.get(keyOf(value))
  return (
    <FilterPicker
      label={label}
      anyLabel={anyLabel}
      choices={choices}
      value={value}
      valueLabel={choices.find(choice => choice.value === value)?.label ?? fallback}
      onOpen={() => setOpened(true)}
      onPick={picked => {
        const chosen = choices.find(choice => choice.value === picked)
        if (chosen !== undefined) words.set(keyOf(chosen.value), chosen.label)
        onPick(picked)
      }}
      search={{ text, onText: setText, note: <Note found={found} isEmpty={choices.length === 0} /> }}
    />
  )
}

interface NoteProps {
  readonly found: { readonly data: Choices | undefined; readonly isError: boolean }
  readonly isEmpty: boolean
}

function Note({ found, isEmpty }: NoteProps) {
  if (found.isError) return <Combobox.Empty>The hub did not answer. Close this and open it again.</Combobox.Empty>
  if (found.data === undefined) return <Combobox.Empty>Reading…</Combobox.Empty>
  if (isEmpty) return <Combobox.Empty>Nothing found</Combobox.Empty>
  if (found.data.more) return <Combobox.Footer>There are more: search for them.</Combobox.Footer>
  return null
}
