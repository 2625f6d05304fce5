import { IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { money } from '../../money.ts'
import { None, Stock } from '../../parts/grid/cells.tsx'
import { FieldTable } from './field-table.tsx'
import { MatchState } from './match-state.tsx'
import { RemoveOffers } from './remove-offers.tsx'
import type { Sides } from './sides.ts'
import { VariantSku } from './variant-sku.tsx'
import { barcodeOf, keyOf, nameOf } from './variant-words.ts'
import classes from './variants.module.css'

interface Props {
  readonly variant: VariantRow
  /** Those of the product, where they speak for its only variant; empty where there are several. */
  readonly productFields: readonly FieldRow[]
  readonly index: number
  readonly sides: Sides
  /** No other variant is there that would stay without it. */
  readonly isOnly: boolean
  /** On several channels, so that each of them has a line. */
  readonly isShared: boolean
  readonly isOpen: boolean
  readonly onToggle: (key: string) => void
  readonly measure: (element: HTMLElement | null) => void
}

/** One variant; unfolded it shows all its fields. */
export const Variant = memo(function Variant(props: Props) {
  const { variant, productFields, index, sides, isOnly, isShared, isOpen, onToggle, measure } = props
  const channels = inOrder(variant.channels, sides)
  const code = barcodeOf(variant, productFields)
  const panelId = `variant-${index}`
  const priceOf = ({ price, channelId }: Side) =>
    price === null ? <None>No price</None> : money(price, sides.currencyOf(channelId))
  return (
    <tbody ref={measure} data-index={index}>
      <tr aria-rowindex={index + 2} className={classes.row} data-shared={isShared || undefined}>
        <th scope="row" data-col="name">
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={panelId}
            onClick={() => onToggle(keyOf(variant))}
          >
            <IconChevronRight size={16} aria-hidden />
            <bdi>{nameOf(variant)}</bdi>
          </button>
        </th>
        <td data-col="sku" data-label="SKU">
          <VariantSku variant={variant} />
        </td>
        <td data-col="code" data-label="Barcode">
          {code === null ? <None /> : <bdi className={classes.code}>{code}</bdi>}
        </td>
        {isShared && (
          <td data-col="channel" data-label="Channel">
            <Lines
              channels={channels}
              line={side => (
                <>
                  <bdi>{sides.nameOf(side.channelId)}</bdi>
                  <span className={classes.inWords}>
                    {' '}
                    {priceOf(side)} · {side.stock === null ? 'not tracked' : `${side.stock.toLocaleString()} in stock`}{' '}
                    <MatchState side={side} />
                  </span>
                </>
              )}
            />
          </td>
        )}
        <td data-col="price" data-label="Price">
          <Lines channels={channels} line={priceOf} />
        </td>
        <td data-col="stock" data-label="Stock">
          <Lines channels={channels} line={({ stock }) => <Stock stock={stock} />} />
        </td>
        <td data-col="match" data-label="Match">
          {channels.length === 0 ? (
            <span className={classes.muted}>On no channel</span>
          ) : (
            <Lines channels={channels} line={side => <MatchState side={side} />} />
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className={classes.open}>
          <td colSpan={isShared ? 7 : 6} id={panelId}>
            <FieldTable
              label={`Fields of ${nameOf(variant)}`}
              groups={[{ title: null, fields: variant.fields.filter(({ key }) => key !== 'optionValues') }]}
              sides={sides}
            />
            {!isOnly && <RemoveOffers variant={variant} sides={sides} />}
          </td>
        </tr>
      )}
    </tbody>
  )
})

type Side = VariantRow['channels'][number]

/** One line for each channel, so that those of a channel stand beside each other. */
function Lines({ channels, line }: { channels: readonly Side[]; line: (side: Side) => React.ReactNode }) {
  if (channels.length === 0) return <None />
  return channels.map(side => (
    <div key={`${side.channelId} ${side.remoteId}`} className={classes.line}>
      {line(side)}
    </div>
  ))
}

/** In the order in which the page names the channels. */
function inOrder(channels: readonly Side[], sides: Sides): readonly Side[] {
  const placeOf = (side: Side) => sides.channels.findIndex(({ channelId }) => channelId === side.channelId)
  return channels.toSorted((a, b) => placeOf(a) - placeOf(b))
}
