import '@mantine/dropzone/styles.layer.css'
import { Button } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconPhotoPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ProductImage } from '../../parts/product-image.tsx'
import { ImageCard } from './images-card.tsx'
import classes from './images-editor.module.css'
import {
  addressOf,
  type EditedImage,
  imagesIn,
  keyOf,
  moved,
  without,
  withThumbnail,
  withUploaded,
} from './images-list.ts'
import { uploadPicture } from './images-upload.ts'

interface Props {
  readonly label: string
  /** The field `images`. */
  readonly value: unknown
  readonly onChange: (images: EditedImage[]) => void
  readonly error?: string | undefined
  /** Stands below. */
  readonly marks?: ReactNode
}

interface Upload {
  readonly id: number
  readonly name: string
  readonly part: number
  readonly fault: string | null
}

const kinds = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp']

/** The images of a product: their order, texts and thumbnail; others are uploaded, and what is taken away can be put back. */
export function ImagesEditor({ label, value, onChange, error, marks }: Props) {
  const images = imagesIn(value)
  const [taken, setTaken] = useState<readonly { readonly image: EditedImage; readonly place: number }[]>([])
  // Where what was typed is discarded, they are in the list again.
  const removed = taken.filter(one => !images.some(image => keyOf(image) === keyOf(one.image)))
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  // Two uploads may end before the page shows the first of them.
  const latest = useRef(images)
  latest.current = images
  const tell = useRef(onChange)
  tell.current = onChange
  const { uploads, upload, dismiss } = useUploads(file => {
    latest.current = withUploaded(latest.current, [file])
    tell.current([...latest.current])
  })

  const { frame, goTo } = useNextFocus()

  const move = (from: number, to: number) => {
    if (to < 0 || to >= images.length) return
    onChange(moved(images, from, to))
    setSaid(`Image ${from + 1} is now number ${to + 1} of ${images.length}.`)
  }
  const remove = (image: EditedImage, place: number) => {
    setTaken([...removed, { image, place }])
    goTo('put-back', image)
    onChange(without(images, keyOf(image)))
    setSaid(`Image ${place + 1} was taken away.`)
  }
  const putBack = ({ image, place }: { readonly image: EditedImage; readonly place: number }) => {
    setTaken(removed.filter(one => one.image !== image))
    goTo('take-away', image)
    const list = images.toSpliced(place, 0, { ...image, isThumbnail: false })
    onChange(image.isThumbnail ? withThumbnail(list, keyOf(image)) : list)
  }
  const open = useRef<() => void>(null)

  return (
    <fieldset className={classes.editor} ref={frame}>
      <legend>{label}</legend>
      {images.length > 0 && (
        <ol className={classes.list}>
          {images.map((image, place) => (
            <ImageCard
              key={keyOf(image)}
              image={image}
              place={place}
              count={images.length}
              isDragged={dragged === place}
              onDrag={setDragged}
              onDropHere={() => {
                if (dragged !== null && dragged !== place) move(dragged, place)
                setDragged(null)
              }}
              onMove={to => move(place, to)}
              onDescribe={description => onChange(images.with(place, { ...image, description }))}
              onThumbnail={() => onChange(withThumbnail(images, keyOf(image)))}
              onRemove={() => remove(image, place)}
            />
          ))}
        </ol>
      )}
      <Dropzone
        openRef={open}
        accept={kinds}
        onDrop={files => upload(files)}
        onReject={rejections => upload(rejections.map(({ file }) => file))}
        className={classes.drop ?? ''}
        activateOnKeyboard={false}
      >
        <IconPhotoPlus size={20} stroke={1.6} aria-hidden />
        {/* Its click is the drop area’s own, which a keyboard would not reach. */}
        <Button variant="default" size="compact-sm">
          Choose files
        </Button>
        <span>or drop pictures here</span>
        <span className={classes.hint}>JPEG, PNG, GIF, WebP or BMP, 8 MB each at most</span>
      </Dropzone>
      {uploads.length > 0 && (
        <ul className={classes.uploads}>
          {uploads.map(({ id, name, part, fault }) => (
            <li key={id}>
              <bdi className={classes.fileName}>{name}</bdi>
              {fault === null ? (
                <progress value={part} aria-label={`${name} is being uploaded`} />
              ) : (
                <>
                  <span role="alert" className={classes.fault}>
                    {fault}
                  </span>
                  <Button variant="subtle" size="compact-sm" onClick={() => dismiss(id)}>
                    Dismiss
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {removed.length > 0 && (
        <ul className={classes.removed} aria-label="Taken away">
          {removed.map(one => (
            <li key={keyOf(one.image)}>
              <ProductImage url={addressOf(one.image)} alt="" size={36} />
              <span>Taken away{one.image.description === '' ? '' : `: ${one.image.description}`}</span>
              <Button
                variant="subtle"
                size="compact-sm"
                data-put-back={keyOf(one.image)}
                aria-label={`Put back ${one.image.description || 'the image'}`}
                onClick={() => putBack(one)}
              >
                Put back
              </Button>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <p className={classes.fault}>{error}</p>}
      {marks}
      <p role="status" className={classes.said}>
        {said}
      </p>
    </fieldset>
  )
}

/** A button that is pressed goes away with its image: who is at the keyboard goes on at the one that takes it back. */
function useNextFocus() {
  const frame = useRef<HTMLFieldSetElement>(null)
  const next = useRef<string>(null)
  useEffect(() => {
    if (next.current === null) return
    const button = frame.current?.querySelector<HTMLElement>(next.current)
    if (button == null) return
    next.current = null
    button.focus()
  })
  const goTo = (deed: 'put-back' | 'take-away', image: EditedImage) => {
    next.current = `[data-${deed}="${CSS.escape(keyOf(image))}"]`
  }
  return { frame, goTo }
}

/** Uploads that are under way or that failed; what is done is handed on. */
function useUploads(onDone: (file: string) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const nextId = useRef(1)
  const leaving = useRef(new AbortController())
  useEffect(() => {
    leaving.current = new AbortController()
    return () => leaving.current.abort()
  }, [])
  const change = (id: number, part: Partial<Upload>) =>
    setUploads(now => now.map(one => (one.id === id ? { ...one, ...part } : one)))
  const dismiss = (id: number) => setUploads(now => now.filter(one => one.id !== id))
  const uploadOne = (file: File) => {
    const id = nextId.current
    nextId.current += 1
    setUploads(now => [...now, { id, name: file.name, part: 0, fault: null }])
    uploadPicture(file, part => change(id, { part }), leaving.current.signal).then(
      fileId => {
        dismiss(id)
        onDone(fileId)
      },
      (error: unknown) => change(id, { fault: error instanceof Error ? error.message : 'It was not uploaded.' }),
    )
  }
  const upload = (files: readonly File[]) => {
    for (const file of files) uploadOne(file)
  }
  return { uploads, upload, dismiss }
}
