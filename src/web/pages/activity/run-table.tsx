import { Link } from '@tanstack/react-router'
import type { Run } from '../../../api/contract/runs.ts'
import { duration } from '../../format.ts'
import { Bar } from '../../parts/run/bar.tsx'
import { RunBadge } from '../../parts/run/run-state.tsx'
import { useNow } from '../../parts/run/use-now.ts'
import { fractionOf, isActive, modeWords, outcomeLine, secondsOf } from '../../parts/run/words.ts'
import table from '../../parts/table.module.css'
import { When } from '../../parts/when.tsx'
import classes from './activity.module.css'

export function RunTable({ runs }: { runs: readonly Run[] }) {
  return (
    <table className={table.table} aria-label="Imports">
      <thead>
        <tr>
          <th scope="col">Import</th>
          <th scope="col">State</th>
          <th scope="col">What it did</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  )
}

function RunRow({ run }: { run: Run }) {
  return (
    <tr className={table.clickable}>
      <th scope="row" data-label="Import" className={classes.what}>
        <div>
          <Link to="/activity/$runId" params={{ runId: run.id }} className={table.rowLink}>
            <bdi>{run.channelName}</bdi>
          </Link>
          <div className={classes.minor}>{modeWords[run.mode]}</div>
        </div>
      </th>
      <td data-label="State">
        <RunBadge run={run} />
      </td>
      <td data-label="What it did" className={classes.line}>
        <div>
          {outcomeLine(run)}
          {run.state === 'running' && (
            <div className={classes.bar}>
              <Bar fraction={fractionOf(run.progress)} label={`Import from ${run.channelName}`} />
            </div>
          )}
        </div>
      </td>
      <td data-label="Started">
        <div className={classes.when}>
          <When at={run.startedAt ?? run.createdAt} />
          <div className={classes.minor}>
            by <bdi>{run.startedBy}</bdi>
          </div>
        </div>
      </td>
      <td data-label="Took" className={classes.took}>
        {isActive(run) ? <TakingSince run={run} /> : <Took seconds={secondsOf(run, 0)} />}
      </td>
    </tr>
  )
}

function TakingSince({ run }: { run: Run }) {
  return <Took seconds={secondsOf(run, useNow(1_000))} />
}

function Took({ seconds }: { seconds: number | null }) {
  return seconds === null ? <span className={table.muted}>Not started</span> : <span>{duration(seconds)}</span>
}
