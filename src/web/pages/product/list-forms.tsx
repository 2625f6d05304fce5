import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { asWords } from '../../format.ts'
import { money } from '../../money.ts'
import { shownPath } from '../../parts/edit/values.ts'
import {
  type BulkPrice,
  bulkPricesOf,
  customFieldsOf,
  listOf,
  optionsOf,
  type ProductOption,
  partAsText,
} from './parts.ts'
import classes from './product.module.css'

const shownMost = 30

/** The first entries of a long list, and a button for the rest. */
function useFold<Entry>(entries: readonly Entry[]): { shown: readonly Entry[]; more: ReactNode } {
  const [isOpen, setOpen] = useState(false)
  if (isOpen || entries.length <= shownMost) return { shown: entries, more: null }
  return {
    shown: entries.slice(0, shownMost),
    more: (
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        Show all {entries.length.toLocaleString()}
      </Button>
    ),
  }
}

export function Plain({ value }: { value: unknown }) {
  const { shown, more } = useFold(listOf(value).map(partAsText))
  return (
    <>
      <ul className={classes.plain}>
        {shown.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries may repeat; none is moved
          <li key={place}>
            <Path text={entry} />
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}

/** `Home/Kitchen` with room around its slashes. */
function Path({ text }: { text: string }) {
  return <bdi>{shownPath(text)}</bdi>
}

export function CustomFields({ value }: { value: unknown }) {
  const { shown, more } = useFold(customFieldsOf(value))
  return (
    <>
      <dl className={classes.pairs}>
        {shown.map((field, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may be there several times; none is moved
          <div key={place}>
            <dt>
              <bdi>{field.name}</bdi>
            </dt>
            <dd>
              <bdi>{field.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  )
}

export function BulkPrices({ value, currency }: { value: unknown; currency: string | null }) {
  const { shown, more } = useFold(bulkPricesOf(value))
  return (
    <>
      <dl className={classes.pairs}>
        {shown.map((price, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps may repeat; none is moved
          <div key={place}>
            <dt>{price.to === 0 ? `${price.from} or more` : `${price.from} to ${price.to}`}</dt>
            <dd>{bulkWords(price, currency)}</dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  )
}

function bulkWords({ type, amount }: BulkPrice, currency: string | null): string {
  if (type === 'percent') return `${amount} % off`
  if (type === 'fixed') return `${money(amount, currency)} each`
  if (type === 'price') return `${money(amount, currency)} off each`
  return `${asWords(type)} ${amount}`
}

export function Options({ value }: { value: unknown }) {
  const { shown, more } = useFold(optionsOf(value))
  return (
    <>
      <dl className={classes.pairs}>
        {shown.map((option, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may be there several times; none is moved
          <div key={place}>
            <dt>
              <bdi>{option.name}</bdi>
              <span className={classes.kind}>
                {asWords(option.type)}
                {option.required === true && ', required'}
              </span>
            </dt>
            <dd>
              <OptionValues option={option} />
            </dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  )
}

function OptionValues({ option: { values } }: { option: ProductOption }) {
  const { shown, more } = useFold(values)
  if (values.length === 0) return <span className={classes.muted}>The shopper fills it in</span>
  return (
    <>
      <ul className={classes.values}>
        {shown.map(({ label, isDefault }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat; none is moved
          <li key={place}>
            <bdi>{label}</bdi>
            {isDefault && <span className={classes.kind}>chosen at first</span>}
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}
