import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './product-image.module.css'

interface Props {
  readonly url: string | null
  /** Empty where the name stands beside it. */
  readonly alt: string
  /** Side of the square box, in px. */
  readonly size: number
}

/** A picture from the store in a box that never changes its size; a neutral sign where there is none or it fails. */
export function ProductImage({ url, alt, size }: Props) {
  const [failed, setFailed] = useState<string | null>(null)
  const isShown = url !== null && url !== '' && url !== failed
  return (
    <span className={classes.box} style={{ width: size, height: size }}>
      {isShown ? (
        <img
          src={url}
          alt={alt}
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          className={classes.image}
          onError={() => setFailed(url)}
        />
      ) : (
        <IconPhoto size={Math.round(size * 0.45)} stroke={1.4} aria-hidden className={classes.sign} />
      )}
    </span>
  )
}
