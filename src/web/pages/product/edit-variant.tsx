import { IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import type { FieldsByKey, RowDrafts, RowFaults } from './drafts.ts'
import { rowKey } from './drafts.ts'
import { EditCell } from './edit-cell.tsx'
import { EditGrid, isShown } from './edit-groups.tsx'
import { fieldOf } from './fields.ts'
import { offerIn, type Place, valueAt } from './place.ts'
import type { Sides } from './sides.ts'
import type { OnDraft } from './use-drafts.ts'
import { Value } from './value.tsx'
import { keyOf, nameOf } from './variant-words.ts'
import classes from './variants.module.css'

/** What stands in the table; all fields are in the panel. */
export const compactKeys = ['sku', 'price', 'salePrice', 'costPrice', 'weight', 'upc']

/** A variant that has none of its own goes by the product's. */
const inherited = new Set(['price', 'salePrice', 'costPrice', 'weight'])

interface Props {
  readonly variant: VariantRow
  readonly productFields: readonly FieldRow[]
  readonly fields: FieldsByKey
  readonly place: Place
  /** By which it is edited; null where it can't be. */
  readonly id: string | null
  readonly index: number
  readonly sides: Sides
  readonly drafts: RowDrafts | undefined
  readonly faults: RowFaults | undefined
  readonly onDraft: OnDraft
  readonly isOpen: boolean
  readonly onToggle: (key: string) => void
  readonly measure: (element: HTMLElement | null) => void
}

/** One variant to be edited. */
export const EditVariant = memo(function EditVariant(props: Props) {
  const { variant, fields, place, id, index, sides, drafts, faults, onDraft, isOpen, onToggle, measure } = props
  const at = offerIn(variant, place)
  const row = rowKey('variant', id ?? '')
  const columns = compactKeys.flatMap(key => fields.get(key) ?? [])
  const panelId = `variant-${index}`
  const shown = variant.fields.filter(one => isShown(one, { fields, at }) && one.key !== 'optionValues')
  const hidden = Object.keys(faults ?? {}).some(key => !compactKeys.includes(key))
  return (
    <tbody ref={measure} data-index={index}>
      <tr aria-rowindex={index + 2} className={classes.row} data-changed={drafts !== undefined || undefined}>
        <th scope="row" data-col="name">
          {id === null ? (
            <bdi>{nameOf(variant)}</bdi>
          ) : (
            <button
              type="button"
              className={classes.toggle}
              aria-expanded={isOpen || hidden}
              aria-controls={panelId}
              onClick={() => onToggle(keyOf(variant))}
            >
              <IconChevronRight size={16} aria-hidden />
              <bdi>{nameOf(variant)}</bdi>
            </button>
          )}
        </th>
        {columns.map(field => {
          const own = fieldOf(variant.fields, field.field)
          if (own === undefined) return null
          return (
            <td key={field.field} data-label={field.label}>
              {id === null || field.closed !== null ? (
                <Value field={own} value={valueAt(own, at)} currency={sides.commonCurrency} />
              ) : (
                <EditCell
                  field={{ ...field, unit: null }}
                  row={own}
                  at={at}
                  sides={sides}
                  name={`${field.label} of ${nameOf(variant)}`}
                  isBare
                  placeholder={placeholderOf(field.field, props)}
                  draft={drafts?.[field.field]}
                  fault={faults?.[field.field]}
                  onDraft={draft => onDraft(row, field.field, draft)}
                />
              )}
            </td>
          )
        })}
      </tr>
      {id !== null && (isOpen || hidden) && (
        <tr className={classes.open}>
          <td colSpan={columns.length + 1} id={panelId}>
            <fieldset className={classes.panel} aria-label={`Fields of ${nameOf(variant)}`}>
              <EditGrid
                rows={shown}
                fields={fields}
                at={at}
                sides={sides}
                rowKey={row}
                drafts={drafts}
                faults={faults}
                onDraft={onDraft}
              />
            </fieldset>
          </td>
        </tr>
      )}
    </tbody>
  )
})

/** `as product: 20` */
function placeholderOf(key: string, { productFields, place, variant }: Props): string | undefined {
  if (!inherited.has(key)) return undefined
  const field = fieldOf(productFields, key)
  if (field === undefined) return undefined
  const at = place === 'master' ? -1 : field.channels.findIndex(({ channelId }) => channelId === place.channelId)
  const value = valueAt(field, variant.id === null ? -1 : at)
  return typeof value === 'string' ? `as product: ${value}` : undefined
}
