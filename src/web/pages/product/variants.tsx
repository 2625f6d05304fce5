import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { AddVariants } from './add-variants.tsx'
import type { Sides } from './sides.ts'
import { useVariantWindow } from './use-variant-window.ts'
import { Variant } from './variant.tsx'
import { keyOf } from './variant-words.ts'
import classes from './variants.module.css'
import { Room, VariantsSection } from './variants-section.tsx'

interface Props {
  readonly variants: readonly VariantRow[]
  readonly productFields: readonly FieldRow[]
  readonly sides: Sides
}

interface TableProps extends Props {
  readonly isOnly: boolean
}

const noFields: readonly FieldRow[] = []
const heights = { rowHeight: 45, cardHeight: 132 }

/** The variants; of many only those on the screen are drawn. */
export function Variants({ productId, variants, productFields, sides }: Props & { readonly productId: string | null }) {
  return (
    <VariantsSection
      variants={variants}
      action={productId !== null && <AddVariants productId={productId} variants={variants} />}
    >
      {shown => (
        <VariantTable
          variants={shown}
          productFields={variants.length === 1 ? productFields : noFields}
          sides={sides}
          isOnly={variants.length === 1}
        />
      )}
    </VariantsSection>
  )
}

function VariantTable({ variants, productFields, sides, isOnly }: TableProps) {
  const { frame, items, before, after, measure, open, toggle } = useVariantWindow(variants, heights)
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
            isOnly={isOnly}
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
