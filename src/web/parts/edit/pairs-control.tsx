import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './edit.module.css'
import { pairsIn } from './values.ts'

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  readonly marks?: ReactNode
}

/** Names with values, such as custom fields, in the order in which they were added. */
export function PairsControl({ label, value, onChange, error, marks }: Props) {
  const pairs = pairsIn(value)
  const put = (place: number, part: { readonly name?: string; readonly value?: string }) =>
    onChange(pairs.map((pair, at) => (at === place ? { ...pair, ...part } : pair)))
  return (
    <fieldset className={classes.pairs}>
      <legend>{label}</legend>
      {pairs.length === 0 && <p className={classes.marks}>none</p>}
      {pairs.map((pair, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may be there several times, and is being typed
        <div key={place} className={classes.pair}>
          <TextInput
            aria-label={`Name ${place + 1} of ${label}`}
            placeholder="Name"
            value={pair.name}
            onChange={event => put(place, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value ${place + 1} of ${label}`}
            placeholder="Value"
            value={pair.value}
            onChange={event => put(place, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={`Remove ${pair.name === '' ? `row ${place + 1}` : pair.name}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== place))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
      >
        Add a row
      </Button>
      {error !== undefined && <p className={classes.error}>{error}</p>}
      {marks}
    </fieldset>
  )
}
