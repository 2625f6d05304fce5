import { TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { useRowWindow } from '../../parts/grid/use-row-window.ts'
import { Section } from '../../parts/page.tsx'
import { type Drafts, type Faults, type FieldsByKey, rowKey } from './drafts.ts'
import { compactKeys, EditVariant } from './edit-variant.tsx'
import { type Place, variantIdAt } from './place.ts'
import type { Sides } from './sides.ts'
import type { OnDraft } from './use-drafts.ts'
import { keyOf, wordsOf } from './variant-words.ts'
import classes from './variants.module.css'

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

const findFrom = 25
const rowHeight = 57
const cardHeight = 320

/** The variants as a table of controls: what is edited most; all else is in the panel of each. */
export function EditVariants(props: Props) {
  const { variants } = props
  const [wanted, setWanted] = useState('')
  const text = useDeferredValue(wanted.trim().toLowerCase())
  const shown = useMemo(
    () => (text === '' ? variants : variants.filter(one => wordsOf(one).includes(text))),
    [variants, text],
  )
  return (
    <Section
      title="Variants"
      note={count(variants.length, 'variant')}
      flush
      actions={
        variants.length >= findFrom && (
          <TextInput
            type="search"
            aria-label="Find a variant"
            placeholder="Find by option, SKU or barcode"
            className={classes.find}
            value={wanted}
            onChange={event => setWanted(event.currentTarget.value)}
          />
        )
      }
    >
      {shown.length === 0 ? (
        <p className={classes.nothing}>{variants.length === 0 ? 'It has no variants.' : 'No variant has that.'}</p>
      ) : (
        <Table {...props} variants={shown} />
      )}
    </Section>
  )
}

function Table({ variants, productFields, fields, place, sides, drafts, faults, onDraft }: Props) {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { frame, items, before, after, measure } = useRowWindow<HTMLTableElement>({
    count: variants.length,
    rowHeight: isNarrow ? cardHeight : rowHeight,
    covered: 0,
    keyOf: index => keyOf(variants[index]),
  })
  const toggle = useCallback((key: string) => {
    setOpen(old => new Set(old.has(key) ? [...old].filter(other => other !== key) : [...old, key]))
  }, [])
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

/** Stands for the variants that are not drawn. */
function Room({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className={classes.room}>
      <tr>
        <td colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  )
}
