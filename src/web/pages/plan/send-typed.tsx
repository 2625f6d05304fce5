import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import form from '../../parts/form.module.css'
import { ProblemAlert } from '../../parts/problem.tsx'
import classes from './plan.module.css'
import { useSendTyped } from './use-plan.ts'
import { removalWords } from './words.ts'

interface Props {
  readonly plan: Plan
  readonly removals: NonNullable<Plan['removals']>
  readonly onClose: () => void
}

/** As the hub wants it typed, whatever the case of its letters. */
const word = 'delete'

/** Sends changes that delete something for good: only after a word was typed, which nobody does by mistake. */
export function SendTyped({ plan, removals, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const send = useSendTyped(plan, onClose)
  const isRight = typed.trim().toLowerCase() === word
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isRight) send.mutate(typed)
  }
  return (
    <Modal opened onClose={onClose} title={`Delete ${removalWords(removals)} for good?`} size={560}>
      <form className={form.form} onSubmit={onSubmit}>
        <p>
          {removalWords(removals, true)} in <bdi>{plan.channelName}</bdi>. No undo brings back:
        </p>
        <CannotReturn removals={removals} />
        <TextInput
          label={`Type “${word}” to send it`}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          data-autofocus
        />
        {send.error !== null && <ProblemAlert error={send.error} />}
        <div className={form.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!isRight} loading={send.isPending}>
            Delete and send
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** What is lost for good with what is deleted. */
export function CannotReturn({ removals: { cannotReturn } }: { removals: Pick<Props['removals'], 'cannotReturn'> }) {
  return (
    <ul className={classes.lost}>
      {cannotReturn.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
