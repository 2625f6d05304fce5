import type { Plan } from '../../../api/contract/plans.ts'
import { Filtered } from './figures.tsx'
import classes from './plan.module.css'
import { changeStates } from './search.ts'
import { stateWords } from './words.ts'

/** How many changes came to what, each leading to them. */
export function Outcomes({ plan }: { plan: Plan }) {
  const shown = changeStates.filter(state => (plan.states[state] ?? 0) > 0)
  if (shown.length === 0) return null
  return (
    <ul className={classes.fields} aria-label="Changes by what became of them">
      {shown.map(state => (
        <li key={state}>
          <Filtered plan={plan} search={{ state }}>
            {stateWords[state].title}
            <span className={classes.amount}>
              {(plan.states[state] ?? 0).toLocaleString()}
              <span className="cw-sr"> {plan.states[state] === 1 ? 'change' : 'changes'}</span>
            </span>
          </Filtered>
        </li>
      ))}
    </ul>
  )
}
