import { Button, Modal, Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Plan } from '../../../api/contract/plans.ts'
import type { UndoResult } from '../../../api/contract/undo.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import form from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { planChanged } from '../../plan-queries.ts'
import { valueWords } from './change-value.tsx'
import classes from './undo-dialog.module.css'
import { useOpenPlan } from './use-plan.ts'

interface Props {
  readonly plan: Pick<Plan, 'id' | 'channelId' | 'channelName'>
  readonly currency: string | null
  readonly onClose: () => void
}

/** Says what undoing these changes puts back, what it leaves alone and what can't come back; then makes it a plan. */
export function UndoDialog({ plan, currency, onClose }: Props) {
  const open = useOpenPlan(plan.channelId)
  const preview = useQuery({
    queryKey: ['plan', plan.id, 'undo-preview'],
    queryFn: () => call('POST /api/undo', { body: { plan: plan.id, preview: true } }),
    staleTime: 0,
    gcTime: 0,
  })
  const undo = useMutation({
    mutationFn: () => call('POST /api/undo', { body: { plan: plan.id } }),
    onSuccess: ({ planId }) => {
      planChanged(plan.id, plan.channelId)
      if (planId !== null) open(planId)
      onClose()
    },
  })
  const found = preview.data
  return (
    <Modal opened onClose={onClose} title="Undo what was sent?" size={720}>
      <div className={form.form}>
        {found === undefined && preview.error === null && <Skeleton height={180} radius="md" />}
        {preview.error !== null && <ProblemAlert error={preview.error} />}
        {found !== undefined && <Preview found={found} plan={plan} currency={currency} />}
        {undo.error !== null && <ProblemAlert error={undo.error} />}
        <div className={form.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            {found?.undone === 0 ? 'Close' : 'Leave it as it is'}
          </Button>
          {found !== undefined && found.undone > 0 && (
            <Button loading={undo.isPending} onClick={() => undo.mutate()}>
              {found.undone === 1 ? 'Put it back for review' : `Put ${found.undone.toLocaleString()} back for review`}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Preview({ found, plan, currency }: { found: UndoResult } & Pick<Props, 'plan' | 'currency'>) {
  const { undone, rows, kept, keptCount, cannotReturn } = found
  return (
    <>
      {undone === 0 ? (
        <p>Nothing of it can be put back.</p>
      ) : (
        <p>
          {count(undone, 'value')} of <bdi>{plan.channelName}</bdi> {undone === 1 ? 'goes' : 'go'} back to what{' '}
          {undone === 1 ? 'it was' : 'they were'}, on this channel alone. You see the changes once more before anything
          is sent.
        </p>
      )}
      {cannotReturn.length > 0 && (
        <Notice tone="attention">
          <strong>What can’t come back:</strong> {cannotReturn.join(' ')}
        </Notice>
      )}
      {rows.length > 0 && (
        <Group title="Put back" shown={rows.length} all={undone}>
          {rows.map(row => (
            <li key={keyOf(row)}>
              <Place row={row} />
              <span className={classes.values}>
                <Shown row={row} value={row.now} currency={currency} />
                <span aria-hidden="true">→</span>
                <span className="cw-sr">becomes</span>
                <strong>
                  <Shown row={row} value={row.will} currency={currency} />
                </strong>
              </span>
            </li>
          ))}
        </Group>
      )}
      {kept.length > 0 && (
        <Group title="Left as it is" shown={kept.length} all={keptCount}>
          {kept.map(row => (
            <li key={keyOf(row)}>
              <Place row={row} />
              <span className={classes.reason}>{row.reason}</span>
            </li>
          ))}
        </Group>
      )}
    </>
  )
}

type Row = Pick<UndoResult['rows'][number], 'level' | 'listingId' | 'offerId' | 'field' | 'name' | 'sku' | 'label'>

function keyOf({ level, listingId, offerId, field }: Row): string {
  return `${level} ${listingId} ${offerId} ${field}`
}

function Place({ row: { name, label, level } }: { row: Row }) {
  return (
    <span className={classes.place}>
      <bdi>{name}</bdi>
      <span className={classes.label}>
        {label}
        {level === 'variant' && ' of the variant'}
      </span>
    </span>
  )
}

/** Long texts are only hinted at here: the changes to review show them in full. */
const shownMost = 80
const prices = new Set(['price', 'costPrice', 'retailPrice', 'salePrice', 'mapPrice', 'fixedShippingPrice'])

function Shown({ row, value, currency }: { row: Row; value: unknown; currency: string | null }) {
  const kind = Array.isArray(value) ? 'list' : prices.has(row.field) ? 'money' : 'text'
  const words = valueWords(kind, value, currency)
  return <bdi>{words.length > shownMost ? `${words.slice(0, shownMost).toWellFormed()}…` : words}</bdi>
}

interface GroupProps {
  readonly title: string
  readonly shown: number
  readonly all: number
  readonly children: React.ReactNode
}

function Group({ title, shown, all, children }: GroupProps) {
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>
        {title} <span className={classes.label}>{all.toLocaleString()}</span>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <ul className={classes.list} tabIndex={0} aria-label={title}>
        {children}
        {all > shown && <li className={classes.label}>and {count(all - shown, 'other')}</li>}
      </ul>
    </section>
  )
}
