import { IconArchive } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { StateBox } from '../../parts/grid/cells.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import { Description } from './description.tsx'
import { Fields } from './fields-section.tsx'
import { InChannels } from './in-channels.tsx'
import { Lists } from './lists.tsx'
import { Pictures } from './pictures.tsx'
import classes from './product.module.css'
import { useSides } from './sides.ts'
import { Variants } from './variants.tsx'

export interface Crumb {
  readonly text: string
  readonly link: LinkProps
}

interface Props {
  readonly product: ProductDetail
  readonly crumbs: readonly Crumb[]
  /** Shown as this channel has it; undefined on the page of the master catalog. */
  readonly channelId?: string | undefined
}

/** A product with all that is known of it, and for each value what every store shows now. */
export function Product({ product, crumbs, channelId }: Props) {
  const sides = useSides(product)
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
        channelId !== undefined &&
        id !== null && (
          <LinkButton to="/inventory/products/$productId" params={{ productId: id }} variant="default">
            Show in Inventory
          </LinkButton>
        )
      }
    >
      <Waiting product={product} />
      <div className={classes.top}>
        <Pictures fields={fields} name={name} imageUrl={product.imageUrl} />
        <InChannels product={product} channelId={channelId} />
      </div>
      <Variants key={id} variants={variants} productFields={fields} sides={sides} />
      <Description fields={fields} sides={sides} />
      <Fields fields={fields} sides={sides} />
      <Lists fields={fields} sides={sides} />
    </Page>
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
