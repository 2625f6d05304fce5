import { Button } from '@mantine/core'
import { IconClock, IconMinus, IconPlus } from '@tabler/icons-react'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { StateBox } from '../../parts/grid/cells.tsx'
import { usePut, useWithdraw } from '../../parts/put/use-put.ts'
import removal from '../../parts/removal/removal.module.css'
import classes from './product.module.css'

interface Props {
  readonly product: ProductDetail
  readonly side: ProductDetail['absent'][number]
}

/** A channel whose store does not have the product: puts it there with the next changes, or takes that back. */
export function NotThere({ product: { id, state }, side: { channelId, channelName, wanted } }: Props) {
  const which = { productIds: id === null ? [] : [id] }
  const put = usePut({ id: channelId, name: channelName }, which)
  const withdraw = useWithdraw(channelId, which)
  return (
    <li>
      <div className={classes.channelName}>
        <bdi>{channelName}</bdi>
        {wanted ? (
          <StateBox tone="amber" icon={<IconClock size={14} aria-hidden />}>
            Waits to be put there
          </StateBox>
        ) : (
          <StateBox tone="gray" icon={<IconMinus size={14} aria-hidden />}>
            Not there
          </StateBox>
        )}
      </div>
      {wanted && (
        <Button
          variant="default"
          size="compact-xs"
          mt={6}
          loading={withdraw.isPending}
          aria-label={`Take back from ${channelName}`}
          onClick={() => withdraw.mutate()}
        >
          Take back
        </Button>
      )}
      {!wanted && state === 'active' && (
        <Button
          variant="subtle"
          size="compact-sm"
          classNames={{ root: removal.button ?? '', label: removal.label ?? '' }}
          leftSection={<IconPlus size={14} aria-hidden />}
          loading={put.isPending}
          onClick={() => put.mutate()}
        >
          <span>
            Put on <bdi>{channelName}</bdi>
          </span>
        </Button>
      )}
    </li>
  )
}
