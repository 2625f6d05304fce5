import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './edit.module.css'

interface Props<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly onChange: (rows: readonly Row[]) => void
  readonly newRow: Row
  readonly rowClass: string | undefined
  /** What a row is called for those who do not see where its button stands. */
  readonly nameOf: (row: Row, place: number) => string
  /** The fields of a row; `put` changes a part of it. */
  readonly children: (row: Row, place: number, put: (part: Partial<Row>) => void) => ReactNode
  readonly error?: string | undefined
  readonly marks?: ReactNode
}

/** A list that is edited row by row, in the order in which the rows were added. */
export function RowsControl<Row>(props: Props<Row>) {
  const { label, rows, onChange, newRow, rowClass, nameOf, children, error, marks } = props
  const put = (place: number, part: Partial<Row>) =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...part } : row)))
  return (
    <fieldset className={classes.pairs}>
      <legend>{label}</legend>
      {rows.length === 0 && <p className={classes.marks}>none</p>}
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing that tells them apart while they are typed
        <div key={place} className={rowClass}>
          {children(row, place, part => put(place, part))}
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={`Remove ${nameOf(row, place)}`}
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
        onClick={() => onChange([...rows, newRow])}
      >
        Add a row
      </Button>
      {error !== undefined && <p className={classes.error}>{error}</p>}
      {marks}
    </fieldset>
  )
}
