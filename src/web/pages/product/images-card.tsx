import { ActionIcon, TextInput } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconTrash } from '@tabler/icons-react'
import { ProductImage } from '../../parts/product-image.tsx'
import classes from './images-editor.module.css'
import { addressOf, type EditedImage, keyOf } from './images-list.ts'

interface Props {
  readonly image: EditedImage
  readonly place: number
  readonly count: number
  readonly isDragged: boolean
  readonly onDrag: (place: number | null) => void
  readonly onDropHere: () => void
  readonly onMove: (to: number) => void
  readonly onDescribe: (description: string) => void
  readonly onThumbnail: () => void
  readonly onRemove: () => void
}

/** A button that is disabled would lose the focus of who moves an image by it. */
const atTheEnd = { 'aria-disabled': true, 'data-disabled': true } as const

/** One image: dragged to its place, or moved by the buttons. */
export function ImageCard(props: Props) {
  const { image, place, count, isDragged, onDrag, onDropHere, onMove, onDescribe, onThumbnail, onRemove } = props
  const which = `image ${place + 1}`
  return (
    <li
      className={classes.card}
      data-dragged={isDragged || undefined}
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        onDropHere()
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div
        className={classes.picture}
        draggable
        onDragStart={event => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', which)
          onDrag(place)
        }}
        onDragEnd={() => onDrag(null)}
      >
        <ProductImage
          url={addressOf(image)}
          alt={image.description === '' ? `Image ${place + 1}` : image.description}
          size={132}
        />
        <span className={classes.number}>{place + 1}</span>
      </div>
      <TextInput
        size="xs"
        aria-label={`Description of ${which}`}
        placeholder="Description (alt text)"
        value={image.description}
        onChange={event => onDescribe(event.currentTarget.value)}
      />
      <div className={classes.deeds}>
        <label className={classes.thumbnail}>
          <input
            type="radio"
            checked={image.isThumbnail}
            aria-label={`Use ${which} as thumbnail`}
            onChange={onThumbnail}
          />
          Thumbnail
        </label>
        <ActionIcon
          variant="subtle"
          size={28}
          aria-label={`Move ${which} to the front by one`}
          {...(place === 0 && atTheEnd)}
          onClick={() => onMove(place - 1)}
        >
          <IconArrowLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={28}
          aria-label={`Move ${which} to the back by one`}
          {...(place === count - 1 && atTheEnd)}
          onClick={() => onMove(place + 1)}
        >
          <IconArrowRight size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={28}
          aria-label={`Take away ${which}`}
          data-take-away={keyOf(image)}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  )
}
