import { TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import { wordsOf } from './variant-words.ts'
import classes from './variants.module.css'

/** From here on one looks for a variant rather than at all of them. */
const findFrom = 25

interface Props {
  readonly variants: readonly VariantRow[]
  /** What can be done with them as a whole. */
  readonly action?: ReactNode
  /** Shows those that were found. */
  readonly children: (shown: readonly VariantRow[]) => ReactNode
}

/** The variants of a product, found by option, SKU or barcode where there are many. */
export function VariantsSection({ variants, action, children }: Props) {
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
        <>
          {variants.length >= findFrom && (
            <TextInput
              type="search"
              aria-label="Find a variant"
              placeholder="Find by option, SKU or barcode"
              className={classes.find}
              value={wanted}
              onChange={event => setWanted(event.currentTarget.value)}
            />
          )}
          {action}
        </>
      }
    >
      {variants.length === 0 && <p className={classes.nothing}>It has no variants.</p>}
      {variants.length > 0 && shown.length === 0 && <p className={classes.nothing}>No variant has that.</p>}
      {shown.length > 0 && children(shown)}
    </Section>
  )
}

/** Stands for the variants that are not drawn. */
export function Room({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true" className={classes.room}>
      <tr>
        <td colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  )
}
