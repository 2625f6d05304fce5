import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { duration, roughly } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import classes from './plan.module.css'
import type { ChangeAsk } from './search.ts'

/** What the changes come to, in figures. */
export function Figures({ plan }: { plan: Plan }) {
  const { changes, products, variants, requests, seconds, edited, faults, states } = plan
  const leftOut = states.left_out ?? 0
  const isReady = plan.state === 'ready'
  if (changes + faults + leftOut === 0) return null
  return (
    <Section title={isReady ? 'What would be sent' : 'What was to be sent'}>
      <dl className={classes.figures}>
        <Figure label="Changes" value={changes.toLocaleString()}>
          {leftOut > 0 && (
            <Filtered plan={plan} search={{ state: 'left_out' }}>
              {leftOut.toLocaleString()} left out
            </Filtered>
          )}
        </Figure>
        <Figure label="Products" value={products.toLocaleString()} />
        <Figure label="Variants" value={variants.toLocaleString()} />
        <Figure label="Requests" value={(requests.writes + requests.reads).toLocaleString()}>
          {requests.writes.toLocaleString()} to write, {requests.reads.toLocaleString()} to look first
        </Figure>
        {isReady && (
          <Figure label="Time to finish" value={timeWords(seconds)}>
            {seconds === null ? 'the store has not told its quota yet' : 'with the request quota as it is'}
          </Figure>
        )}
        {isReady && edited > 0 && (
          <Figure label="Edited in the store" value={edited.toLocaleString()} tone="amber">
            <Filtered plan={plan} search={{ edited: 'true' }}>
              would be written over
            </Filtered>
          </Figure>
        )}
        {faults > 0 && (
          <Figure label="Can’t be sent" value={faults.toLocaleString()} tone="red">
            <Filtered plan={plan} search={{ state: 'rejected' }}>
              the store would refuse {faults === 1 ? 'it' : 'them'}
            </Filtered>
          </Figure>
        )}
      </dl>
      {plan.fields.length > 1 && <Fields plan={plan} />}
    </Section>
  )
}

function timeWords(seconds: number | null): string {
  if (seconds === null) return 'Not known'
  return seconds < 1
    ? 'Under 1 s'
    : seconds < 90
      ? duration(Math.ceil(seconds))
      : roughly(seconds).replace(/^about /, '')
}

interface FigureProps {
  readonly label: string
  readonly value: string
  readonly tone?: 'amber' | 'red'
  readonly children?: ReactNode
}

function Figure({ label, value, tone, children }: FigureProps) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.big}>{value}</span>
        {children !== undefined && children !== false && <span className={classes.under}>{children}</span>}
      </dd>
    </div>
  )
}

/** Which fields they are of, each leading to its changes. */
function Fields({ plan }: { plan: Plan }) {
  return (
    <ul className={classes.fields} aria-label="Changes by field">
      {plan.fields.map(({ level, field, label, changes }) => (
        <li key={`${level} ${field}`}>
          <Filtered plan={plan} search={{ level, field }}>
            {label}
            {level === 'variant' && ' of variants'}
            <span className={classes.amount}>
              {changes.toLocaleString()}
              <span className="cw-sr"> {changes === 1 ? 'change' : 'changes'}</span>
            </span>
          </Filtered>
        </li>
      ))}
    </ul>
  )
}

/** Shows only some of the changes, below. */
export function Filtered({ plan, search, children }: { plan: Plan; search: ChangeAsk; children: ReactNode }) {
  const { id: planId, channelId } = plan
  return (
    <Link
      to="/channels/$channelId/changes/$planId"
      params={{ channelId, planId }}
      search={search}
      hash="changes"
      replace
    >
      {children}
    </Link>
  )
}
