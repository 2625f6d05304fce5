import { Link } from '@tanstack/react-router'
import type { FieldRow } from '../../../api/contract/catalog.ts'
import type { EditField } from '../../../api/contract/edits.ts'
import { FieldControl } from '../../parts/edit/control.tsx'
import classes from '../../parts/edit/edit.module.css'
import { type Draft, draftOf, shownOf } from './drafts.ts'
import { Marks } from './marks.tsx'
import { valueAt } from './place.ts'
import type { Sides } from './sides.ts'
import { Value } from './value.tsx'

interface Props {
  readonly field: EditField
  readonly row: FieldRow
  readonly at: number
  readonly sides: Sides
  readonly draft: Draft | undefined
  readonly fault: string | undefined
  readonly onDraft: (draft: Draft | undefined) => void
  /** What the control is called, where the field's name alone would not do. */
  readonly name?: string
  /** Without label and marks, for tables. */
  readonly isBare?: boolean
  readonly placeholder?: string | undefined
}

/** One field to be edited, with where its value comes from. */
export function EditCell(props: Props) {
  const { field, row, at, draft, fault, onDraft, name, isBare = false, placeholder } = props
  const now = valueAt(row, at)
  return (
    <FieldControl
      field={field}
      value={shownOf(draft, now, row.master)}
      onChange={value => onDraft(draftOf(field, value, now, draft))}
      error={fault}
      name={name}
      isBare={isBare}
      placeholder={placeholder}
      marks={isBare ? undefined : <Marks {...props} />}
    />
  )
}

/** A field that can't be edited there: its value, and why. */
export function ClosedCell({ field, row, at, sides }: Pick<Props, 'field' | 'row' | 'at' | 'sides'>) {
  const side = row.channels[at]
  const value = side === undefined ? row.master : side.value
  return (
    <div className={classes.closed}>
      <span className={classes.closedName}>{field.label}</span>
      <span>
        <Value
          field={row}
          value={value}
          currency={side === undefined ? sides.commonCurrency : sides.currencyOf(side.channelId)}
        />
      </span>
      <span className={classes.marks}>
        {field.closed}
        {side !== undefined && field.owner !== null && field.owner !== 'hub' && field.control !== 'none' && (
          <Link to="/channels/$channelId/settings/field-owners" params={{ channelId: side.channelId }}>
            Field owners
          </Link>
        )}
      </span>
    </div>
  )
}
