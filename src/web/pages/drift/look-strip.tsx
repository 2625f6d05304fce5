import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { CancelRun } from '../../parts/run/cancel-run.tsx'
import { RunProgressView } from '../../parts/run/run-progress.tsx'
import { When } from '../../parts/when.tsx'
import { catalogQuery } from '../../run-queries.ts'
import { ImportAges } from '../channel/import-ages.tsx'
import { useStartImport } from '../channel/use-start-import.ts'
import classes from './drift.module.css'

/** When the store was looked at last, and the way to look now. */
export function LookStrip({ channel }: { channel: ChannelDetail }) {
  const catalog = useQuery(catalogQuery(channel.id))
  const start = useStartImport(channel.id)
  if (channel.connection === null) {
    return (
      <Notice
        tone="plain"
        action={
          <LinkButton
            to="/channels/$channelId/settings/api-connection"
            params={{ channelId: channel.id }}
            size="compact-md"
            variant="default"
          >
            Connect the store
          </LinkButton>
        }
      >
        Edits are found once this channel is connected to its store.
      </Notice>
    )
  }
  const state = catalog.data
  if (state === undefined) return catalog.error === null ? null : <ProblemAlert error={catalog.error} />
  const { activeRun, missingPermission } = state
  return (
    <Section
      title="Last look at the store"
      note={<LastLook state={state} />}
      actions={
        activeRun !== null ? (
          <CancelRun run={activeRun} />
        ) : (
          missingPermission === null && (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={start.isPending}
              onClick={() => start.mutate(state.readAt.complete === null ? 'full' : 'changes')}
            >
              Look now
            </Button>
          )
        )
      }
    >
      <div className={classes.look}>
        {start.error !== null && <ProblemAlert error={start.error} />}
        {missingPermission !== null && (
          <Notice tone="attention">
            The hub can’t look: the API account lacks the {missingPermission.name} permission.
          </Notice>
        )}
        {activeRun !== null && <RunProgressView run={activeRun} />}
        <details className={classes.ages}>
          <summary>How old the knowledge of each part is</summary>
          <p>
            Every ten minutes the hub asks the store what was changed, by the dates that the store gives its products. A
            store doesn’t date everything: an edit of a category or of a brand, and what other apps write past those
            dates, is found when the whole catalog is read through, once a day, with requests that nobody else needs.
          </p>
          <ImportAges state={state} isPaused={channel.state === 'paused'} />
        </details>
      </div>
    </Section>
  )
}

function LastLook({ state: { readAt } }: { state: CatalogState }) {
  if (readAt.products === null && readAt.complete === null) return 'The store was not looked at yet.'
  return (
    <>
      {readAt.products !== null && (
        <>
          Looked for changes <When at={readAt.products} />.{' '}
        </>
      )}
      {readAt.complete === null ? (
        'The whole catalog was not read through yet.'
      ) : (
        <>
          Read the whole catalog through <When at={readAt.complete} />.
        </>
      )}
    </>
  )
}
