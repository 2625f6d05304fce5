import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Run } from '../../../api/contract/runs.ts'
import { HubProblem } from '../../client.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { CancelRun } from '../../parts/run/cancel-run.tsx'
import { RunProgressView } from '../../parts/run/run-progress.tsx'
import { RunBadge } from '../../parts/run/run-state.tsx'
import { isActive, modeWords } from '../../parts/run/words.ts'
import { useTitle } from '../../parts/title.ts'
import { When } from '../../parts/when.tsx'
import { channelsQuery } from '../../queries.ts'
import { runQuery } from '../../run-queries.ts'
import { NotFound } from '../not-found.tsx'
import { Account } from './account.tsx'
import { CameIn } from './came-in.tsx'
import { Remarks } from './remarks.tsx'
import { Rows } from './rows.tsx'

const route = getRouteApi('/shell/activity/$runId')
const crumbs = [{ text: 'Activity', link: { to: '/activity' } }] as const

/** One import: how far it is, and once it has ended, its account. */
export function RunPage() {
  const { runId } = route.useParams()
  const run = useQuery(runQuery(runId))
  const name = run.data === undefined ? 'Import' : `Import from ${run.data.channelName}`
  useTitle(name, 'Activity')
  if (run.data !== undefined) return <RunBody run={run.data} name={name} />
  if (run.error instanceof HubProblem && run.error.code === 'not_found') {
    return <NotFound what="There is no such import" />
  }
  return (
    <Page title="Import" crumbs={crumbs}>
      {run.error === null ? <Skeleton height={280} radius="lg" /> : <ProblemAlert error={run.error} />}
    </Page>
  )
}

function RunBody({ run, name }: { run: Run; name: string }) {
  const { rows } = route.useSearch()
  const active = isActive(run)
  // What was done with a channel stays listed when the channel is removed.
  const isThere = useQuery(channelsQuery).data?.some(({ id }) => id === run.channelId) ?? true
  return (
    <Page
      title={name}
      crumbs={crumbs}
      badge={<RunBadge run={run} />}
      subtitle={
        <>
          {modeWords[run.mode]} · started by <bdi>{run.startedBy}</bdi> <When at={run.startedAt ?? run.createdAt} />
          {run.finishedAt !== null && (
            <>
              {' '}
              · ended <When at={run.finishedAt} />
            </>
          )}
        </>
      }
      actions={
        <>
          {isThere && (
            <LinkButton to="/channels/$channelId" params={{ channelId: run.channelId }} variant="default">
              To the channel
            </LinkButton>
          )}
          {active && <CancelRun run={run} />}
        </>
      }
    >
      {run.state === 'failed' && (
        <Notice tone="attention" live>
          <strong>It failed.</strong> {run.problem ?? 'The hub could not say why.'}
        </Notice>
      )}
      {active && (
        <Section title="Progress">
          <RunProgressView run={run} />
        </Section>
      )}
      <Account run={run} />
      <CameIn run={run} />
      <Remarks run={run} />
      <Rows run={run} outcome={rows} />
    </Page>
  )
}
