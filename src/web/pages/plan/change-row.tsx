import { Button } from '@mantine/core'
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import type { Change, Plan } from '../../../api/contract/plans.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import type { ChangeOrder } from '../../plan-queries.ts'
import { ChangeState } from './change-state.tsx'
import classes from './change-table.module.css'
import { ChangeValue, isLong, isNumber } from './change-value.tsx'
import { LongChange } from './long-change.tsx'
import type { LeaveOut } from './use-plan.ts'
import { isWhole, WholeChange } from './whole-change.tsx'

export interface RowTools {
  readonly plan: Plan
  readonly by: ChangeOrder
  readonly currency: string | null
  readonly isBusy: boolean
  readonly onLeaveOut: (body: LeaveOut) => void
}

interface Props {
  readonly change: Change
  readonly index: number
  /** The changes beside it belong to the same product, or to the same field. */
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly measure: (element: HTMLElement | null) => void
  readonly tools: RowTools
}

/** One field of one product or variant: what it is, what it becomes, and what became of that. */
export const ChangeRow = memo(function ChangeRow({ change, index, isFirst, isLast, measure, tools }: Props) {
  const { plan, by, currency } = tools
  const { kind, before, after, label } = change
  const side = { kind, currency } as const
  const isProduct = by === 'product'
  const head = (
    <th scope="row" data-col="head" key="head">
      <div className={classes.head}>
        {isProduct ? (
          <ProductName change={change} isFirst={isFirst} tools={tools} />
        ) : (
          <span className={isFirst ? undefined : 'cw-sr'}>
            <FieldName change={change} />
          </span>
        )}
        {isFirst && !isLast && <LeaveGroupOut change={change} tools={tools} />}
      </div>
    </th>
  )
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      data-first={isFirst || undefined}
      data-state={change.state}
    >
      {head}
      <td data-col="what">
        {isProduct ? <FieldName change={change} /> : <ProductName change={change} isFirst tools={tools} />}
      </td>
      {isWhole(change) ? (
        <td data-col="both" colSpan={2}>
          <WholeChange change={change} currency={currency} />
        </td>
      ) : isLong(change) ? (
        <td data-col="both" colSpan={2}>
          <LongChange before={textOf(before)} after={textOf(after)} isMarkup={kind === 'html'} />
        </td>
      ) : (
        <>
          <td data-col="now" data-label="In the store now" data-number={isNumber(change) || undefined}>
            <ChangeValue {...side} value={before} other={after} side="gone" />
          </td>
          <td data-col="will" data-label="Will be" data-number={isNumber(change) || undefined}>
            <ChangeValue {...side} value={after} other={before} side="new" />
          </td>
        </>
      )}
      <td data-col="state">
        <div className={classes.stateCell}>
          <ChangeState change={change} isReady={plan.state === 'ready'} />
          <RowAction change={change} label={label} tools={tools} />
        </div>
      </td>
    </tr>
  )
})

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function ProductName({ change, isFirst, tools }: { change: Change; isFirst: boolean; tools: RowTools }) {
  const { name, sku, listingId, offerId } = change
  const shown = name.trim() === '' ? 'Without a name' : name
  // The rows below it are the same product’s, or one’s of its variants.
  if (!isFirst && offerId === null) return <span className="cw-sr">{shown}</span>
  return (
    <span className={classes.names}>
      {listingId === '' ? (
        <bdi className={classes.name}>{shown}</bdi>
      ) : (
        <Link
          to="/channels/$channelId/products/$remoteId"
          params={{ channelId: tools.plan.channelId, remoteId: listingId }}
          className={classes.name}
          title={name}
        >
          <bdi>{shown}</bdi>
        </Link>
      )}
      {sku !== '' && (
        <bdi className={classes.sku} title={sku}>
          {sku}
        </bdi>
      )}
    </span>
  )
}

function FieldName({ change: { label, level } }: { change: Change }) {
  return (
    <span>
      {label}
      {level === 'variant' && <span className={classes.level}> of the variant</span>}
    </span>
  )
}

/** Takes all of a product, or all of a field, out at once. */
function LeaveGroupOut({ change, tools }: { change: Change; tools: RowTools }): ReactNode {
  const { plan, by, isBusy, onLeaveOut } = tools
  if (plan.state !== 'ready' || (change.state !== 'planned' && change.state !== 'left_out')) return null
  const putBack = change.state === 'left_out'
  const { listingId, level, field, label, name } = change
  const filter = by === 'product' ? { listingId } : { level, field }
  const what = by === 'product' ? 'this product' : 'this field'
  const words = putBack ? `Put all of ${what} back` : `Leave out all of ${what}`
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      className={classes.group}
      disabled={isBusy}
      aria-label={`${words}: ${by === 'product' ? name : label}`}
      onClick={() => onLeaveOut({ filter, putBack })}
    >
      {words}
    </Button>
  )
}

function RowAction({ change, label, tools }: { change: Change; label: string; tools: RowTools }): ReactNode {
  const { plan, isBusy, onLeaveOut } = tools
  const { id, state, name, listingId } = change
  if (plan.state === 'ready' && (state === 'planned' || state === 'left_out')) {
    const putBack = state === 'left_out'
    return (
      <Button
        variant="default"
        size="compact-xs"
        disabled={isBusy}
        leftSection={putBack ? <IconArrowBackUp size={13} aria-hidden /> : undefined}
        aria-label={`${putBack ? 'Put back' : 'Leave out'} ${label} of ${name}`}
        onClick={() => onLeaveOut({ ids: [id], putBack })}
      >
        {putBack ? 'Put back' : 'Leave out'}
      </Button>
    )
  }
  // A brand, a category or a product that the store did not get has no page of its own.
  if ((state !== 'rejected' && state !== 'superseded') || listingId === '') return null
  return (
    <LinkButton
      to="/channels/$channelId/products/$remoteId"
      params={{ channelId: plan.channelId, remoteId: listingId }}
      variant="default"
      size="compact-xs"
      leftSection={<IconPencil size={13} aria-hidden />}
      aria-label={`${state === 'rejected' ? 'Mend' : 'Look at'} ${label} of ${name}`}
    >
      {state === 'rejected' ? 'Mend' : 'Look at'}
    </LinkButton>
  )
}
