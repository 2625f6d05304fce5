import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp, IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { Plan } from '../../../api/contract/plans.ts'
import { queryOf } from '../../client.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { tellFailure } from '../../parts/undo.tsx'
import { type ChangeAsk, queryIn } from './search.ts'
import { Send } from './send.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { useMakePlan, usePlanStep } from './use-plan.ts'

interface Props {
  readonly plan: Plan
  readonly ask: ChangeAsk
  readonly currency: string | null
  /** The channel was not removed. */
  readonly isThere: boolean
}

/** What can be done with the changes as they stand. */
export function PlanActions({ plan, ask, currency, isThere }: Props) {
  const { state } = plan
  return (
    <>
      <Export plan={plan} ask={ask} />
      {state === 'applying' && <Hold plan={plan} />}
      {(state === 'ready' || state === 'applying') && <GiveUp plan={plan} />}
      {plan.undoable && isThere && <Undo plan={plan} currency={currency} />}
      {state !== 'applying' && isThere && <Compute plan={plan} />}
      {state === 'ready' && <Send plan={plan} />}
    </>
  )
}

/** All of what the list shows, as a file. */
function Export({ plan, ask }: { plan: Plan; ask: ChangeAsk }) {
  const path = (ending: string) => `/api/plans/${encodeURIComponent(plan.id)}/changes.${ending}${queryOf(queryIn(ask))}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={path('csv')} download>
          As CSV
        </Menu.Item>
        <Menu.Item component="a" href={path('json')} download>
          As JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Takes back what was sent, after showing what that does. */
function Undo({ plan, currency }: Pick<Props, 'plan' | 'currency'>) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={dialog.open}>
        Undo
      </Button>
      {isOpen && <UndoDialog plan={plan} currency={currency} onClose={dialog.close} />}
    </>
  )
}

function Compute({ plan: { channelId, state } }: { plan: Plan }) {
  const make = useMakePlan(channelId)
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={make.isPending}
      onClick={() => make.mutate(undefined, { onError: tellFailure })}
    >
      {state === 'ready' ? 'Compute again' : 'Compute the changes'}
    </Button>
  )
}

function Hold({ plan }: { plan: Plan }) {
  const step = usePlanStep(plan)
  const isPaused = plan.pausedAt !== null
  const isWaiting = !isPaused && plan.problem !== null
  return (
    <>
      {isWaiting && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={step.isPending}
          onClick={() => step.mutate('resume', { onError: tellFailure })}
        >
          Try again now
        </Button>
      )}
      <Button
        variant="default"
        leftSection={isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
        loading={step.isPending}
        disabled={plan.cancelling}
        onClick={() => step.mutate(isPaused ? 'resume' : 'pause', { onError: tellFailure })}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
    </>
  )
}

/** One that is ready is thrown away; one that is being sent ends before its next request. */
function GiveUp({ plan }: { plan: Plan }) {
  const [isOpen, dialog] = useDisclosure(false)
  const step = usePlanStep(plan, dialog.close)
  const isSending = plan.state === 'applying'
  return (
    <>
      <Button variant="default" disabled={plan.cancelling} onClick={dialog.open}>
        {plan.cancelling ? 'Stopping…' : isSending ? 'Cancel' : 'Discard'}
      </Button>
      {isOpen && (
        <Confirm
          title={isSending ? 'Stop sending?' : 'Discard these changes?'}
          confirm={isSending ? 'Stop sending' : 'Discard'}
          keep={isSending ? 'Go on sending' : 'Keep them'}
          color="red"
          mutation={{ ...step, mutate: () => step.mutate('cancel') }}
          onClose={dialog.close}
        >
          {isSending
            ? 'It stops before the next request. What was sent stays in the store; what was not is still wanted, and stands in the next changes to review.'
            : 'Nothing is sent, and what was left out is forgotten. What you edited stays wanted: computing the changes brings it back.'}
        </Confirm>
      )}
    </>
  )
}
