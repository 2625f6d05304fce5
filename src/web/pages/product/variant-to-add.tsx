import { TextInput } from '@mantine/core'
import type { Choice } from './combinations.ts'
import classes from './variant-to-add.module.css'

/** What is typed of a variant that is to be added. */
export interface Typed {
  readonly sku: string
  readonly price: string
}

export const nothingTyped: Typed = { sku: '', price: '' }

/** As the hub takes it: a price that is not typed is its product’s. */
export function fieldsOf({ sku, price }: Typed): Record<string, unknown> {
  return { ...(sku.trim() === '' ? {} : { sku: sku.trim() }), ...(price.trim() === '' ? {} : { price: price.trim() }) }
}

interface Props {
  readonly choices: readonly Choice[]
  readonly typed: Typed
  readonly faultOf: (field: string) => string | undefined
  readonly onType: (part: Partial<Typed>) => void
}

/** One variant that is to be added: what it is, its SKU and its price, with what is wrong at each. */
export function VariantToAdd({ choices, typed, faultOf, onType }: Props) {
  const name = choices.map(({ value }) => value).join(' / ')
  const [sku, price, other] = [faultOf('sku'), faultOf('price'), faultOf('optionValues')]
  return (
    <li>
      <bdi className={classes.name}>{name}</bdi>
      <TextInput
        label="SKU"
        aria-label={`SKU of ${name}`}
        value={typed.sku}
        onChange={event => onType({ sku: event.currentTarget.value })}
        {...(sku === undefined ? {} : { error: sku })}
      />
      <TextInput
        label="Price"
        aria-label={`Price of ${name}`}
        placeholder="as the product"
        inputMode="decimal"
        value={typed.price}
        onChange={event => onType({ price: event.currentTarget.value })}
        {...(price === undefined ? {} : { error: price })}
      />
      {other !== undefined && <p className={classes.fault}>{other}</p>}
    </li>
  )
}
