import type { ReactNode } from 'react'
import type { FieldRow } from '../../../api/contract/catalog.ts'
import { Section } from '../../parts/page.tsx'
import { hasValue, isSet } from './fields.ts'
import { BulkPrices, CustomFields, Options, Plain } from './list-forms.tsx'
import { listOf } from './parts.ts'
import classes from './product.module.css'
import type { Sides } from './sides.ts'
import { VersionTitle } from './version-title.tsx'
import { type Version, versionsOf } from './versions.ts'

/** Pictures have a place of their own; options of variants stand with the variants. */
const elsewhere = new Set(['images'])
const details = ['options', 'modifiers']

/** Categories, custom fields, bulk prices, options, modifiers and whatever else is a list. */
export function Lists({ fields, sides }: { fields: readonly FieldRow[]; sides: Sides }) {
  const lists = fields.filter(({ key, group }) => group === 'parts' && !elsewhere.has(key))
  const unread = sides.channels.filter(({ detailsAt }) => detailsAt === null)
  const filled = lists.filter(hasValue)
  const none = lists.filter(field => !hasValue(field) && !(unread.length > 0 && details.includes(field.key)))
  return (
    <>
      <div className={classes.lists}>
        {filled.map(field => (
          <Section key={field.key} title={field.label}>
            {versionsOf(field, sides).map(version => (
              <div key={version.key} className={classes.version}>
                <VersionTitle version={version} />
                <List field={field.key} version={version} sides={sides} />
              </div>
            ))}
          </Section>
        ))}
        {unread.length > 0 && lists.some(({ key }) => details.includes(key)) && (
          <Section title="Options and modifiers">
            <p className={classes.muted}>
              Options and modifiers not read yet. They follow after the products of an import; variants are complete
              already.
            </p>
          </Section>
        )}
      </div>
      {none.length > 0 && (
        <p className={classes.none}>Nothing in: {none.map(({ label }) => label.toLowerCase()).join(', ')}.</p>
      )}
    </>
  )
}

interface ListProps {
  readonly field: string
  readonly version: Version
  readonly sides: Sides
}

function List({ field, version: { key, value, currency }, sides }: ListProps): ReactNode {
  if (!isSet(value)) return <p className={classes.muted}>None on this channel</p>
  switch (field) {
    case 'customFields':
      return <CustomFields value={value} />
    case 'bulkPrices':
      return <BulkPrices value={value} currency={currency} />
    case 'options':
    case 'modifiers':
      return <Options value={value} />
    case 'storefronts':
      return <Plain value={listOf(value).map(one => sides.storefrontOf(key, String(one)))} />
    default:
      return <Plain value={value} />
  }
}
