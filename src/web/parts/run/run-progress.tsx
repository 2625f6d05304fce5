import { IconClock } from '@tabler/icons-react'
import type { Run } from '../../../api/contract/runs.ts'
import { clockTime } from '../../format.ts'
import { Bar } from './bar.tsx'
import { LiveText } from './live-text.tsx'
import classes from './run.module.css'
import { Steps } from './steps.tsx'
import { useNow } from './use-now.ts'
import { fractionOf, headline, numbersOf, timeLeft } from './words.ts'

/** How far an import is, as it goes on. */
export function RunProgressView({ run }: { run: Run }) {
  const words = headline(run)
  const fraction = fractionOf(run.progress)
  const numbers = numbersOf(run)
  const isWaiting = run.state === 'waiting'
  return (
    <div className={classes.progress}>
      <div className={classes.head}>
        <strong>{words}</strong>
        {run.state === 'running' && !run.cancelling && <TimeLeft endsAt={run.progress.endsAt} />}
      </div>
      <Bar fraction={fraction} label="Import from store" isStill={isWaiting} />
      {isWaiting && <WhyWaiting run={run} />}
      <p className={classes.numbers}>
        {numbers.map(part => (
          <span key={part}>{part}</span>
        ))}
      </p>
      {run.mode === 'full' && <Steps progress={run.progress} />}
      <LiveText
        moment={`${run.state} ${words}`}
        text={`${words}${fraction === null ? '' : `, ${Math.floor(fraction * 100)} percent`}. ${numbers[0]}.`}
      />
    </div>
  )
}

function TimeLeft({ endsAt }: { endsAt: string | null }) {
  const nowMs = useNow(5_000)
  if (endsAt === null) return null
  return (
    <span className={classes.left}>
      {timeLeft(endsAt, nowMs)} <span className={classes.muted}>(done at {clockTime(endsAt, nowMs)})</span>
    </span>
  )
}

/** Why it stands still, and that nobody has to do anything for it to go on. */
function WhyWaiting({ run: { problem, triesAgainAt } }: { run: Run }) {
  return (
    <div className={classes.why} role="status">
      <IconClock size={18} aria-hidden />
      <div>
        <p>{problem ?? 'The store does not answer right now.'}</p>
        <p className={classes.muted}>
          {triesAgainAt === null
            ? 'It goes on by itself where it stopped.'
            : `It goes on by itself where it stopped, at ${clockTime(triesAgainAt)}.`}
        </p>
      </div>
    </div>
  )
}
