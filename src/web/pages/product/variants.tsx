import { TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { useRowWindow } from '../../parts/grid/use-row-window.ts'
import { Section } from '../../parts/page.tsx'
import type { Sides } from './sides.ts'
import { Variant } from './variant.tsx'
import { keyOf, wordsOf } from './variant-words.ts'
import classes from './variants.module.css'

interface Props {
  readonly variants: readonly VariantRow[]
  readonly productFields: readonly FieldRow[]
  readonly sides: Sides
}

/** From here on one looks for a variant rather than at all of them. */
const findFrom = 25
const noFields: readonly FieldRow[] = []
const rowHeight = 45
const cardHeight = 132

/** The variants; of many only those on the screen are drawn. */
export function Variants({ variants, productFields, sides }: Props) {
  const [wanted, setWanted] = useState('')
  const text = useDeferredValue(wanted.trim().toLowerCase())
  const shown = useMemo(
    () => (text === '' ? variants : variants.filter(one => wordsOf(one).includes(text))),
    [variants, text],
  )
  return (
    <Section
      title="Variants"
      note={
        text === ''
          ? count(variants.length, 'variant')
          : `${shown.length.toLocaleString()} of ${count(variants.length, 'variant')}`
      }
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
      {variants.length === 0 && <p className={classes.nothing}>It has no variants.</p>}
      {variants.length > 0 && shown.length === 0 && <p className={classes.nothing}>No variant has that.</p>}
      {shown.length > 0 && (
        <VariantTable variants={shown} productFields={variants.length === 1 ? productFields : noFields} sides={sides} />
      )}
    </Section>
  )
}

function VariantTable({ variants, productFields, sides }: Props) {
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
  const isShared = sides.channels.length > 1
  return (
    <table className={classes.table} aria-label="Variants" aria-rowcount={variants.length + 1} ref={frame}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" data-col="name">
            Variant
          </th>
          <th scope="col" data-col="sku">
            SKU
          </th>
          <th scope="col" data-col="code">
            Barcode
          </th>
          {isShared && (
            <th scope="col" data-col="channel">
              Channel
            </th>
          )}
          <th scope="col" data-col="price">
            Price
          </th>
          <th scope="col" data-col="stock">
            Stock
          </th>
          <th scope="col" data-col="match">
            Match
          </th>
        </tr>
      </thead>
      <Room height={before} columns={isShared ? 7 : 6} />
      {items.map(({ index }) => {
        const variant = variants[index]
        if (variant === undefined) return null
        const key = keyOf(variant)
        return (
          <Variant
            key={key}
            variant={variant}
            productFields={productFields}
            index={index}
            sides={sides}
            isShared={isShared}
            isOpen={open.has(key)}
            onToggle={toggle}
            measure={measure}
          />
        )
      })}
      <Room height={after} columns={isShared ? 7 : 6} />
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
