import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type BulkPriceRow, bulkPricesIn } from './bulk-prices.ts'
import classes from './edit.module.css'

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  readonly marks?: ReactNode
}

const kinds = [
  { value: 'percent', label: '% off' },
  { value: 'price', label: 'off each' },
  { value: 'fixed', label: 'price each' },
]

/** What a product costs from so many pieces on; without a last quantity it is for any number above. */
export function BulkPricesControl({ label, value, onChange, error, marks }: Props) {
  const rows = bulkPricesIn(value)
  const put = (place: number, part: Partial<BulkPriceRow>) =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...part } : row)))
  return (
    <fieldset className={classes.pairs}>
      <legend>{label}</legend>
      {rows.length === 0 && <p className={classes.marks}>none</p>}
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing that tells them apart while they are typed
        <div key={place} className={classes.bulkPrice}>
          <TextInput
            label="From quantity"
            aria-label={`From quantity ${place + 1} of ${label}`}
            inputMode="numeric"
            value={row.from === null ? '' : String(row.from)}
            onChange={event => put(place, { from: wholeIn(event.currentTarget.value) })}
          />
          <TextInput
            label="To quantity"
            aria-label={`To quantity ${place + 1} of ${label}`}
            placeholder="or more"
            inputMode="numeric"
            value={row.to === 0 ? '' : String(row.to)}
            onChange={event => put(place, { to: wholeIn(event.currentTarget.value) ?? 0 })}
          />
          <TextInput
            label="Amount"
            aria-label={`Amount ${place + 1} of ${label}`}
            inputMode="decimal"
            value={row.amount}
            onChange={event => put(place, { amount: event.currentTarget.value })}
          />
          <NativeSelect
            label="Kind"
            aria-label={`Kind ${place + 1} of ${label}`}
            data={kinds}
            value={row.type}
            onChange={event => put(place, { type: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={`Remove bulk price ${place + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== place))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...rows, { from: null, to: 0, type: 'percent', amount: '' }])}
      >
        Add a row
      </Button>
      {error !== undefined && <p className={classes.error}>{error}</p>}
      {marks}
    </fieldset>
  )
}

/** Null where nothing that counts pieces was typed. */
function wholeIn(text: string): number | null {
  const digits = text.replace(/\D/g, '').slice(0, 10)
  return digits === '' ? null : Number(digits)
}
