import { ProductImage } from '../../parts/product-image.tsx'
import classes from './images-change.module.css'
import { addressOf, type EditedImage, imagesIn, keyOf } from './images-list.ts'

interface Props {
  readonly value: unknown
  readonly other: unknown
  readonly side: 'gone' | 'new'
}

/** One side of a change of images, in their order: those that only this side has stand out, and so do other texts. */
export function ImagesChange({ value, other, side }: Props) {
  const others = new Map(imagesIn(other).map(image => [keyOf(image), image]))
  return (
    <ol className={classes.images}>
      {imagesIn(value).map((image, place) => {
        const same = others.get(keyOf(image))
        const Mark =
          same === undefined || same.description !== image.description ? (side === 'gone' ? 'del' : 'ins') : 'bdi'
        const notes = [
          ...(image.isThumbnail ? ['thumbnail'] : []),
          ...(same === undefined ? [side === 'gone' ? 'removed' : 'added'] : []),
        ]
        return (
          <li key={keyOf(image)} data-side={same === undefined ? side : undefined}>
            <ProductImage url={addressOf(image)} alt="" size={36} />
            <span>
              {place + 1}. <Mark>{imageWords(image)}</Mark>
              {notes.length > 0 && <span className={classes.note}> {notes.join(', ')}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

export function imageWords({ description, file }: Pick<EditedImage, 'description' | 'file'>): string {
  if (description !== '') return description
  return file === undefined ? 'without a description' : 'new picture'
}
