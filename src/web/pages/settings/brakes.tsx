import { Button, NumberInput, Skeleton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { BrakeLimits } from '../../../api/contract/plans.ts'
import { call } from '../../client.ts'
import { brakesQuery } from '../../drift-queries.ts'
import formClasses from '../../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../../parts/form-errors.ts'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone } from '../../parts/undo.tsx'
import { queryClient } from '../../queries.ts'
import classes from './settings.module.css'
import { wholeUpTo } from './whole-number.ts'

const route = getRouteApi('/shell/channels/$channelId/settings/brakes')

/** A field that was emptied holds no number. */
type Typed = Record<keyof BrakeLimits, number | string>

/** From where on what is to be sent to this store is held until somebody looks at it a second time. */
export function BrakesPage() {
  const { channelId } = route.useParams()
  const brakes = useQuery(brakesQuery(channelId))
  return (
    <div className={classes.narrow}>
      {brakes.data !== undefined && <BrakesForm channelId={channelId} {...brakes.data} />}
      {brakes.data === undefined && brakes.error === null && <Skeleton height={420} radius="lg" />}
      {brakes.data === undefined && brakes.error !== null && <ProblemAlert error={brakes.error} />}
    </div>
  )
}

const inputs = [
  {
    name: 'priceCutPercent',
    label: 'A price that falls by more than',
    description: 'Prices and sale prices of products and variants. A price that becomes zero always holds.',
    suffix: ' %',
  },
  {
    name: 'hiddenMost',
    label: 'More products hidden than',
    description: 'Products that shoppers see now, and would not see any more.',
    suffix: '',
  },
  {
    name: 'hiddenPercent',
    label: 'More of the products on sale hidden than',
    description: 'Whichever of the two is passed first holds.',
    suffix: ' %',
  },
  {
    name: 'emptiedMost',
    label: 'More categories left empty than',
    description: 'Categories in which shoppers, also in what lies below, would not find a product any more.',
    suffix: '',
  },
] as const

function BrakesForm({ channelId, usual, ...limits }: { channelId: string; usual: BrakeLimits } & BrakeLimits) {
  const [placed, setPlaced] = useState(false)
  const form = useForm<Typed>({
    initialValues: limits,
    validate: {
      priceCutPercent: wholeUpTo(100),
      hiddenMost: wholeUpTo(1_000_000),
      hiddenPercent: wholeUpTo(100),
      emptiedMost: wholeUpTo(1_000_000),
    },
  })
  const change = useMutation({
    mutationFn: (body: BrakeLimits) => call('PUT /api/channels/:channelId/brakes', { params: { channelId }, body }),
    onSuccess: answer => {
      queryClient.setQueryData(brakesQuery(channelId).queryKey, { ...answer, usual })
      form.setInitialValues(answer)
      form.setValues(answer)
    },
    onError: error => setPlaced(showFieldErrors(form, error)),
  })
  const save = async (body: BrakeLimits, words: string) => {
    await change.mutateAsync(body).then(
      () => tellDone(words, () => change.mutate(limits), 'brakes'),
      () => undefined,
    )
  }
  const isDirty = inputs.some(({ name }) => form.values[name] !== limits[name])
  const isUsual = inputs.every(({ name }) => limits[name] === usual[name])
  return (
    <Section
      title="Brakes"
      note="What is to be sent to this store is held where it goes beyond one of these limits, until somebody looks at what tripped it and lets it pass. What is being reviewed already keeps the limits that it was made with."
      actions={
        !isUsual && (
          <Button
            variant="default"
            size="compact-md"
            disabled={change.isPending}
            onClick={() => void save(usual, 'The usual limits apply again.')}
          >
            Back to default
          </Button>
        )
      }
    >
      <form
        className={formClasses.form}
        noValidate
        aria-label="Brakes"
        onSubmit={form.onSubmit(values => void save(limitsOf(values), 'Saved.'), focusFirstError)}
      >
        {change.error !== null && !placed && <ProblemAlert error={change.error} />}
        {inputs.map(({ name, label, description, suffix }) => (
          <NumberInput
            key={name}
            label={label}
            description={`${description} Default: ${usual[name]}${suffix}.`}
            min={0}
            suffix={suffix}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            clampBehavior="none"
            classNames={{ wrapper: classes.number ?? '' }}
            {...form.getInputProps(name)}
          />
        ))}
        <p className={formClasses.aside}>
          The hub can’t write stock yet, so nothing that it sends can set stock to zero.
        </p>
        <div className={formClasses.buttons}>
          <Button type="submit" loading={change.isPending} disabled={!isDirty}>
            Save
          </Button>
        </div>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </Section>
  )
}

function limitsOf(typed: Typed): BrakeLimits {
  return {
    priceCutPercent: Number(typed.priceCutPercent),
    hiddenMost: Number(typed.hiddenMost),
    hiddenPercent: Number(typed.hiddenPercent),
    emptiedMost: Number(typed.emptiedMost),
  }
}
