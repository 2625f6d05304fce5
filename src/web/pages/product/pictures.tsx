import { Button } from '@mantine/core'
import { useState } from 'react'
import type { FieldRow } from '../../../api/contract/catalog.ts'
import { ProductImage } from '../../parts/product-image.tsx'
import { fieldOf, shownValue } from './fields.ts'
import { type Picture, picturesOf } from './parts.ts'
import classes from './product.module.css'

interface Props {
  readonly fields: readonly FieldRow[]
  readonly name: string
  /** The one that lists show. */
  readonly imageUrl: string | null
}

const shownMost = 12

/** The product's pictures: a large one, and all of them small to choose from. */
export function Pictures({ fields, name, imageUrl }: Props) {
  const pictures = picturesOf(shownValue(fieldOf(fields, 'images')))
  const [chosen, setChosen] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const large = pictures[Math.min(chosen, pictures.length - 1)]
  const url = large?.url ?? imageUrl
  const shown = isOpen ? pictures : pictures.slice(0, shownMost)
  return (
    <section className={classes.pictures} aria-label="Images">
      <ProductImage url={url} alt={altOf(large, name)} size={url === null ? 120 : 260} />
      {pictures.length > 1 && (
        <ul className={classes.strip}>
          {shown.map((picture, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice; none is moved
            <li key={place}>
              <button
                type="button"
                className={classes.thumb}
                aria-label={`Image ${place + 1} of ${pictures.length}${picture.description === '' ? '' : `: ${picture.description}`}`}
                aria-pressed={place === chosen}
                onClick={() => setChosen(place)}
              >
                <ProductImage url={picture.thumbnailUrl} alt="" size={56} />
              </button>
            </li>
          ))}
          {shown.length < pictures.length && (
            <li>
              <Button variant="subtle" size="compact-md" onClick={() => setOpen(true)}>
                Show all {pictures.length}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function altOf(picture: Picture | undefined, name: string): string {
  return picture === undefined || picture.description === '' ? name : picture.description
}
