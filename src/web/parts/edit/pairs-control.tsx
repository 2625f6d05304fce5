import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './edit.module.css'
import { RowsControl } from './rows-control.tsx'
import { pairsIn } from './values.ts'

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  readonly marks?: ReactNode
}

/** Names with values, such as custom fields. */
export function PairsControl({ value, ...rest }: Props) {
  return (
    <RowsControl
      {...rest}
      rows={pairsIn(value)}
      newRow={{ name: '', value: '' }}
      rowClass={classes.pair}
      nameOf={({ name }, place) => (name === '' ? `row ${place + 1}` : name)}
    >
      {(pair, place, put) => (
        <>
          <TextInput
            aria-label={`Name ${place + 1} of ${rest.label}`}
            placeholder="Name"
            value={pair.name}
            onChange={event => put({ name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value ${place + 1} of ${rest.label}`}
            placeholder="Value"
            value={pair.value}
            onChange={event => put({ value: event.currentTarget.value })}
          />
        </>
      )}
    </RowsControl>
  )
}
