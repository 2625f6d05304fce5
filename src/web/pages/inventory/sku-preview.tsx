import { IconArrowRight } from '@tabler/icons-react'
import { count } from '../../format.ts'
import classes from './inventory.module.css'

interface Example {
  readonly variantId: string
  readonly product: string
  readonly options: string
  readonly before: string
  readonly sku: string
}

interface Props {
  readonly preview: { readonly total: number; readonly examples: readonly Example[] }
  /** A newer one is on its way. */
  readonly isOld: boolean
}

const shownMost = 5

/** The first variants with their SKU before and after. */
export function SkuPreview({ preview: { total, examples }, isOld }: Props) {
  const shown = examples.slice(0, shownMost)
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={isOld}>
      <p role="status">
        {total === 0 ? 'No variant would get a SKU.' : `${count(total, 'variant')} would get a SKU.`}{' '}
        {shown.length > 0 && shown.length < total && `The first ${shown.length}:`}
      </p>
      {shown.length > 0 && (
        <ul className={classes.examples}>
          {shown.map(({ variantId, product, options, before, sku }) => (
            <li key={variantId}>
              <span className={classes.exampleName} title={product}>
                <bdi>{product.trim() === '' ? 'Without a name' : product}</bdi>
                {options !== '' && (
                  <span className={classes.muted}>
                    {' '}
                    · <bdi>{options}</bdi>
                  </span>
                )}
              </span>
              <span className={classes.change}>
                {before.trim() === '' ? (
                  <span className={classes.muted}>none</span>
                ) : (
                  <bdi className={classes.old} title={before}>
                    {before}
                  </bdi>
                )}
                <IconArrowRight size={14} aria-label="becomes" />
                <bdi className={classes.new}>{sku}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
