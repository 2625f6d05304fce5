import { Link, type LinkProps } from '@tanstack/react-router'
import { ProductImage } from '../product-image.tsx'
import classes from './cells.module.css'

interface Props {
  readonly imageUrl: string | null
  readonly name: string
  /** Stands below the name where there is no room for its columns. */
  readonly under: readonly (string | null)[]
  readonly link: LinkProps
}

/** Picture and name; the name leads to the product, and so does the whole row. */
export function ProductCell({ imageUrl, name, under, link }: Props) {
  const parts = under.filter(part => part !== null && part !== '')
  return (
    <div className={classes.product}>
      <ProductImage url={imageUrl} alt="" size={40} />
      <div className={classes.names}>
        <Link {...link} className={classes.link} title={name}>
          <bdi>{name.trim() === '' ? 'Without a name' : name}</bdi>
        </Link>
        {parts.length > 0 && (
          <span className={classes.under}>
            {parts.map((part, place) => (
              <span key={part}>
                {place > 0 && ' · '}
                <bdi>{part}</bdi>
              </span>
            ))}
          </span>
        )}
      </div>
    </div>
  )
}
