import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import type { Run } from '../../../api/contract/runs.ts'
import { clockTime, count, duration } from '../../format.ts'
import { Notice } from '../../parts/notice.tsx'
import { RunProgressView } from '../../parts/run/run-progress.tsx'
import { isUnfinished, outcomeLine, refusedRows, unfinishedLine } from '../../parts/run/words.ts'
import { When } from '../../parts/when.tsx'
import classes from './import.module.css'

/** What goes on right now, or how the last import ended. */
export function ImportStand({ state, isPaused }: { state: CatalogState; isPaused: boolean }) {
  const { activeRun, lastRun, missingPermission, counts } = state
  if (activeRun !== null) return <Running run={activeRun} />
  if (lastRun !== null && isUnfinished(state)) return <Unfinished run={lastRun} state={state} isPaused={isPaused} />
  if (lastRun !== null) return <Ended run={lastRun} waiting={counts.waiting} />
  if (missingPermission !== null) return null
  return (
    <p className={classes.muted}>
      Nothing is imported yet. An import reads every product with its variants, options, pictures, categories and
      brands. It only reads: nothing in the store is changed.
    </p>
  )
}

function Running({ run }: { run: Run }) {
  const isUsable = run.mode === 'full' && (run.progress.phase === 'details' || run.progress.phase === 'missing')
  return (
    <div className={classes.running}>
      <RunProgressView run={run} />
      {isUsable && (
        <p className={classes.muted}>
          The catalog can be used already: every product and variant is here. Options and modifiers follow.
        </p>
      )}
      <p>
        <ReportLink run={run}>Follow it on its own page</ReportLink>
      </p>
    </div>
  )
}

/** The catalog was never read to its end, and nothing goes on until somebody resumes it or its time has come. */
function Unfinished({ run, state, isPaused }: { run: Run; state: CatalogState; isPaused: boolean }) {
  return (
    <Notice tone="attention" live action={<ReportLink run={run}>See the report</ReportLink>}>
      <strong>The first import was stopped before its end.</strong> {unfinishedLine(state)} Resume it to bring in the
      rest: what is here is not doubled. {resumeWords(state, isPaused)} <Ago run={run} />
    </Notice>
  )
}

function resumeWords({ missingPermission, nextFullAt }: CatalogState, isPaused: boolean): string {
  if (missingPermission !== null) return 'That takes the permission named above.'
  if (isPaused) return 'The channel is paused, so the hub does not do it by itself.'
  return nextFullAt === null ? '' : `Otherwise the hub resumes it by itself: ${clockTime(nextFullAt)}.`
}

function Ended({ run, waiting }: { run: Run; waiting: number }) {
  const { account, problem, state } = run
  if (state === 'failed') {
    return (
      <Notice tone="attention" live action={<ReportLink run={run}>See the report</ReportLink>}>
        <strong>The last import failed.</strong> {problem ?? 'The hub could not say why.'} <Ago run={run} />
      </Notice>
    )
  }
  if (state === 'cancelled') {
    return (
      <Notice tone="plain" live action={<ReportLink run={run}>See the report</ReportLink>}>
        <strong>The last import was stopped before its end.</strong> {outcomeLine(run)}. What it has read is here.{' '}
        <Ago run={run} />
      </Notice>
    )
  }
  const isPlain = account !== null && refusedRows(account) === 0 && account.unexplained === 0
  const remarks = account?.remarks ?? []
  // What is held back is asked right below.
  const tone = !isPlain ? 'attention' : account.held > 0 || remarks.length > 0 ? 'plain' : 'good'
  return (
    <Notice tone={tone} live action={<ReportLink run={run}>See the report</ReportLink>}>
      <strong>{doneTitle(run, isPlain)}</strong> {outcomeLine(run, waiting)}. {remarks.join(' ')} <Ago run={run} />
    </Notice>
  )
}

function doneTitle({ account, mode }: Run, isPlain: boolean): string {
  if (isPlain && account !== null && account.held > 0) return 'The import is done, with a question.'
  if (isPlain && account !== null && account.remarks.length > 0) return 'The import is done, with a remark.'
  if (isPlain) return mode === 'changes' ? 'Up to date.' : 'Everything is here.'
  if (account === null) return 'The import is done.'
  if (account.unexplained !== 0) return 'The numbers do not add up.'
  return `${count(refusedRows(account), 'row')} could not be taken.`
}

function Ago({ run: { account, finishedAt } }: { run: Run }) {
  if (finishedAt === null) return null
  return (
    <span className={classes.muted}>
      Ended <When at={finishedAt} />
      {account !== null && <>, took {duration(account.seconds)}</>}.
    </span>
  )
}

function ReportLink({ run, children }: { run: Run; children: ReactNode }) {
  return (
    <Link to="/activity/$runId" params={{ runId: run.id }}>
      {children}
    </Link>
  )
}
