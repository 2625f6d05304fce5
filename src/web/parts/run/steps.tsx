import { IconCheck } from '@tabler/icons-react'
import type { RunProgress } from '../../../api/contract/runs.ts'
import classes from './run.module.css'

const steps = [
  ['categories', 'Categories'],
  ['brands', 'Brands'],
  ['products', 'Products'],
  ['details', 'Options and modifiers'],
  ['changes', 'Edited meanwhile'],
  ['missing', 'Gone from the store'],
] as const

const stepStates = { before: 'done', at: 'under way', after: 'to come' } as const

/** The parts of an import of the whole catalog, with how far each is. */
export function Steps({ progress }: { progress: RunProgress }) {
  const at = placeOf(progress)
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map(([phase, title], index) => {
        const place = index < at ? 'before' : index === at ? 'at' : 'after'
        return (
          <li
            key={phase}
            className={classes.step}
            data-place={place}
            {...(place === 'at' && { 'aria-current': 'step' })}
          >
            <span className={classes.stepSign} aria-hidden="true">
              {place === 'before' && <IconCheck size={11} stroke={3} />}
            </span>
            <span>
              {title}
              <span className="cw-sr">, {stepStates[place]}</span>
              {phase !== 'changes' && phase !== 'missing' && (
                <StepCount counted={progress[phase]} isDone={place === 'before'} />
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** What changed meanwhile is read with its options once more: that is no step back. */
function placeOf({ phase, details }: RunProgress): number {
  if (phase === 'done') return steps.length
  const shown = phase === 'details' && details.total !== null && details.done >= details.total ? 'changes' : phase
  return steps.findIndex(([step]) => step === shown)
}

function StepCount({ counted: { done, total }, isDone }: { counted: RunProgress['products']; isDone: boolean }) {
  if (done === 0 && !isDone) return null
  const isShort = isDone || total === null || total <= done
  return (
    <span className={classes.stepCount}>
      {isShort ? done.toLocaleString() : `${done.toLocaleString()} of ${total.toLocaleString()}`}
    </span>
  )
}
