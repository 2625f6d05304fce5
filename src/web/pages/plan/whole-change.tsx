import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Change } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import classes from './change-table.module.css'
import { ChangeValue, isNothing } from './change-value.tsx'

interface Props {
  readonly change: Change
  readonly currency: string | null
}

type Content = NonNullable<Change['content']>

export function isWhole({ level }: Change): boolean {
  return level.startsWith('new_') || level.startsWith('removed_')
}

/** A product or variant that the store gets or loses as a whole: of one that it gets, all that it begins with. */
export function WholeChange({ change: { level, content }, currency }: Props) {
  if (level.startsWith('removed_')) return <span className={classes.gone}>Deleted in the store, for good</span>
  if (content === null) return null
  return <Made content={content} isVariant={level === 'new_variant'} currency={currency} />
}

function Made({ content, isVariant, currency }: { content: Content; isVariant: boolean; currency: string | null }) {
  const [isOpen, setOpen] = useState(false)
  const { fields, variants } = content
  const set = fields.filter(({ value }) => !isNothing(value))
  return (
    <div className={classes.long}>
      <span className={classes.longHead}>
        <span>{madeWords(content, isVariant)}</span>
        <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide what it begins with' : 'Show what it begins with'}
        </Button>
      </span>
      {isOpen && (
        <>
          {set.length > 0 && <Fields fields={set} currency={currency} />}
          {(isVariant || variants.some(({ optionValues }) => optionValues.length > 0)) && (
            <ul className={classes.wholeVariants}>
              {variants.map(({ sku, optionValues, fields: own }) => (
                <li key={`${sku} ${optionValues.map(({ value }) => value).join(' / ')}`}>
                  <strong>
                    <bdi>
                      {optionValues.map(({ option, value }) => `${option}: ${value}`).join(', ') || 'One variant'}
                    </bdi>
                  </strong>
                  <Fields fields={own.filter(({ value }) => !isNothing(value))} currency={currency} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}

function madeWords({ fields, variants }: Content, isVariant: boolean): string {
  if (isVariant) return 'A new variant'
  const set = fields.filter(({ value }) => !isNothing(value)).length
  return `A new product with ${count(set, 'value')} and ${count(variants.length, 'variant')}`
}

function Fields({ fields, currency }: { fields: Content['fields']; currency: string | null }) {
  return (
    <dl className={classes.whole}>
      {fields.map(({ field, label, kind, value }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>
            <ChangeValue kind={kind} value={value} currency={currency} side="new" />
          </dd>
        </div>
      ))}
    </dl>
  )
}
