import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { CancelRun } from '../../parts/run/cancel-run.tsx'
import { catalogQuery } from '../../run-queries.ts'
import { GoneChoices } from './gone-choices.tsx'
import classes from './import.module.css'
import { ImportAges } from './import-ages.tsx'
import { ImportCounts } from './import-counts.tsx'
import { ImportHeld } from './import-held.tsx'
import { ImportNeedsPermission } from './import-needs-permission.tsx'
import { ImportQuota } from './import-quota.tsx'
import { ImportStand } from './import-stand.tsx'
import { ImportStart } from './import-start.tsx'
import { useStartImport } from './use-start-import.ts'

const title = 'Import from store'

/** How far the store's catalog is in the hub: what goes on, what is there, how old it is, and what it costs. */
export function ImportPanel({ channel }: { channel: ChannelDetail }) {
  const catalog = useQuery(catalogQuery(channel.id))
  if (catalog.data !== undefined) return <Panel channel={channel} state={catalog.data} />
  return (
    <Section title={title}>
      {catalog.error === null ? <Skeleton height={120} radius="md" /> : <ProblemAlert error={catalog.error} />}
    </Section>
  )
}

function Panel({ channel, state }: { channel: ChannelDetail; state: CatalogState }) {
  const start = useStartImport(channel.id)
  const { activeRun, counts, missingPermission } = state
  const isThere = counts.products > 0 || state.readAt.complete !== null
  return (
    <Section
      title={title}
      actions={activeRun === null ? <ImportStart state={state} start={start} /> : <CancelRun run={activeRun} />}
    >
      <div className={classes.parts}>
        {start.error !== null && <ProblemAlert error={start.error} />}
        {missingPermission !== null && activeRun === null && (
          <ImportNeedsPermission channelId={channel.id} missing={missingPermission} isThere={isThere} />
        )}
        <ImportStand state={state} isPaused={channel.state === 'paused'} />
        <ImportHeld channelId={channel.id} held={state.heldRun} />
        {counts.goneUndecided > 0 && (
          <GoneChoices channelId={channel.id} remoteIds={undefined} count={counts.goneUndecided} />
        )}
        {isThere && <ImportCounts state={state} />}
        <div className={classes.columns}>
          {(activeRun === null ? isThere : state.readAt.complete !== null) && (
            <ImportAges state={state} isPaused={channel.state === 'paused'} />
          )}
          {state.quota !== null && <ImportQuota quota={state.quota} />}
        </div>
      </div>
    </Section>
  )
}
