import type { FieldRow } from '../../../api/contract/catalog.ts'
import classes from '../../parts/edit/edit.module.css'
import { Section } from '../../parts/page.tsx'
import type { FieldsByKey, RowDrafts, RowFaults } from './drafts.ts'
import { ClosedCell, EditCell } from './edit-cell.tsx'
import { groupOrder, groupTitles, isSet } from './fields.ts'
import type { Sides } from './sides.ts'
import type { OnDraft } from './use-drafts.ts'

interface Props {
  readonly rows: readonly FieldRow[]
  readonly fields: FieldsByKey
  readonly at: number
  readonly sides: Sides
  /** As `onDraft` knows it. */
  readonly rowKey: string
  readonly drafts: RowDrafts | undefined
  readonly faults: RowFaults | undefined
  readonly onDraft: OnDraft
}

const wide = new Set(['html', 'pairs', 'categories', 'images', 'bulkPrices'])

/** All fields of a product in their groups, as controls. */
export function EditGroups(props: Props) {
  return [...groupOrder, 'parts' as const].map(group => {
    const rows = props.rows.filter(row => row.group === group && isShown(row, props))
    if (rows.length === 0) return null
    return (
      <Section key={group} title={groupTitles[group]}>
        <EditGrid {...props} rows={rows} />
      </Section>
    )
  })
}

/** Fields as controls, side by side where there is room. */
export function EditGrid({ rows, fields, at, sides, rowKey, drafts, faults, onDraft }: Props) {
  return (
    <div className={classes.grid}>
      {rows.map(row => {
        const field = fields.get(row.key)
        if (field === undefined) return null
        return (
          <div key={row.key} className={wide.has(field.control) ? classes.wide : classes.cell}>
            {field.closed === null ? (
              <EditCell
                field={field}
                row={row}
                at={at}
                sides={sides}
                draft={drafts?.[row.key]}
                fault={faults?.[row.key]}
                onDraft={draft => onDraft(rowKey, row.key, draft)}
              />
            ) : (
              <ClosedCell field={field} row={row} at={at} sides={sides} />
            )}
          </div>
        )
      })}
    </div>
  )
}

/** What can't be edited there is shown where it has a value; lists have a place of their own on the page. */
export function isShown(row: FieldRow, { fields, at }: Pick<Props, 'fields' | 'at'>): boolean {
  const field = fields.get(row.key)
  if (field === undefined) return false
  if (field.closed === null) return true
  return row.kind !== 'list' && isSet(at < 0 ? row.master : row.channels[at]?.value)
}
