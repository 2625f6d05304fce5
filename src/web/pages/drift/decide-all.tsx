import type { DriftDecision } from '../../../api/contract/drift.ts'
import { Confirm } from '../../parts/confirm.tsx'
import classes from './drift.module.css'
import { type DriftAsk, isFiltered } from './search.ts'
import { useDecideDrift } from './use-decide-drift.ts'
import { decisionWords, editsOf, type Found } from './words.ts'

interface Props {
  readonly channelId: string
  readonly decision: DriftDecision
  readonly filter: DriftAsk
  readonly found: Found
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Decides all that is found at once, after saying what follows. */
export function DecideAllDialog({ channelId, decision, filter, found, onDone, onClose }: Props) {
  const decide = useDecideDrift(channelId, () => {
    onDone()
    onClose()
  })
  const { all, follows } = decisionWords[decision]
  const edits = editsOf(found)
  return (
    <Confirm
      title={`${all}: ${edits}?`}
      confirm={`${decisionWords[decision].button} ${edits}`}
      mutation={{
        mutate: () => decide.mutate({ decision, what: { filter } }),
        isPending: decide.isPending,
        error: null,
      }}
      onClose={onClose}
    >
      <div className={classes.sentences}>
        <p>{follows}</p>
        <p className={classes.muted}>
          {isFiltered(filter) ? 'All that the search and the filter find' : 'All that is edited in this store'}, also
          further down in the list.
        </p>
      </div>
    </Confirm>
  )
}
