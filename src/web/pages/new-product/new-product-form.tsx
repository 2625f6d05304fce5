import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import type { EditField } from '../../../api/contract/edits.ts'
import { call, HubProblem } from '../../client.ts'
import { FieldControl } from '../../parts/edit/control.tsx'
import edit from '../../parts/edit/edit.module.css'
import form from '../../parts/form.module.css'
import { focusFirstError } from '../../parts/form-errors.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone } from '../../parts/undo.tsx'
import { toDoChanged } from '../../plan-queries.ts'
import { productsChanged } from '../../products-changed.ts'
import { channelsQuery } from '../../queries.ts'
import { combinationKey, newCombinations } from '../product/combinations.ts'
import { fieldsOf, nothingTyped } from '../product/variant-to-add.tsx'
import { bodyOf, noOptions } from './body.ts'
import { OptionsCard } from './options-card.tsx'

/** What a new product is asked for; all else is edited on its page. */
const asked = ['name', 'sku', 'price', 'weight', 'type', 'brand', 'categories', 'visible', 'description']
const wide = new Set(['name', 'description', 'categories'])

/** The form of a new product; what the hub does not take is said at its field. */
export function NewProductForm({ fields }: { fields: readonly EditField[] }) {
  const navigate = useNavigate()
  const channels = useQuery(channelsQuery).data ?? []
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({ visible: true, type: 'physical' })
  const [options, setOptions] = useState(noOptions)
  const [channelIds, setChannelIds] = useState<readonly string[]>([])
  const combinations = useMemo(() => {
    const named = options.list.filter(({ name, values: given }) => name.trim() !== '' && given.length > 0)
    return newCombinations(named, new Map(named.map(one => [one.name, one.values])), [])
  }, [options.list])
  const make = useMutation({
    mutationFn: () => {
      const variants = (combinations ?? []).map(choices => ({
        fields: fieldsOf(options.typed.get(combinationKey(choices)) ?? nothingTyped),
        optionValues: [...choices],
      }))
      return call('POST /api/products', { body: bodyOf(values, variants, channelIds) })
    },
    onSuccess: async ({ productId }) => {
      productsChanged()
      toDoChanged()
      tellDone('The product is made in the hub.')
      await navigate({ to: '/inventory/products/$productId', params: { productId } })
    },
    onError: focusFirstError,
  })
  const faults = make.error instanceof HubProblem ? make.error.fields : {}
  const shown = asked.flatMap(key => fields.find(one => one.level === 'product' && one.field === key) ?? [])
  const isAtFields = Object.keys(faults).every(key => /^variants\.\d/.test(key) || asked.includes(key.slice(7)))
  const hasVariants = combinations !== null && combinations.length > 0
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (combinations !== null) make.mutate()
  }
  return (
    <form className={form.form} aria-label="New product" noValidate onSubmit={onSubmit}>
      <Section title="What it is">
        <div className={edit.grid}>
          {shown.map(field => (
            <div key={field.field} className={wide.has(field.field) ? edit.wide : edit.cell}>
              <FieldControl
                field={field}
                name={field.field === 'sku' ? 'SKU' : undefined}
                value={values[field.field]}
                placeholder=""
                onChange={value => setValues(old => ({ ...old, [field.field]: value }))}
                error={faults[`fields.${field.field}`]}
              />
            </div>
          ))}
        </div>
      </Section>
      <OptionsCard options={options} combinations={combinations} faults={faults} onChange={setOptions} />
      {channels.length > 0 && (
        <Section title="Channels" note="Nothing is sent now: their next changes to review have it.">
          <Checkbox.Group aria-label="Channels" value={[...channelIds]} onChange={setChannelIds}>
            <div className={form.form}>
              {channels.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={<bdi>{name}</bdi>} />
              ))}
            </div>
          </Checkbox.Group>
        </Section>
      )}
      {make.error !== null && !(isAtFields && Object.keys(faults).length > 0) && <ProblemAlert error={make.error} />}
      <div className={form.buttonsEnd}>
        <LinkButton to="/inventory/products" variant="default">
          Cancel
        </LinkButton>
        <Button type="submit" loading={make.isPending} disabled={combinations === null}>
          {hasVariants ? `Make it with ${combinations.length.toLocaleString()} variants` : 'Make the product'}
        </Button>
      </div>
    </form>
  )
}
