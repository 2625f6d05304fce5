import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Drift, DriftDecision } from '../../../api/contract/drift.ts'
import { amountOf, count } from '../../format.ts'
import { DecideAllDialog } from './decide-all.tsx'
import classes from './drift.module.css'
import { GiveDialog } from './give-dialog.tsx'
import type { DriftAsk } from './search.ts'
import { useDecideDrift } from './use-decide-drift.ts'
import { decisionWords, distinctFields, type FieldName, type Found, giveWords } from './words.ts'

interface Props {
  readonly channelId: string
  readonly channelName: string
  readonly chosen: readonly Drift[]
  /** All that the search and the filter find, also further down. */
  readonly all: { readonly filter: DriftAsk; readonly fields: readonly FieldName[]; readonly found: Found }
  readonly onDone: () => void
}

/** The three decisions, for the rows that are chosen or for all that is found. */
export function DecideBar({ channelId, channelName, chosen, all, onDone }: Props) {
  const [asked, setAsked] = useState<DriftDecision | 'give' | null>(null)
  const decide = useDecideDrift(channelId, onDone)
  const isSome = chosen.length > 0
  const close = () => setAsked(null)
  const press = (decision: DriftDecision) =>
    isSome ? decide.mutate({ decision, what: { rows: chosen } }) : setAsked(decision)
  return (
    <fieldset className={classes.bar} aria-label="Decide">
      <span className={classes.about} role="status">
        {isSome ? `${count(chosen.length, 'edit')} chosen` : `All ${amountOf(all.found)}`}
      </span>
      <Button variant="default" size="compact-md" loading={decide.isPending} onClick={() => press('take')}>
        {decisionWords.take.button}
        {!isSome && '…'}
      </Button>
      <Button variant="default" size="compact-md" disabled={decide.isPending} onClick={() => press('overwrite')}>
        {decisionWords.overwrite.button}
        {!isSome && '…'}
      </Button>
      <Button variant="default" size="compact-md" disabled={decide.isPending} onClick={() => setAsked('give')}>
        {giveWords.button}…
      </Button>
      {isSome && (
        <Button variant="subtle" size="compact-md" onClick={onDone}>
          Choose none
        </Button>
      )}
      {asked === 'give' && (
        <GiveDialog
          channelId={channelId}
          channelName={channelName}
          fields={isSome ? distinctFields(chosen) : distinctFields(all.fields)}
          onDone={onDone}
          onClose={close}
        />
      )}
      {(asked === 'take' || asked === 'overwrite') && (
        <DecideAllDialog
          channelId={channelId}
          decision={asked}
          filter={all.filter}
          found={all.found}
          onDone={onDone}
          onClose={close}
        />
      )}
    </fieldset>
  )
}
