import { Button, Checkbox, Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SkuFault } from '../../../api/contract/catalog.ts'
import { call, HubProblem } from '../../client.ts'
import { count } from '../../format.ts'
import formClasses from '../../parts/form.module.css'
import { ProblemAlert } from '../../parts/problem.tsx'
import { Bar } from '../../parts/run/bar.tsx'
import classes from './inventory.module.css'
import { PatternField } from './pattern-field.tsx'
import { SkuPreview } from './sku-preview.tsx'
import { skuFaultOrder, skuFaults } from './sku-words.ts'
import { type SkuPattern, useSkuFill } from './use-sku-fill.ts'

interface Props {
  readonly faults: Readonly<Partial<Record<SkuFault, number>>>
  readonly onClose: () => void
}

const pauseMs = 300

/** Gives SKUs from a pattern: what they would be is seen before it is done. */
export function SkuDialog({ faults, onClose }: Props) {
  const there = skuFaultOrder.filter(fault => (faults[fault] ?? 0) > 0)
  const [pattern, setPattern] = useState('CW-{number}')
  const [chosen, setChosen] = useState<readonly SkuFault[]>(there.includes('blank') ? ['blank'] : there)
  const wanted: SkuPattern = { pattern: pattern.trim(), faults: [...chosen] }
  const [asked] = useDebouncedValue(wanted, pauseMs)
  const isComplete = wanted.pattern !== '' && chosen.length > 0
  const isAsked = JSON.stringify(asked) === JSON.stringify(wanted)
  const preview = useQuery({
    queryKey: ['products', 'sku-preview', asked],
    queryFn: () => call('POST /api/sku-fills/preview', { body: asked }),
    enabled: asked.pattern !== '' && asked.faults.length > 0,
    placeholderData: keepPreviousData,
  })
  const fill = useSkuFill(onClose)
  // While SKUs are given, there are fewer and fewer to give.
  const [begunWith, setBegunWith] = useState(0)
  const total = fill.isPending ? begunWith : (preview.data?.total ?? 0)
  const refusal = isAsked ? fieldProblem(preview.error) : undefined
  const isReady = isComplete && isAsked && preview.isSuccess && !preview.isPlaceholderData && total > 0
  const close = () => !fill.isPending && onClose()
  return (
    <Modal opened onClose={close} title="Fill in SKUs from a pattern" size={640}>
      <form
        className={formClasses.form}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!isReady) return
          setBegunWith(total)
          fill.mutate(wanted)
        }}
      >
        <PatternField
          value={pattern}
          onChange={setPattern}
          error={pattern.trim() === '' ? 'Give a pattern.' : refusal}
        />
        <fieldset className={classes.faults}>
          <legend>Which variants get a SKU</legend>
          {there.map(fault => (
            <Checkbox
              key={fault}
              size="sm"
              label={`${skuFaults[fault].choice} (${(faults[fault] ?? 0).toLocaleString()})`}
              checked={chosen.includes(fault)}
              onChange={event => {
                const isOn = event.currentTarget.checked
                setChosen(old => (isOn ? [...old, fault] : old.filter(other => other !== fault)))
              }}
            />
          ))}
        </fieldset>
        {preview.error !== null && isAsked && refusal === undefined && <ProblemAlert error={preview.error} />}
        {isComplete && preview.data !== undefined && refusal === undefined && (
          <SkuPreview preview={preview.data} isOld={!isAsked || preview.isPlaceholderData} />
        )}
        <p className={classes.muted}>
          The SKUs stay in the hub. Nothing is written to a store now: they get there only with changes that you review
          and send.
        </p>
        {fill.error !== null && <ProblemAlert error={fill.error} />}
        {fill.isPending && (
          <div role="status">
            <p>
              {fill.filled.toLocaleString()} of {count(total, 'SKU')} given
            </p>
            <Bar fraction={total === 0 ? null : fill.filled / total} label="Giving SKUs" />
          </div>
        )}
        <div className={formClasses.buttonsEnd}>
          {fill.isPending ? (
            <Button variant="default" onClick={fill.stop} loading={fill.isStopping}>
              Stop
            </Button>
          ) : (
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={fill.isPending} disabled={!isReady}>
            {isReady || total > 0 ? `Give ${count(total, 'SKU')}` : 'Give SKUs'}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function fieldProblem(error: unknown): string | undefined {
  return error instanceof HubProblem ? error.fields.pattern : undefined
}
