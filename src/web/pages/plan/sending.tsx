import { IconClock } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { count, roughly } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import { Bar } from '../../parts/run/bar.tsx'
import { LiveText } from '../../parts/run/live-text.tsx'
import run from '../../parts/run/run.module.css'
import { Outcomes } from './outcomes.tsx'
import { settledOf, standOf } from './words.ts'

/** How far the sending is, as it goes on. */
export function Sending({ plan }: { plan: Plan }) {
  const { changes, requests, problem, pausedAt, cancelling } = plan
  const { stand } = standOf(plan)
  const done = Math.min(settledOf(plan), changes)
  const rate = useRate(done)
  const isMoving = stand === 'sending'
  const words = headline(plan)
  const left = isMoving ? secondsLeft(plan, done, rate) : null
  return (
    <Section title="Sending to the store">
      <div className={run.progress}>
        <div className={run.head}>
          <strong>{words}</strong>
          {left !== null && <span>{roughly(left)} left</span>}
        </div>
        <Bar fraction={changes === 0 ? null : done / changes} label="Send to store" isStill={!isMoving} />
        {problem !== null && pausedAt === null && !cancelling && (
          <div className={run.why} role="status">
            <IconClock size={18} aria-hidden />
            <div>
              <p>{problem}</p>
              <p className={run.muted}>It goes on by itself where it stopped. What waits is kept.</p>
            </div>
          </div>
        )}
        <p className={run.numbers}>
          <span>
            {done.toLocaleString()} of {count(changes, 'change')} done
          </span>
          {isMoving && rate !== null && <span>{rateWords(rate)}</span>}
          <span>
            {requests.writesMade.toLocaleString()} of {count(requests.writes, 'request')} to write made
          </span>
        </p>
        <Outcomes plan={plan} />
        <LiveText moment={words} text={`${words}. ${done.toLocaleString()} of ${count(changes, 'change')} done.`} />
      </div>
    </Section>
  )
}

function headline({ cancelling, pausedAt, problem }: Plan): string {
  if (cancelling) return 'Stopping before the next request'
  if (pausedAt !== null) return 'Paused: nothing is sent until you resume it'
  return problem === null ? 'Sending' : 'Waiting'
}

/** Before it can be measured, what was reckoned from the quota. */
function secondsLeft({ changes, seconds }: Plan, done: number, rate: number | null): number | null {
  if (rate !== null && rate > 0) return (changes - done) / rate
  return seconds === null || changes === 0 ? null : (seconds * (changes - done)) / changes
}

function rateWords(perSecond: number): string {
  const perMinute = Math.round(perSecond * 60)
  return `${count(perMinute, 'change')} a minute`
}

const windowMs = 30_000
const leastMs = 2_000

/** Changes a second, lately; null while there was too little time to tell. */
function useRate(done: number): number | null {
  const [seen, setSeen] = useState<readonly { readonly atMs: number; readonly done: number }[]>([])
  useEffect(() => {
    const atMs = Date.now()
    setSeen(old => [...old.filter(one => atMs - one.atMs < windowMs), { atMs, done }])
  }, [done])
  const [first, last] = [seen[0], seen.at(-1)]
  if (first === undefined || last === undefined || last.atMs - first.atMs < leastMs) return null
  return ((last.done - first.done) * 1_000) / (last.atMs - first.atMs)
}
