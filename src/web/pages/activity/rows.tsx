import { Button, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RowOutcome, Run } from '../../../api/contract/runs.ts'
import { LoadMore } from '../../parts/load-more.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { runRowsQuery } from '../../run-queries.ts'
import classes from './activity.module.css'
import { RowTable } from './row-table.tsx'
import { outcomes, outcomeWords } from './words.ts'

interface Props {
  readonly run: Run
  readonly outcome: RowOutcome | undefined
}

/** Every row that the import names, by what became of it, with the reason and what came. */
export function Rows({ run, outcome }: Props) {
  const amounts = run.account?.rows ?? {}
  const shown = outcomes.filter(each => (amounts[each] ?? 0) > 0)
  const chosen = outcome ?? shown[0]
  if (chosen === undefined) {
    if (run.account === null) return null
    return (
      <Section title="Rows to look at">
        <p className={classes.muted}>None: every row came as it should, and nothing changed meanwhile.</p>
      </Section>
    )
  }
  return (
    <Section
      title="Rows to look at"
      note={outcomeWords[chosen].help}
      actions={<ExportCsv run={run} outcome={chosen} />}
      flush
    >
      <nav aria-label="Rows by what became of them" className={classes.tabs}>
        {outcomes
          .filter(each => shown.includes(each) || each === chosen)
          .map(each => (
            <Link
              key={each}
              to="/activity/$runId"
              params={{ runId: run.id }}
              search={{ rows: each }}
              replace
              resetScroll={false}
              className={classes.tab}
              {...(each === chosen ? { 'aria-current': 'true' } : { 'aria-current': undefined })}
            >
              {outcomeWords[each].title} <span className={classes.amount}>{(amounts[each] ?? 0).toLocaleString()}</span>
            </Link>
          ))}
      </nav>
      <RowList key={chosen} run={run} outcome={chosen} />
    </Section>
  )
}

function ExportCsv({ run, outcome }: { run: Run; outcome: RowOutcome }) {
  return (
    <Button
      component="a"
      href={`/api/runs/${encodeURIComponent(run.id)}/rows.csv?outcome=${outcome}`}
      download
      variant="default"
      size="compact-md"
      leftSection={<IconDownload size={15} aria-hidden />}
    >
      Export CSV
    </Button>
  )
}

function RowList({ run, outcome }: { run: Run; outcome: RowOutcome }) {
  const query = useInfiniteQuery(runRowsQuery(run.id, outcome))
  const rows = query.data?.pages.flatMap(page => page.rows)
  if (rows === undefined) {
    return (
      <div className={classes.inset}>
        {query.error === null ? <Skeleton height={160} radius="md" /> : <ProblemAlert error={query.error} />}
      </div>
    )
  }
  if (rows.length === 0) return <p className={classes.inset}>No rows.</p>
  const all = run.account?.rows[outcome] ?? rows.length
  return (
    <>
      <RowTable rows={rows} label={outcomeWords[outcome].title} />
      <LoadMore
        query={query}
        note={`${rows.length.toLocaleString()} of ${Math.max(all, rows.length).toLocaleString()} shown`}
      />
    </>
  )
}
