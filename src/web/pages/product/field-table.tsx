import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { FieldRow } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import table from '../../parts/table.module.css'
import { hasValue } from './fields.ts'
import { InStores } from './in-stores.tsx'
import classes from './product.module.css'
import type { Sides } from './sides.ts'
import { Value } from './value.tsx'

interface Group {
  /** Null: they need no heading. */
  readonly title: string | null
  readonly fields: readonly FieldRow[]
}

interface Props {
  readonly label: string
  readonly groups: readonly Group[]
  readonly sides: Sides
}

/** Fields with the master's value and what each store shows now; those that nobody has set can be unfolded. */
export function FieldTable({ label, groups, sides }: Props) {
  return (
    <table className={`${table.table} ${classes.fields}`} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {sides.hasMaster && <th scope="col">Inventory</th>}
          <th scope="col">In the store now</th>
        </tr>
      </thead>
      {groups.map(group => (
        <FieldGroup key={group.title} group={group} sides={sides} />
      ))}
    </table>
  )
}

function FieldGroup({ group: { title, fields }, sides }: { group: Group; sides: Sides }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const filled = fields.filter(hasValue)
  const empty = fields.length - filled.length
  if (fields.length === 0) return null
  const toggle = empty > 0 && (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-expanded={isOpen}
      aria-controls={id}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? 'Hide fields without a value' : emptyWords(empty, filled.length)}
    </Button>
  )
  const columns = sides.hasMaster ? 3 : 2
  return (
    <tbody id={id}>
      {title !== null && (
        <tr className={classes.group}>
          <th scope="rowgroup" colSpan={columns}>
            <div className={classes.groupLine}>
              <span>{title}</span>
              {toggle}
            </div>
          </th>
        </tr>
      )}
      {(isOpen ? fields : filled).map(field => (
        <tr key={field.key}>
          <th scope="row" data-label="Field">
            <span>{field.label}</span>
          </th>
          {sides.hasMaster && (
            <td data-label="Inventory">
              <span>
                <Value field={field} value={field.master} currency={sides.commonCurrency} />
              </span>
            </td>
          )}
          <td data-label="In the store">
            <InStores field={field} sides={sides} />
          </td>
        </tr>
      ))}
      {title === null && toggle && (
        <tr className={classes.rest}>
          <td colSpan={columns}>{toggle}</td>
        </tr>
      )}
    </tbody>
  )
}

function emptyWords(empty: number, filled: number): string {
  const words = `${count(empty, 'field')} without a value`
  return filled === 0 ? words : words.replace(/^\S+/, `${empty} more`)
}
