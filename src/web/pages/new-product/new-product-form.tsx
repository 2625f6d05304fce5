import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { EditField } from '../../../api/contract/edits.ts'
import { HubProblem } from '../../client.ts'
import { count } from '../../format.ts'
import { FieldControl } from '../../parts/edit/control.tsx'
import edit from '../../parts/edit/edit.module.css'
import form from '../../parts/form.module.css'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { channelsQuery } from '../../queries.ts'
import type { Faults } from './draft.ts'
import classes from './new-product.module.css'
import { OptionsSection } from './options-section.tsx'
import { useNewProduct } from './use-new-product.ts'
import { VariantsSection } from './variants-section.tsx'

/** What a new product is asked for; all else is edited on its page. */
const asked = ['name', 'sku', 'price', 'weight', 'type', 'brand', 'categories', 'description', 'visible']
const wide = new Set(['name', 'description', 'categories'])

/** The form of a new product; what the hub does not take is said at its field. */
export function NewProductForm({ fields }: { fields: readonly EditField[] }) {
  const product = useNewProduct()
  const { draft, faults, combinations, chosen, make } = product
  const channels = useQuery(channelsQuery).data ?? []
  const shown = asked.flatMap(key => fields.find(one => one.level === 'product' && one.field === key) ?? [])
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    product.onMake()
  }
  return (
    <form className={form.form} aria-label="New product" noValidate onSubmit={onSubmit}>
      <Section title="What it is">
        <div className={edit.grid}>
          {shown.map(field => (
            <div key={field.field} className={wide.has(field.field) ? edit.wide : edit.cell}>
              <FieldControl
                field={field}
                value={draft.values[field.field]}
                placeholder=""
                onChange={value => product.onValue(field.field, value)}
                error={faults[`fields.${field.field}`]}
                name={field.field === 'sku' && chosen.length === 0 ? 'SKU' : undefined}
              />
            </div>
          ))}
        </div>
      </Section>
      <OptionsSection options={draft.options} faults={faults} onChange={product.onOptions} />
      <VariantsSection
        combinations={combinations}
        draft={draft}
        faults={faults}
        onType={product.onType}
        onLeaveOut={product.onLeaveOut}
        onPutBack={product.onPutBack}
      />
      {channels.length > 0 && (
        <Section
          title="Channels"
          note="Which are to get it; their stores need a price and a weight. Nothing is sent before you review it."
        >
          <Checkbox.Group aria-label="Channels" value={[...draft.channelIds]} onChange={product.onChannels}>
            <div className={classes.channels}>
              {channels.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={<bdi>{name}</bdi>} />
              ))}
            </div>
          </Checkbox.Group>
        </Section>
      )}
      <section className={edit.bar} aria-label="Make the product">
        <div role="status">
          <Stand faults={faults} error={make.error} shown={shown} hasVariants={(combinations?.length ?? 0) > 0} />
        </div>
        <div className={edit.barButtons}>
          <LinkButton to="/inventory/products" variant="default">
            Cancel
          </LinkButton>
          <Button type="submit" loading={make.isPending} disabled={combinations === null}>
            {chosen.length > 0 ? `Make it with ${count(chosen.length, 'variant')}` : 'Make the product'}
          </Button>
        </div>
      </section>
      <LeaveGuard isDirty={product.isDirty} />
    </form>
  )
}

interface StandProps {
  readonly faults: Faults
  readonly error: Error | null
  readonly shown: readonly EditField[]
  readonly hasVariants: boolean
}

/** What keeps it from being made: how many values, and in words what stands at no control of its own. */
function Stand({ faults, error, shown, hasVariants }: StandProps) {
  if (error !== null && (!(error instanceof HubProblem) || Object.keys(error.fields).length === 0)) {
    return <ProblemAlert error={error} />
  }
  const many = Object.keys(faults).length
  if (many === 0) return <span>It is made in the hub, and in no store yet.</span>
  const isAtControl = (place: string) =>
    /^options\.\d| of /.test(place) ||
    (place === 'variants' && hasVariants) ||
    shown.some(({ field }) => place === `fields.${field}`)
  return (
    <>
      <strong className={edit.error}>
        Nothing was made: {count(many, 'value needs', 'values need')} another look.
      </strong>
      {Object.entries(faults).map(
        ([place, sentence]) =>
          !isAtControl(place) && (
            <p key={place} className={edit.error}>
              {sentence}
            </p>
          ),
      )}
    </>
  )
}
