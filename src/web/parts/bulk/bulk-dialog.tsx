import { Button, Modal, NativeSelect, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EditField } from '../../../api/contract/edits.ts'
import { HubProblem } from '../../client.ts'
import { editFieldsQuery } from '../../edit-queries.ts'
import { count } from '../../format.ts'
import { groupTitles } from '../../pages/product/fields.ts'
import { channelsQuery } from '../../queries.ts'
import { ReviewAndSend } from '../edit/review-and-send.tsx'
import formClasses from '../form.module.css'
import { ProblemAlert } from '../problem.tsx'
import { Bar } from '../run/bar.tsx'
import classes from './bulk.module.css'
import { Outcome } from './outcome.tsx'
import { lookedAt, type Tally } from './tally.ts'
import { type BulkTarget, bodyOf } from './target.ts'
import { usePreview } from './use-preview.ts'
import { useRun } from './use-run.ts'
import { WayInputs } from './way-inputs.tsx'
import { editOf, nothingEntered, type Way, wayWords } from './ways.ts'

interface Props {
  readonly target: BulkTarget
  readonly onClose: () => void
}

/** Edits one field of many: what would change is seen before it is done, and nothing is sent to a store by it. */
export function BulkDialog({ target, onClose }: Props) {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const run = useRun()
  const fields = useQuery(editFieldsQuery(target.channelId))
  const isRunning = run.state.is === 'running' || run.state.is === 'stopping'
  return (
    <Modal
      opened
      onClose={() => !isRunning && onClose()}
      title={`Edit ${targetWords(target)}`}
      size={720}
      fullScreen={isNarrow}
      radius={isNarrow ? 0 : 'lg'}
    >
      {fields.data === undefined ? (
        fields.error === null ? (
          <Skeleton height={240} />
        ) : (
          <ProblemAlert error={fields.error} />
        )
      ) : (
        <BulkForm target={target} fields={fields.data} run={run} onClose={onClose} />
      )}
    </Modal>
  )
}

function targetWords({ count: { count: many, atLeast } }: BulkTarget): string {
  return atLeast ? `over ${many.toLocaleString()} products` : count(many, 'product')
}

interface FormProps extends Props {
  readonly fields: readonly EditField[]
  readonly run: ReturnType<typeof useRun>
}

const keyOf = ({ level, field }: EditField) => `${level} ${field}`

