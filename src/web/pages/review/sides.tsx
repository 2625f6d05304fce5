import type { ReactNode } from 'react'
import type { ReviewItem } from '../../../api/contract/review.ts'
import { money } from '../../money.ts'
import { ProductImage } from '../../parts/product-image.tsx'
import { difference, showSpaces, type TextPart } from './difference.ts'
import classes from './review.module.css'

type Side = ReviewItem['store']

/** What the store has and what the master catalog has, side by side, with what differs marked. Of a pair, the products alone. */
export function Sides({ item, isPair }: { item: ReviewItem; isPair: boolean }) {
  const { store, master } = item
  const skus = difference(store.sku, master.sku)
  const isName = differ(store.productName, master.productName)
  return (
    <table className={classes.sides}>
      <thead>
        <tr>
          <td />
          <th scope="col">
            In the store <bdi className={classes.where}>{item.channelName}</bdi>
          </th>
          <th scope="col">
            In the master catalog{' '}
            {master.channels.length > 0 && <bdi className={classes.where}>on {master.channels.join(', ')}</bdi>}
          </th>
        </tr>
      </thead>
      <tbody>
        <Line label="Product" differs={isName} store={<Product side={store} />} master={<Product side={master} />} />
        {!isPair && (
          <>
            <Line
              label="SKU"
              differs={store.sku !== master.sku}
              store={<Sku parts={skus.one} />}
              master={<Sku parts={skus.other} />}
            />
            <TextLine label="Options" store={optionsOf(store)} master={optionsOf(master)} />
            <TextLine label="Barcode" store={store.barcode} master={master.barcode} />
            <TextLine label="Price" store={priceOf(store)} master={priceOf(master)} />
          </>
        )}
      </tbody>
    </table>
  )
}

function TextLine({ label, store, master }: { label: string; store: string | null; master: string | null }) {
  const hasNone = isNone(store) && isNone(master)
  if (hasNone) return null
  return (
    <Line label={label} differs={differ(store, master)} store={<Text text={store} />} master={<Text text={master} />} />
  )
}

interface LineProps {
  readonly label: string
  readonly differs: boolean
  readonly store: ReactNode
  readonly master: ReactNode
}

function Line({ label, differs, store, master }: LineProps) {
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">
        {label}
        {differs && <span className={classes.differs}>differs</span>}
      </th>
      <td>{store}</td>
      <td>{master}</td>
    </tr>
  )
}

function Product({ side }: { side: Side }) {
  return (
    <span className={classes.product}>
      <ProductImage url={side.imageUrl} alt="" size={56} />
      {side.productName === '' ? <span className={classes.none}>No name</span> : <bdi>{side.productName}</bdi>}
    </span>
  )
}

export function Sku({ parts }: { parts: readonly TextPart[] }) {
  if (parts.length === 0) return <span className={classes.none}>None</span>
  return (
    <bdi className={classes.sku}>
      {parts.map(({ text, differs }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other key, and never move
        differs ? <mark key={index}>{showSpaces(text)}</mark> : <span key={index}>{text}</span>,
      )}
    </bdi>
  )
}

function Text({ text }: { text: string | null }) {
  return isNone(text) ? <span className={classes.none}>None</span> : <bdi>{text}</bdi>
}

export function optionsOf({ optionValues }: Side): string | null {
  if (optionValues.length === 0) return null
  return optionValues.map(({ option, value }) => `${option}: ${value}`).join(', ')
}

export function priceOf({ price, currency }: Side): string | null {
  return price === null ? null : money(price, currency)
}

function isNone(text: string | null): boolean {
  return text === null || text === ''
}

function differ(one: string | null, other: string | null): boolean {
  return (one ?? '') !== (other ?? '')
}
