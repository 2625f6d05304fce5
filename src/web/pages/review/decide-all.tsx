import { Button, Modal, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReviewDecision } from '../../../api/contract/review.ts'
import { count } from '../../format.ts'
import formClasses from '../../parts/form.module.css'
import { ProblemAlert } from '../../parts/problem.tsx'
import type { Reason } from './reasons.tsx'
import { undoneMost, useDecideAll } from './use-decide-all.ts'
import { bulkExplains, decisions, decisionWords } from './words.ts'

interface Props {
  readonly reason: Reason
  readonly channel: { readonly id: string; readonly name: string } | undefined
  readonly onClose: () => void
}

/** Decides all matches of one reason, after saying exactly what that does. */
export function DecideAllDialog({ reason, channel, onClose }: Props) {
  const [decision, setDecision] = useState<ReviewDecision | null>(null)
  const decideAll = useDecideAll(onClose)
  const { waiting, title } = reason
  const submit = () => {
    if (decision !== null) decideAll.mutate({ reason: reason.reason, channelId: channel?.id, decision, waiting })
  }
  return (
    <Modal opened onClose={onClose} title={`Decide all ${waiting.toLocaleString()} at once?`} size={560}>
      <div className={formClasses.form}>
        <p>
          All that wait for the reason “{title}”
          {channel !== undefined && (
            <>
              {' '}
              from <bdi>{channel.name}</bdi>
            </>
          )}
          , also those further down in the list.
        </p>
        <Radio.Group
          label="Decision"
          value={decision}
          onChange={value => setDecision(decisions.find(each => each === value) ?? null)}
        >
          <Stack gap="sm" mt={6}>
            {decisions.map(each => (
              <Radio
                key={each}
                value={each}
                label={decisionWords[each].button}
                description={bulkExplains(each, reason.reason, waiting)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {waiting > undoneMost && (
          <p>
            These are more than {undoneMost.toLocaleString()}, so there is no Undo in one click: take them back one by
            one under Decided.
          </p>
        )}
        {decideAll.error !== null && <ProblemAlert error={decideAll.error} />}
        <div className={formClasses.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={decision === null} loading={decideAll.isPending} onClick={submit}>
            {decision === null ? 'Choose first' : `${decisionWords[decision].button} ${count(waiting, 'variant')}`}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
