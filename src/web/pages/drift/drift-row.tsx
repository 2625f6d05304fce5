import { Button, Checkbox } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { memo } from 'react'
import type { Drift } from '../../../api/contract/drift.ts'
import { Value } from '../product/value.tsx'
import classes from './drift.module.css'
import { GiveDialog } from './give-dialog.tsx'
import { useDecideDrift } from './use-decide-drift.ts'
import { decisionWords, giveWords } from './words.ts'

interface Props {
  readonly channelId: string
  readonly channelName: string
  readonly currency: string | null
  readonly edit: Drift
  readonly isChosen: boolean
  readonly onPick: (rows: readonly Drift[], isChosen: boolean) => void
}

/** One field that somebody edited, and the three decisions about it. */
export const DriftRow = memo(function DriftRow({ channelId, channelName, currency, edit, isChosen, onPick }: Props) {
  const decide = useDecideDrift(channelId)
  const [isGiving, give] = useDisclosure(false)
  const { label, name, product, sku } = edit
  const about = `${label} of ${name}`
  const shows = (value: unknown) => (
    <Value field={{ key: edit.field, kind: edit.kind }} value={value} currency={currency} />
  )
  // The name of a variant is that of its product with its own behind it.
  const variant = edit.level === 'variant' ? name.slice(product.length).replace(/^, /, '') || sku : null
  return (
    <tr data-chosen={isChosen || undefined}>
      <td data-col="pick">
        <Checkbox
          size="xs"
          aria-label={`Choose ${about}`}
          checked={isChosen}
          onChange={event => onPick([edit], event.currentTarget.checked)}
        />
      </td>
      <th scope="row" data-label="Field">
        <div>
          {label}
          {variant !== null && (
            <div className={classes.variant}>
              <bdi>{variant}</bdi>
              {sku !== '' && sku !== variant && <bdi className={classes.sku}>{sku}</bdi>}
            </div>
          )}
        </div>
      </th>
      <td data-label="Was there" className={classes.was}>
        <div>{shows(edit.base)}</div>
      </td>
      <td data-label="In the store now" className={classes.now}>
        <div>{shows(edit.observed)}</div>
      </td>
      <td data-label="The hub means">
        <div>{shows(edit.desired)}</div>
      </td>
      <td data-label="Decide" className={classes.decide}>
        <div className={classes.buttons}>
          {(['take', 'overwrite'] as const).map(decision => (
            <Button
              key={decision}
              variant="default"
              size="compact-sm"
              title={decisionWords[decision].follows}
              aria-label={`${decisionWords[decision].button}: ${about}`}
              disabled={decide.isPending}
              onClick={() => decide.mutate({ decision, what: { rows: [edit] } })}
            >
              {decisionWords[decision].button}
            </Button>
          ))}
          <Button
            variant="default"
            size="compact-sm"
            title={giveWords.follows}
            aria-label={`${giveWords.button}: ${label}`}
            disabled={decide.isPending}
            onClick={give.open}
          >
            {giveWords.button}…
          </Button>
        </div>
        {isGiving && (
          <GiveDialog
            channelId={channelId}
            channelName={channelName}
            fields={[edit]}
            onDone={() => undefined}
            onClose={give.close}
          />
        )}
      </td>
    </tr>
  )
})
