import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { type Drafts, type Faults, type FieldsByKey, rowKey } from './drafts.ts'
import { compactKeys, EditVariant } from './edit-variant.tsx'
import { type Place, variantIdAt } from './place.ts'
import type { Sides } from './sides.ts'
import type { OnDraft } from './use-drafts.ts'
import { useVariantWindow } from './use-variant-window.ts'
import { keyOf } from './variant-words.ts'
import classes from './variants.module.css'
import { Room, VariantsSection } from './variants-section.tsx'

interface Props {
  readonly variants: readonly VariantRow[]
  readonly productFields: readonly FieldRow[]
  readonly fields: FieldsByKey
  readonly place: Place
  readonly sides: Sides
  readonly drafts: Drafts
  readonly faults: Faults
  readonly onDraft: OnDraft
}

const heights = { rowHeight: 57, cardHeight: 320 }

/** The variants as a table of controls: what is edited most; all else is in the panel of each. */
export function EditVariants(props: Props) {
  return <VariantsSection variants={props.variants}>{shown => <Table {...props} variants={shown} />}</VariantsSection>
}

function Table({ variants, productFields, fields, place, sides, drafts, faults, onDraft }: Props) {
  const { frame, items, before, after, measure, open, toggle } = useVariantWindow(variants, heights)
  const columns = compactKeys.flatMap(key => fields.get(key) ?? [])
  return (
    <table className={classes.table} data-edit aria-label="Variants" aria-rowcount={variants.length + 1} ref={frame}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" data-col="name">
            Variant
          </th>
          {columns.map(({ field, label }) => (
            <th key={field} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <Room height={before} columns={columns.length + 1} />
      {items.map(({ index }) => {
        const variant = variants[index]
        if (variant === undefined) return null
        const id = variantIdAt(variant, place)
        const row = rowKey('variant', id ?? '')
        return (
          <EditVariant
            key={keyOf(variant)}
            variant={variant}
            productFields={productFields}
            fields={fields}
            place={place}
            id={id}
            index={index}
            sides={sides}
            drafts={drafts[row]}
            faults={faults[row]}
            onDraft={onDraft}
            isOpen={open.has(keyOf(variant))}
            onToggle={toggle}
            measure={measure}
          />
        )
      })}
      <Room height={after} columns={columns.length + 1} />
    </table>
  )
}
