import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import { tellFailure } from '../../parts/undo.tsx'
import classes from './plan.module.css'
import { SendTyped } from './send-typed.tsx'
import { usePlanStep } from './use-plan.ts'

/** Sends the changes; where that can't be, it says why and leads to what would help. */
export function Send({ plan }: { plan: Plan }) {
  const step = usePlanStep(plan)
  const [isTyping, typing] = useDisclosure(false)
  const why = useId()
  const { waits, faults, removals } = plan
  const changes = plan.changes - waits.reduce((sum, each) => sum + each.changes, 0)
  // What only wants its word typed is asked for it when it is sent.
  const obstacles = plan.obstacles.filter(({ reason }) => reason !== 'removals')
  const isEmpty = plan.changes === 0
  const isHeld = isEmpty || obstacles.length > 0
  return (
    <div className={classes.send}>
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        disabled={isHeld}
        loading={step.isPending}
        {...(isHeld ? { 'aria-describedby': why } : {})}
        onClick={() => (removals === null ? step.mutate('apply', { onError: tellFailure }) : typing.open())}
      >
        {isEmpty ? 'Send to store' : `Send ${count(changes, 'change')} to store${removals === null ? '' : '…'}`}
      </Button>
      {!isHeld && waits.length > 0 && (
        <div className={classes.why}>
          {waits.map(({ part, sentence, changes: own }) => (
            <p key={part}>
              {sentence} {count(own, 'change')} {own === 1 ? 'waits' : 'wait'} for that.{' '}
              <Link to="/channels/$channelId/settings/going-live" params={{ channelId: plan.channelId }}>
                Go live
              </Link>
            </p>
          ))}
        </div>
      )}
      {isHeld && (
        <div id={why} className={classes.why}>
          {isEmpty && <p>{faults > 0 ? 'Nothing that the store would take is left.' : 'Nothing is to send.'}</p>}
          {!isEmpty && obstacles.map(obstacle => <Obstacle key={obstacle.sentence} plan={plan} obstacle={obstacle} />)}
        </div>
      )}
      {isTyping && removals !== null && <SendTyped plan={plan} removals={removals} onClose={typing.close} />}
    </div>
  )
}

function Obstacle({ plan, obstacle }: { plan: Plan; obstacle: Plan['obstacles'][number] }) {
  const { reason, sentence } = obstacle
  return (
    <p>
      {sentence}{' '}
      {(reason === 'not_live' || reason === 'stopped') && (
        <Link to="/channels/$channelId/settings/going-live" params={{ channelId: plan.channelId }}>
          {reason === 'not_live' ? 'Go live' : 'Resume writing'}
        </Link>
      )}
    </p>
  )
}
