import { Button, NumberInput, Skeleton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import { call } from '../../client.ts'
import formClasses from '../../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../../parts/form-errors.ts'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone } from '../../parts/undo.tsx'
import { catalogQuery, keepCatalog } from '../../run-queries.ts'
import classes from './settings.module.css'
import { wholeUpTo } from './whole-number.ts'

const route = getRouteApi('/shell/channels/$channelId/settings/import')

type Limits = CatalogState['limits']
/** A field that was emptied holds no number. */
type Typed = Record<keyof Limits, number | string>

/** How the hub imports from this store. */
export function ImportSettingsPage() {
  const { channelId } = route.useParams()
  const catalog = useQuery(catalogQuery(channelId))
  return (
    <div className={classes.narrow}>
      {catalog.data !== undefined && <LimitsForm channelId={channelId} limits={catalog.data.limits} />}
      {catalog.data === undefined && catalog.error === null && <Skeleton height={280} radius="lg" />}
      {catalog.data === undefined && catalog.error !== null && <ProblemAlert error={catalog.error} />}
    </div>
  )
}

function LimitsForm({ channelId, limits }: { channelId: string; limits: Limits }) {
  const [placed, setPlaced] = useState(false)
  const form = useForm<Typed>({
    initialValues: limits,
    validate: {
      missingMost: wholeUpTo(1_000_000),
      missingPercentMost: wholeUpTo(100),
    },
  })
  const change = useMutation({
    mutationFn: (body: Limits) => call('PATCH /api/channels/:channelId/catalog', { params: { channelId }, body }),
    onSuccess: state => {
      keepCatalog(state)
      form.setInitialValues(state.limits)
      form.setValues(state.limits)
    },
    onError: error => setPlaced(showFieldErrors(form, error)),
  })
  const save = async ({ missingMost, missingPercentMost }: Typed) => {
    const before = limits
    await change.mutateAsync({ missingMost: Number(missingMost), missingPercentMost: Number(missingPercentMost) }).then(
      () => tellDone('Saved.', () => change.mutate(before)),
      () => undefined,
    )
  }
  const isDirty =
    form.values.missingMost !== limits.missingMost || form.values.missingPercentMost !== limits.missingPercentMost
  return (
    <Section
      title="When products are missing"
      note="A product that the store no longer has is marked as gone from the store. If very many are missing at once, something else is usually wrong: then nothing is marked, the connection is checked, and you are asked."
    >
      <form
        className={formClasses.form}
        noValidate
        onSubmit={form.onSubmit(values => void save(values), focusFirstError)}
      >
        {change.error !== null && !placed && <ProblemAlert error={change.error} />}
        <NumberInput
          label="Products that may be missing at once"
          description="With more than this nothing is marked."
          min={0}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          clampBehavior="none"
          classNames={{ wrapper: classes.number ?? '' }}
          {...form.getInputProps('missingMost')}
        />
        <NumberInput
          label="Part of the catalog that may be missing at once"
          description="With more than this nothing is marked."
          min={0}
          suffix=" %"
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          classNames={{ wrapper: classes.number ?? '' }}
          {...form.getInputProps('missingPercentMost')}
        />
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
