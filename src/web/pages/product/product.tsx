import { Button } from '@mantine/core'
import { IconArchive, IconPencil } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import { StateBox } from '../../parts/grid/cells.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import { Description } from './description.tsx'
import { channelsIn, EditProduct } from './edit-product.tsx'
import { Fields } from './fields-section.tsx'
import { InChannels } from './in-channels.tsx'
import { LevelTabs } from './level-tabs.tsx'
import { Lists } from './lists.tsx'
import { Pictures } from './pictures.tsx'
import { canEdit, type Place } from './place.ts'
import classes from './product.module.css'
import { type Sides, useSides } from './sides.ts'
import { Variants } from './variants.tsx'
import { waitingOf } from './waiting.ts'

export interface Crumb {
  readonly text: string
  readonly link: LinkProps
}

interface Props {
  readonly product: ProductDetail
  readonly crumbs: readonly Crumb[]
  /** The channel whose product this is, or the master catalog. */
  readonly place: Place
  readonly isEditing: boolean
  readonly onEdit: (isEditing: boolean) => void
}

/** A product with all that is known of it, and for each value what every store shows now. */
export function Product({ product, crumbs, place, isEditing, onEdit }: Props) {
  const sides = useSides(product)
  const mayEdit = canEdit(product, place)
  const { id, name, brand, state, changedAt, variants, fields } = product
  return (
    <Page
      title={name.trim() === '' ? 'Without a name' : name}
      crumbs={crumbs}
      badge={
        state === 'archived' && (
          <StateBox tone="gray" icon={<IconArchive size={14} aria-hidden />}>
            Archived
          </StateBox>
        )
      }
      subtitle={
        <>
          {brand !== null && (
            <>
              <bdi>{brand}</bdi> ·{' '}
            </>
          )}
          {count(variants.length, 'variant')}
          {changedAt !== null && (
            <>
              {' · changed '}
              <When at={changedAt} />
            </>
          )}
        </>
      }
      actions={
        mayEdit &&
        !isEditing && (
          <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onEdit(true)}>
            Edit
          </Button>
        )
      }
    >
      <LevelTabs product={product} place={place} search={{ edit: isEditing ? 'yes' : undefined }} />
      <Waiting product={product} />
      {mayEdit && isEditing ? (
        <EditProduct key={keyOf(place)} product={product} place={place} sides={sides} onEnd={() => onEdit(false)} />
      ) : (
        <>
          <ToSend product={product} sides={sides} />
          <div className={classes.top}>
            <Pictures fields={fields} name={name} imageUrl={product.imageUrl} />
            <InChannels product={product} place={place} />
          </div>
          <Variants key={id} productId={id} variants={variants} productFields={fields} sides={sides} />
          <Description fields={fields} sides={sides} />
          <Fields fields={fields} sides={sides} />
          <Lists fields={fields} sides={sides} />
        </>
      )}
    </Page>
  )
}

function keyOf(place: Place): string {
  return place === 'master' ? place : `${place.channelId} ${place.remoteId}`
}

/** Says that edits wait to be sent, and leads to where that is done. */
function ToSend({ product, sides }: { product: ProductDetail; sides: Sides }) {
  const waiting = [...waitingOf(product)]
  const toMake = product.absent.filter(({ wanted }) => wanted)
  if (waiting.length + toMake.length === 0) return null
  return (
    <Notice tone="plain" action={<ReviewAndSend channels={channelsIn(product, sides)} />}>
      {waiting.map(([channelId, values]) => (
        <p key={channelId}>
          {count(values, 'value is', 'values are')} still to be sent to <bdi>{sides.nameOf(channelId)}</bdi>.
        </p>
      ))}
      {toMake.map(({ channelId, channelName }) => (
        <p key={channelId}>
          It waits to be put on <bdi>{channelName}</bdi>.
        </p>
      ))}
    </Notice>
  )
}

/** Says that a product, or some of its variants, are not in the master catalog yet, and where that is decided. */
function Waiting({ product: { id, variants } }: { product: ProductDetail }) {
  const sides = variants.flatMap(({ channels }) => channels)
  const waiting = sides.filter(({ match }) => match === 'waiting').length
  const leftOut = sides.filter(({ match }) => match === 'left_out').length
  if (waiting > 0) {
    return (
      <Notice
        tone="attention"
        action={
          <LinkButton to="/review" size="compact-md">
            Decide
          </LinkButton>
        }
      >
        <strong>
          {id === null ? 'Not matched yet.' : `${count(waiting, 'variant is', 'variants are')} not matched yet.`}
        </strong>{' '}
        Joining would bring together two things that may not be the same: it waits on the review list for your decision.
      </Notice>
    )
  }
  if (id === null) {
    return (
      <Notice tone="plain">
        {leftOut > 0 ? (
          <>
            <strong>Left out.</strong> Somebody decided that this product stays out of the master catalog. It can be
            taken back on the <Link to="/review">review list</Link>.
          </>
        ) : (
          <strong>Not in the master catalog.</strong>
        )}
      </Notice>
    )
  }
  return null
}
