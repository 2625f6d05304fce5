import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { type BulkPriceRow, bulkPricesIn } from './bulk-prices.ts'
import classes from './edit.module.css'
import { RowsControl } from './rows-control.tsx'

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

const newRow: BulkPriceRow = { from: null, to: 0, type: 'percent', amount: '' }

/** What a product costs from so many pieces on; without a last quantity it is for any number above. */
export function BulkPricesControl({ value, ...rest }: Props) {
  return (
    <RowsControl
      {...rest}
      rows={bulkPricesIn(value)}
      newRow={newRow}
      rowClass={classes.bulkPrice}
      nameOf={(_, place) => `bulk price ${place + 1}`}
    >
      {(row, place, put) => (
        <>
          <TextInput
            label="From quantity"
            aria-label={`From quantity ${place + 1} of ${rest.label}`}
            inputMode="numeric"
            value={row.from === null ? '' : String(row.from)}
            onChange={event => put({ from: wholeIn(event.currentTarget.value) })}
          />
          <TextInput
            label="To quantity"
            aria-label={`To quantity ${place + 1} of ${rest.label}`}
            placeholder="or more"
            inputMode="numeric"
            value={row.to === 0 ? '' : String(row.to)}
            onChange={event => put({ to: wholeIn(event.currentTarget.value) ?? 0 })}
          />
          <TextInput
            label="Amount"
            aria-label={`Amount ${place + 1} of ${rest.label}`}
            inputMode="decimal"
            value={row.amount}
            onChange={event => put({ amount: event.currentTarget.value })}
          />
          <NativeSelect
            label="Kind"
            aria-label={`Kind ${place + 1} of ${rest.label}`}
            data={kinds}
            value={row.type}
            onChange={event => put({ type: event.currentTarget.value })}
          />
        </>
      )}
    </RowsControl>
  )
}

/** Null where nothing that counts pieces was typed. */
function wholeIn(text: string): number | null {
  const digits = text.replace(/\D/g, '').slice(0, 10)
  return digits === '' ? null : Number(digits)
}
