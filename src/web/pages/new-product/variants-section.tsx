import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { memo } from 'react'
import { count } from '../../format.ts'
import form from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { type Choice, combinationsMost } from '../product/combinations.ts'
import { type Combination, type Draft, type Faults, nothingTyped, placeOfVariant, type TypedVariant } from './draft.ts'
import classes from './new-product.module.css'

interface Props {
  /** null for more than a product can have. */
  readonly combinations: readonly Combination[] | null
  readonly draft: Draft
  readonly faults: Faults
  readonly onType: (key: string, part: Partial<TypedVariant>) => void
  readonly onLeaveOut: (key: string) => void
  readonly onPutBack: () => void
}

/** The variants that the options of a new product come to, each with its SKU and its price. */
export function VariantsSection({ combinations, draft, faults, onType, onLeaveOut, onPutBack }: Props) {
  if (combinations === null) {
    return (
      <Section title="Variants">
        <Notice tone="attention" live>
          These are more than {combinationsMost} variants, and a product has at most so many: give fewer values.
        </Notice>
      </Section>
    )
  }
  if (combinations.length === 0) return null
  const shown = combinations.filter(({ key }) => !draft.leftOut.has(key))
  const out = combinations.length - shown.length
  return (
    <Section
      title="Variants"
      note="Stores need a SKU of each. A price that is left empty is the product’s."
      actions={
        out > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={onPutBack}>
            Put back {count(out, 'variant')}
          </Button>
        )
      }
    >
      <div className={form.form}>
        {faults.variants !== undefined && <Notice tone="attention">{faults.variants}</Notice>}
        {shown.length > 0 && (
          <table className={classes.variants} aria-label="Variants">
            <thead>
              <tr>
                <th scope="col">Variant</th>
                <th scope="col">SKU</th>
                <th scope="col">Price</th>
                <th scope="col">
                  <span className="cw-sr">Leave out</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, choices }) => (
                <VariantRow
                  key={key}
                  combination={key}
                  choices={choices}
                  typed={draft.variants.get(key) ?? nothingTyped}
                  sku={faults[placeOfVariant(key, 'sku')]}
                  price={faults[placeOfVariant(key, 'price')]}
                  other={faults[placeOfVariant(key, 'optionValues')]}
                  onType={onType}
                  onLeaveOut={onLeaveOut}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  )
}

interface RowProps {
  readonly combination: string
  readonly choices: readonly Choice[]
  readonly typed: TypedVariant
  /** What is wrong with its SKU, its price, and with itself. */
  readonly sku: string | undefined
  readonly price: string | undefined
  readonly other: string | undefined
  readonly onType: Props['onType']
  readonly onLeaveOut: Props['onLeaveOut']
}

/** Drawn anew only when it is typed into: a product may have hundreds. */
const VariantRow = memo(({ combination, choices, typed, sku, price, other, onType, onLeaveOut }: RowProps) => {
  const name = choices.map(({ value }) => value).join(' / ')
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {other !== undefined && <p className={classes.fault}>{other}</p>}
      </th>
      <td>
        <TextInput
          aria-label={`SKU of ${name}`}
          placeholder="SKU"
          value={typed.sku}
          error={sku}
          onChange={event => onType(combination, { sku: event.currentTarget.value })}
        />
      </td>
      <td>
        <TextInput
          aria-label={`Price of ${name}`}
          placeholder="as the product"
          inputMode="decimal"
          value={typed.price}
          error={price}
          onChange={event => onType(combination, { price: event.currentTarget.value })}
        />
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={`Leave out ${name}`}
          title="Leave out"
          onClick={() => onLeaveOut(combination)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  )
})
VariantRow.displayName = 'VariantRow'
