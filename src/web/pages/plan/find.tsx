import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useCallback } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import { FilterPicker } from '../../parts/grid/filter-picker.tsx'
import { SearchBox } from '../../parts/grid/search-box.tsx'
import toolbar from '../../parts/grid/toolbar.module.css'
import type { ChangeOrder } from '../../plan-queries.ts'
import classes from './plan.module.css'
import { type ChangeAsk, changeLevels, changeStates, isFiltered } from './search.ts'
import { stateWords } from './words.ts'

interface Props {
  readonly plan: Plan
  readonly ask: ChangeAsk
  readonly counted: { readonly count: number } | undefined
  readonly onChange: (ask: ChangeAsk, replace: boolean) => void
  readonly onClear: () => void
  /** What can be done with all that is found. */
  readonly children: ReactNode
}

const partChoices = [
  { value: 'data', label: 'Product data' },
  { value: 'prices', label: 'Prices' },
  { value: 'images', label: 'Images' },
]
const levelWords: Readonly<Record<(typeof changeLevels)[number], string>> = {
  product: 'Fields of products',
  variant: 'Fields of variants',
  new_product: 'New products',
  new_variant: 'New variants',
  removed_product: 'Deleted products',
  removed_variant: 'Deleted variants',
  brand: 'New brands',
  category: 'New categories',
}
const orderChoices: readonly { readonly value: ChangeOrder; readonly label: string }[] = [
  { value: 'product', label: 'Product' },
  { value: 'field', label: 'Field' },
]

/** Search, filters and order of the changes of a plan, and how many are found. */
export function Find({ plan, ask, counted, onChange, onClear, children }: Props) {
  const put = (part: ChangeAsk) => onChange({ ...ask, ...part }, false)
  const onSearch = useCallback(
    (text: string) => onChange({ ...ask, search: text === '' ? undefined : text }, ask.search !== undefined),
    [onChange, ask],
  )
  const states = changeStates.filter(state => (plan.states[state] ?? 0) > 0 || state === ask.state)
  return (
    <search className={`${toolbar.toolbar} ${classes.find}`} aria-label="Find changes">
      <SearchBox value={ask.search ?? ''} onChange={onSearch} placeholder="Search name or SKU" />
      <FilterPicker
        label="Field"
        choices={fieldChoices(plan)}
        value={ask.field === undefined ? undefined : `${ask.level ?? 'product'} ${ask.field}`}
        anyLabel="All fields"
        onPick={picked => put(fieldOf(picked))}
      />
      <FilterPicker
        label="State"
        choices={states.map(state => ({ value: state, label: stateWords[state].title }))}
        value={ask.state}
        anyLabel="Any state"
        onPick={picked => put({ state: changeStates.find(state => state === picked) })}
      />
      <FilterPicker
        label="Part"
        choices={partChoices.filter(({ value }) => value !== 'images' || hasPart(plan, 'images'))}
        value={ask.part}
        anyLabel="All parts"
        onPick={picked => put({ part: picked as ChangeAsk['part'] })}
      />
      <FilterPicker
        label="Level"
        choices={levelChoices(plan, ask.level)}
        value={ask.field === undefined ? ask.level : undefined}
        anyLabel="Products and variants"
        onPick={picked => put({ level: picked as ChangeAsk['level'], field: undefined })}
      />
      <FilterPicker
        label="Group by"
        choices={orderChoices}
        value={ask.by ?? 'product'}
        onPick={picked => put({ by: picked === 'field' ? 'field' : undefined })}
      />
      <Narrowed ask={ask} onPut={put} />
      {isFiltered(ask) && (
        <Button variant="subtle" size="compact-md" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          Clear filters
        </Button>
      )}
      {children}
      <span role="status" className={toolbar.count}>
        {counted !== undefined && count(counted.count, 'change')}
      </span>
    </search>
  )
}

function hasPart(plan: Plan, part: string): boolean {
  return plan.fields.some(each => each.part === part)
}

function fieldChoices({ fields }: Plan) {
  return fields.map(({ level, field, label }) => ({
    value: `${level} ${field}`,
    label: level === 'variant' ? `${label} of variants` : label,
  }))
}

/** Fields of both always, and whatever else the plan has. */
function levelChoices({ fields }: Plan, asked: ChangeAsk['level']) {
  return changeLevels
    .filter(
      level =>
        level === 'product' || level === 'variant' || level === asked || fields.some(each => each.level === level),
    )
    .map(level => ({ value: level, label: levelWords[level] }))
}

function fieldOf(picked: string | undefined): ChangeAsk {
  const [level, field] = picked?.split(' ') ?? []
  return { level: field === undefined ? undefined : changeLevels.find(each => each === level), field }
}

const brakeWords = {
  price_cut: 'Prices that fall far',
  price_zero: 'Prices that become zero',
  many_hidden: 'Products that are hidden',
  category_emptied: 'Products that leave a category',
  images_lost: 'Images that cannot be brought back',
} as const

/** Filters that other parts of the page set; each can be taken off here. */
function Narrowed({ ask, onPut }: { ask: ChangeAsk; onPut: (part: ChangeAsk) => void }) {
  return (
    <>
      {ask.brake !== undefined && <Chip onClear={() => onPut({ brake: undefined })}>{brakeWords[ask.brake]}</Chip>}
      {ask.edited === 'true' && <Chip onClear={() => onPut({ edited: undefined })}>Edited in the store</Chip>}
      {ask.listingId !== undefined && <Chip onClear={() => onPut({ listingId: undefined })}>One product</Chip>}
    </>
  )
}

function Chip({ onClear, children }: { onClear: () => void; children: string }) {
  return (
    <button type="button" className={toolbar.pick} data-on aria-label={`No longer only: ${children}`} onClick={onClear}>
      <span className={toolbar.picked}>{children}</span>
      <IconX size={14} aria-hidden />
    </button>
  )
}
