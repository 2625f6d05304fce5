import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment, memo, useMemo } from 'react'
import type { Drift } from '../../../api/contract/drift.ts'
import '../../parts/grid/kit.css'
import table from '../../parts/table.module.css'
import classes from './drift.module.css'
import { DriftRow } from './drift-row.tsx'

interface Props {
  readonly channelId: string
  readonly channelName: string
  readonly currency: string | null
  readonly rows: readonly Drift[]
  readonly chosenIds: ReadonlySet<string>
  readonly onPick: (rows: readonly Drift[], isChosen: boolean) => void
}

/** Edits below the product that they are of: what was there, what is there now, what the hub means. */
export const DriftTable = memo(function DriftTable(props: Props) {
  const { channelId, channelName, currency, rows, chosenIds, onPick } = props
  const groups = useMemo(() => [...Map.groupBy(rows, ({ listingId }) => listingId)], [rows])
  const isAll = rows.every(({ id }) => chosenIds.has(id))
  return (
    <table className={`${table.table} ${classes.table}`} aria-label="Edits that wait">
      <thead>
        <tr>
          <th scope="col" data-col="pick">
            <Checkbox
              size="xs"
              aria-label="Choose all that are shown"
              checked={isAll}
              indeterminate={!isAll && rows.some(({ id }) => chosenIds.has(id))}
              onChange={event => onPick(rows, event.currentTarget.checked)}
            />
          </th>
          <th scope="col">Field</th>
          <th scope="col">Was there</th>
          <th scope="col">In the store now</th>
          <th scope="col">The hub means</th>
          <th scope="col">Decide</th>
        </tr>
      </thead>
      {groups.map(([listingId, edits]) => (
        <tbody key={listingId}>
          <GroupHead channelId={channelId} edits={edits} chosenIds={chosenIds} onPick={onPick} />
          {edits.map(edit => (
            <Fragment key={edit.id}>
              <DriftRow
                channelId={channelId}
                channelName={channelName}
                currency={currency}
                edit={edit}
                isChosen={chosenIds.has(edit.id)}
                onPick={onPick}
              />
            </Fragment>
          ))}
        </tbody>
      ))}
    </table>
  )
})

interface GroupProps {
  readonly channelId: string
  readonly edits: readonly Drift[]
  readonly chosenIds: ReadonlySet<string>
  readonly onPick: Props['onPick']
}

function GroupHead({ channelId, edits, chosenIds, onPick }: GroupProps) {
  const [first] = edits
  if (first === undefined) return null
  const isAll = edits.every(({ id }) => chosenIds.has(id))
  return (
    <tr className={classes.group}>
      <td data-col="pick">
        <Checkbox
          size="xs"
          aria-label={`Choose all of ${first.product}`}
          checked={isAll}
          indeterminate={!isAll && edits.some(({ id }) => chosenIds.has(id))}
          onChange={event => onPick(edits, event.currentTarget.checked)}
        />
      </td>
      <th scope="rowgroup" colSpan={5}>
        <Link to="/channels/$channelId/products/$remoteId" params={{ channelId, remoteId: first.listingId }}>
          <bdi>{first.product}</bdi>
        </Link>
        {first.level === 'product' && first.sku !== '' && <bdi className={classes.sku}>{first.sku}</bdi>}
      </th>
    </tr>
  )
}
