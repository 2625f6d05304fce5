import type { Run } from '../../../api/contract/runs.ts'
import { count, duration } from '../../format.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import classes from './activity.module.css'
import { type Reconciliation, reconcile, verdictOf } from './words.ts'

/** The account of an import: what the store said it has, against what became of it. */
export function Account({ run }: { run: Run }) {
  const { account } = run
  const verdict = verdictOf(run)
  if (account === null || verdict === null) return null
  const sums = reconcile(run.mode, account)
  return (
    <Section title="Account" note={costWords(run.state, account)}>
      <div className={classes.account}>
        {sums !== null && <Sums sums={sums} />}
        <Notice tone={verdict.isGood ? 'good' : 'attention'}>{verdict.words}</Notice>
      </div>
    </Section>
  )
}

function costWords(state: Run['state'], { requests, requestsLeast, seconds }: NonNullable<Run['account']>): string {
  const took = `It took ${duration(seconds)} and ${count(requests, 'request')}`
  // The least is that of a whole import: one that stopped on the way may have made fewer, and none is known of changes.
  if (state !== 'done' || requestsLeast === 0) return `${took}.`
  return `${took}; ${requestsLeast.toLocaleString()} is the least that it can be done with.`
}

function Sums({ sums }: { sums: Reconciliation }) {
  return (
    <div className={classes.sums}>
      <table className={classes.sum} aria-label="What there was to take">
        <Lines lines={sums.expected} total={['To account for', sums.toAccountFor]} />
      </table>
      <table className={classes.sum} aria-label="What became of it">
        <Lines
          lines={sums.found}
          total={['Accounted for', sums.accountedFor]}
          isOpen={sums.accountedFor !== sums.toAccountFor}
        />
      </table>
    </div>
  )
}

interface LinesProps {
  readonly lines: Reconciliation['expected']
  readonly total: readonly [label: string, amount: number]
  readonly isOpen?: boolean
}

function Lines({ lines, total: [label, amount], isOpen = false }: LinesProps) {
  return (
    <tbody>
      {lines.map(line => (
        <tr key={line.label}>
          <th scope="row">{line.label}</th>
          <td>
            {line.sign} {line.amount.toLocaleString()}
          </td>
        </tr>
      ))}
      <tr className={classes.total} data-open={isOpen || undefined}>
        <th scope="row">{label}</th>
        <td>{amount.toLocaleString()}</td>
      </tr>
    </tbody>
  )
}
