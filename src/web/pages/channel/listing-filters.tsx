import { listingChoices } from '../../catalog-queries.ts'
import { type ListingAsk, listingAsk } from '../../list-address.ts'
import { FilterPicker } from '../../parts/grid/filter-picker.tsx'
import { RemotePicker } from '../../parts/grid/remote-picker.tsx'

interface Props {
  readonly channelId: string
  readonly ask: ListingAsk
  readonly onChange: (part: ListingAsk) => void
}

const states = [
  { value: 'visible', label: 'Visible' },
  { value: 'hidden', label: 'Hidden' },
  { value: 'gone', label: 'Gone from the store' },
]

const matches = [
  { value: 'matched', label: 'Matched' },
  { value: 'waiting', label: 'Not matched yet' },
  { value: 'left_out', label: 'Left out' },
]

/** By what Channel Products can be narrowed down. */
export function ListingFilters({ channelId, ask, onChange }: Props) {
  const source = listingChoices(channelId)
  return (
    <>
      <RemotePicker
        label="Brand"
        anyLabel="Any brand"
        of="brands"
        extra={{ value: 'none', label: 'Without a brand' }}
        source={source}
        value={ask.brand}
        onPick={brand => onChange({ brand })}
      />
      <RemotePicker
        label="Category"
        anyLabel="Any category"
        of="categories"
        source={source}
        value={ask.category}
        onPick={category => onChange({ category })}
      />
      <FilterPicker
        label="State"
        anyLabel="Any state"
        choices={states}
        value={ask.state}
        onPick={state => onChange({ state: listingAsk({ state }).state })}
      />
      <FilterPicker
        label="Match"
        anyLabel="Matched or not"
        choices={matches}
        value={ask.match}
        onPick={match => onChange({ match: listingAsk({ match }).match })}
      />
    </>
  )
}
