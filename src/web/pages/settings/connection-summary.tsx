import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ApiConnection, ChannelDetail } from '../../../api/contract/channels.ts'
import { exactTime, fromNow } from '../../format.ts'
import formClasses from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { When } from '../../parts/when.tsx'
import classes from './connection-form.module.css'
import { ImportLine } from './import-line.tsx'
import { officialApiAddress } from './official-address.ts'
import { SandboxNote } from './sandbox-note.tsx'

interface Props {
  readonly channel: ChannelDetail
  readonly connection: ApiConnection
  readonly justSaved: boolean
  readonly panelUrl: string | null
  readonly onReplace: () => void
}

/** The credentials in force: never the token itself, only how it ends and when it last worked. */
export function ConnectionSummary({ channel, connection, justSaved, panelUrl, onReplace }: Props) {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (justSaved) line.current?.focus()
  }, [justSaved])
  const field = { readOnly: true, className: classes.value ?? '' }
  return (
    <div className={classes.facts}>
      <div ref={line} tabIndex={-1}>
        <StateLine channel={channel} connection={connection} />
      </div>
      <ImportLine channelId={channel.id} justSaved={justSaved} />
      {channel.sandbox && <SandboxNote panelUrl={panelUrl} />}
      <TextInput label="Store Hash" value={connection.storeHash} {...field} />
      <TextInput label="Client ID" value={connection.clientId} {...field} />
      <TextInput
        label="Access Token"
        value={`•••• ${connection.accessTokenEnd}`}
        description={<TokenTimes connection={connection} />}
        inputWrapperOrder={['label', 'input', 'description']}
        {...field}
      />
      <TextInput label="Client Secret" value={connection.clientSecretSaved ? '•••• saved' : 'Not given'} {...field} />
      {connection.apiAddress !== officialApiAddress && (
        <TextInput label="API address" value={connection.apiAddress} {...field} />
      )}
      <div className={formClasses.buttons}>
        <Button variant="default" onClick={onReplace}>
          Replace credentials
        </Button>
      </div>
    </div>
  )
}

function TokenTimes({ connection }: { connection: ApiConnection }) {
  const { savedAt, lastWorkedAt } = connection
  return (
    <>
      Saved <When at={savedAt} />
      {lastWorkedAt === null ? (
        ', has not worked yet'
      ) : (
        <>
          , last worked <When at={lastWorkedAt} />
        </>
      )}
    </>
  )
}

function StateLine({ channel, connection }: { channel: ChannelDetail; connection: ApiConnection }) {
  const next = connection.nextTryAt
  const nextTry = next !== null && (
    <>
      {' '}
      Next try <time title={exactTime(next)}>{fromNow(next)}</time>.
    </>
  )
  if (channel.attention !== null) {
    return (
      <Notice tone="attention" live>
        {channel.attention}
        {nextTry}
      </Notice>
    )
  }
  return (
    <Notice tone="good" live>
      {channel.store === null ? (
        `Connected to the store ${connection.storeHash}`
      ) : (
        <>
          Connected to <bdi>{channel.store.name}</bdi>, {channel.store.domain}
        </>
      )}
      {channel.state === 'paused' && '. The channel is paused.'}
    </Notice>
  )
}
