import type { FieldRow } from '../../../api/contract/catalog.ts'
import { Section } from '../../parts/page.tsx'
import { FieldTable } from './field-table.tsx'
import { groupOrder, groupTitles } from './fields.ts'
import type { Sides } from './sides.ts'

/** These have a place of their own on the page. */
const elsewhere = new Set(['description'])

/** All fields that hold one value, by what they are about. */
export function Fields({ fields, sides }: { fields: readonly FieldRow[]; sides: Sides }) {
  const groups = groupOrder.map(group => ({
    title: groupTitles[group],
    fields: fields.filter(field => field.group === group && !elsewhere.has(field.key)),
  }))
  return (
    <Section title="Fields" flush>
      <FieldTable label="Fields" groups={groups} sides={sides} />
    </Section>
  )
}
