import type { Channel } from '../../../api/contract/channels.ts'
import { productChoices } from '../../catalog-queries.ts'
import { type ProductAsk, productAsk } from '../../list-address.ts'
import { FilterPicker } from '../../parts/grid/filter-picker.tsx'
import { RemotePicker } from '../../parts/grid/remote-picker.tsx'

interface Props {
  readonly channels: readonly Channel[]
  readonly ask: ProductAsk
  readonly onChange: (part: ProductAsk) => void
}

/** Without a choice the list is of those that are not archived. */
const states = [{ value: 'archived', label: 'Archived' }]

const faults = [
  { value: 'any', label: 'Any fault' },
  { value: 'blank', label: 'No SKU' },
  { value: 'too_long', label: 'Too long' },
  { value: 'invalid', label: 'Invalid' },
  { value: 'duplicate', label: 'Used twice' },
]

function absenceIn({ missingOn, wantedOn }: ProductAsk): string | undefined {
  if (missingOn !== undefined) return `missingOn ${missingOn}`
  return wantedOn === undefined ? undefined : `wantedOn ${wantedOn}`
}

function absenceOf(value: string | undefined): ProductAsk {
  const [what, channelId] = value?.split(' ') ?? []
  return {
    missingOn: what === 'missingOn' ? channelId : undefined,
    wantedOn: what === 'wantedOn' ? channelId : undefined,
  }
}

/** By what Inventory > Products can be narrowed down. */
export function ProductFilters({ channels, ask, onChange }: Props) {
  return (
    <>
      <RemotePicker
        label="Brand"
        anyLabel="Any brand"
        of="brands"
        extra={{ value: '', label: 'Without a brand' }}
        source={productChoices}
        value={ask.brand}
        onPick={brand => onChange({ brand })}
      />
      <RemotePicker
        label="Category"
        anyLabel="Any category"
        of="categories"
        source={productChoices}
        value={ask.category}
        onPick={category => onChange({ category })}
      />
      {channels.length > 0 && (
        <>
          <FilterPicker
            label="Channel"
            anyLabel="Any channel"
            choices={channels.map(({ id, name }) => ({ value: id, label: name }))}
            value={ask.channel}
            onPick={channel => onChange({ channel })}
          />
          <FilterPicker
            label="Not there yet"
            anyLabel="There or not"
            choices={channels.flatMap(({ id, name }) => [
              { value: `missingOn ${id}`, label: `Not on ${name}` },
              { value: `wantedOn ${id}`, label: `Waits for ${name}` },
            ])}
            value={absenceIn(ask)}
            onPick={value => onChange(absenceOf(value))}
          />
        </>
      )}
      <FilterPicker
        label="State"
        anyLabel="Not archived"
        choices={states}
        value={ask.state}
        onPick={state => onChange({ state: productAsk({ state }).state })}
      />
      <FilterPicker
        label="SKU"
        anyLabel="With or without faults"
        choices={faults}
        value={ask.skuFault}
        onPick={skuFault => onChange({ skuFault: productAsk({ skuFault }).skuFault })}
      />
    </>
  )
}
