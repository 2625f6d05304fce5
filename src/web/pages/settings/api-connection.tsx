import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { peekHandoff } from '../../handoff.ts'
import { shownCheck, useLiveCheck } from '../../live-checks.ts'
import { Doctor } from '../../parts/doctor/doctor.tsx'
import { Guide } from '../../parts/guide/guide.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { ConnectionForm } from './connection-form.tsx'
import { ConnectionSummary } from './connection-summary.tsx'
import classes from './settings.module.css'
import { useRunCheck } from './use-save-connection.ts'

const route = getRouteApi('/shell/channels/$channelId/settings/api-connection')

export function ApiConnectionPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId)).data
  useTitle('API Connection', channel?.name)
  return channel === undefined ? null : <ApiConnection channel={channel} />
}

/** The form, the guide to what goes into it, and what the check found. */
function ApiConnection({ channel }: { channel: ChannelDetail }) {
  const [isReplacing, setReplacing] = useState(() => peekHandoff(channel.id) !== undefined)
  const [justSaved, setJustSaved] = useState(false)
  // Kept for this visit, so that nothing moves from under the reader when Save succeeds.
  const [isSteady, setSteady] = useState(channel.connection !== null && !isReplacing)
  const [panelUrl] = useState(() => peekHandoff(channel.id)?.panelUrl ?? null)
  const live = useLiveCheck(channel.id)
  const run = useRunCheck(channel.id)
  const stored = shownCheck(channel.lastCheck, live)
  const check = stored ?? (run.isPending ? { rows: [], running: true, finishedAt: null } : null)
  const isEditing = channel.connection === null || isReplacing

  return (
    <div className={classes.connection} data-steady={isSteady || undefined}>
      <div className={classes.formArea}>
        <Section title="API Connection" note={`The credentials of your ${channel.kindTitle} store.`}>
          {isEditing || channel.connection === null ? (
            <ConnectionForm
              channel={channel}
              onSaved={() => {
                setReplacing(false)
                setJustSaved(true)
              }}
              onCancel={channel.connection === null ? undefined : () => setReplacing(false)}
            />
          ) : (
            <ConnectionSummary
              channel={channel}
              connection={channel.connection}
              justSaved={justSaved}
              panelUrl={panelUrl}
              onReplace={() => {
                setReplacing(true)
                setSteady(false)
              }}
            />
          )}
        </Section>
      </div>
      <div className={classes.beside}>
        {check !== null && (
          <Doctor
            check={run.isPending ? { ...check, running: true, finishedAt: null } : check}
            onCheck={isEditing ? undefined : () => run.mutate()}
            problem={run.error === null ? undefined : <ProblemAlert error={run.error} />}
          />
        )}
        <FoldableGuide isFolded={!isEditing} />
      </div>
    </div>
  )
}

/** Open while credentials are to be brought; once they are here it is only kept at hand. */
function FoldableGuide({ isFolded }: { isFolded: boolean }) {
  const title = 'How to obtain BigCommerce Credentials'
  if (!isFolded) {
    return (
      <Section title={title}>
        <Guide />
      </Section>
    )
  }
  return (
    <details className={classes.fold}>
      <summary>
        <IconChevronRight size={18} aria-hidden />
        {title}
      </summary>
      <div className={classes.foldBody}>
        <Guide />
      </div>
    </details>
  )
}