function BulkForm({ target, fields, run, onClose }: FormProps) {
  const open = fields.filter(field => field.closed === null && field.ways.length > 0 && field.control !== 'images')
  const [chosen, setChosen] = useState('product price')
  const field = open.find(one => keyOf(one) === chosen) ?? open[0]
  const [wantedWay, setWay] = useState<Way>('set')
  const [entered, setEntered] = useState(nothingEntered)
  const names = useNames()
  const way = field?.ways.includes(wantedWay) ? wantedWay : 'set'
  const edit = field === undefined ? null : editOf(field, way, entered)
  const body = field === undefined || edit === null ? null : bodyOf(target, field.level, edit)
  const { state } = run
  const preview = usePreview(state.is === 'idle' ? body : null)
  if (field === undefined) return <p>There is no field that can be edited here.</p>
  const refusal = preview.error instanceof HubProblem ? preview.error.fields[field.field] : undefined
  const shared = { fields, level: field.level, nameOf: names }
  if (state.is !== 'idle' && body !== null) {
    const { tally } = state
    const isOver = state.is === 'ended'
    return (
      <div className={formClasses.form}>
        {isOver ? (
          <Ended tally={tally} error={state.error} level={field.level} />
        ) : (
          <Running tally={tally} target={target} level={field.level} />
        )}
        <Outcome {...shared} label="Result" tally={tally} isDone />
        <div className={formClasses.buttonsEnd}>
          {!isOver && (
            <Button variant="default" loading={state.is === 'stopping'} onClick={run.stop}>
              Stop
            </Button>
          )}
          {isOver && (
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
          )}
          {isOver && (tally.next !== null || state.error !== null) && (
            <Button variant="default" onClick={() => run.go(body, tally)}>
              Go on
            </Button>
          )}
          {isOver && <ReviewAndSend channels={toSendIn(tally, names)} />}
        </div>
      </div>
    )
  }
  const ready = body !== null && preview.isFresh && preview.error === null ? preview.tally : undefined
  return (
    <form
      className={formClasses.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (body !== null && ready !== undefined && ready.changed > 0) run.go(body)
      }}
    >
      <div className={classes.two}>
        <NativeSelect
          label="Field"
          data-autofocus
          data={choicesOf(open)}
          value={keyOf(field)}
          onChange={event => {
            setChosen(event.currentTarget.value)
            setEntered(nothingEntered)
          }}
        />
        <NativeSelect
          label="What to do"
          data={field.ways.map(one => ({ value: one, label: wayWords[one] }))}
          value={way}
          onChange={event => setWay(field.ways.find(one => one === event.currentTarget.value) ?? 'set')}
        />
      </div>
      <WayInputs
        field={field}
        way={way}
        entered={entered}
        onEnter={part => setEntered(old => ({ ...old, ...part }))}
        error={refusal}
      />
      {body !== null && preview.error !== null && refusal === undefined && <ProblemAlert error={preview.error} />}
      {body !== null && preview.tally !== undefined && refusal === undefined && (
        <Outcome {...shared} label="Preview" tally={preview.tally} isDone={false} isOld={!preview.isFresh} />
      )}
      <p className={classes.muted}>
        {target.channelId === undefined
          ? 'Every channel that has no value of its own will show it. Nothing is sent to a store before you review it.'
          : 'They become this channel’s own values; no other channel moves. Nothing is sent before you review it.'}
      </p>
      <div className={formClasses.buttonsEnd}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={ready === undefined || ready.changed === 0}>
          {ready === undefined || ready.changed === 0
            ? 'Change'
            : `Change ${ready.next === null ? count(ready.changed, field.level) : `all ${field.level}s`}`}
        </Button>
      </div>
    </form>
  )
}

function Running({ tally, target, level }: { tally: Tally; target: BulkTarget; level: EditField['level'] }) {
  const { count: total, atLeast } = target.count
  const isKnown = level === 'product' && !atLeast && total > 0
  const looked = lookedAt(tally)
  return (
    <div role="status">
      <p>{isKnown ? `${looked.toLocaleString()} of ${count(total, level)}` : `${count(looked, level)} so far`}</p>
      <Bar fraction={isKnown ? Math.min(1, looked / total) : null} label="Editing" />
    </div>
  )
}

function Ended({ tally, error, level }: { tally: Tally; error: unknown; level: EditField['level'] }) {
  if (error !== null) {
    return (
      <>
        <p role="status">
          <strong>It broke off after {count(lookedAt(tally), level)}.</strong> What was changed until then stays
          changed.
        </p>
        <ProblemAlert error={error} />
      </>
    )
  }
  if (tally.next === null) return <strong role="status">Done.</strong>
  return (
    <p role="status">
      <strong>Stopped after {count(lookedAt(tally), level)}.</strong> What was changed until then stays changed.
    </p>
  )
}

function useNames(): (channelId: string) => string {
  const channels = useQuery(channelsQuery).data
  return channelId => channels?.find(({ id }) => id === channelId)?.name ?? '…'
}

function toSendIn({ channels }: Tally, nameOf: (channelId: string) => string) {
  return [...channels]
    .filter(([, { products, variants }]) => products + variants > 0)
    .map(([channelId]) => ({ channelId, name: nameOf(channelId) }))
}

const levelTitles = { product: 'Products', variant: 'Variants' } as const

function choicesOf(fields: readonly EditField[]) {
  const groups = Map.groupBy(fields, ({ level, group }) => `${levelTitles[level]}: ${groupTitles[group]}`)
  return [...groups].map(([group, own]) => ({
    group,
    items: own.map(field => ({ value: keyOf(field), label: labelOf(field) })),
  }))
}

/** A variant's price is another thing than the product's. */
function labelOf({ level, label }: EditField): string {
  return level === 'variant' ? `${label} of variants` : label
}
