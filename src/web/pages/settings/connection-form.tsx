import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ClipboardEvent, useEffect, useState } from 'react'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import type { CredentialsFile } from '../../../api/contract/credentials-file.ts'
import { type ConnectionValues, dropHandoff, noValues, peekHandoff } from '../../handoff.ts'
import formClasses from '../../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../../parts/form-errors.ts'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SecretInput } from '../../parts/secret-input.tsx'
import classes from './connection-form.module.css'
import { CredentialsDrop } from './credentials-drop.tsx'
import { officialApiAddress } from './official-address.ts'
import { filledFields, readDropped, readPasted } from './read-dropped.ts'
import { SandboxNote } from './sandbox-note.tsx'
import { SaveProblem } from './save-problem.tsx'
import { useSaveConnection } from './use-save-connection.ts'
import { useStoreAddress } from './use-store-address.ts'

interface Props {
  readonly channel: ChannelDetail
  readonly onSaved: () => void
  /** Goes back to the stored credentials; absent where there are none. */
  readonly onCancel: (() => void) | undefined
}

/** Store Hash, Client ID, Access Token, Save. */
export function ConnectionForm({ channel, onSaved, onCancel }: Props) {
  const stored = storedValues(channel)
  const [handoff] = useState(() => peekHandoff(channel.id))
  const [filled, setFilled] = useState<{ tone: 'good' | 'attention'; text: string } | null>(null)
  const [placed, setPlaced] = useState(false)
  const address = useStoreAddress(channel.kind)
  const keepsToken = channel.connection !== null
  const form = useForm<ConnectionValues>({
    initialValues: handoff?.values ?? stored,
    validate: {
      storeHash: value => (value.trim() === '' ? 'Paste the Store Hash, or the whole API path.' : null),
      clientId: value => (value.trim() === '' ? 'Paste the Client ID.' : null),
      accessToken: value => (value.trim() === '' && !keepsToken ? 'Paste the Access Token.' : null),
    },
  })
  const save = useSaveConnection(channel.id, { onSaved, onError: error => setPlaced(showFieldErrors(form, error)) })
  const submit = (values: ConnectionValues, keepUnchecked = false) => save.mutate({ values, keepUnchecked })

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what came with this visit
  useEffect(() => {
    if (handoff === undefined) return
    const timer = setTimeout(() => {
      dropHandoff(channel.id)
      if (handoff.save) submit(handoff.values)
      else void address.read(handoff.values.storeHash)
    })
    return () => clearTimeout(timer)
  }, [])

  const fill = (values: CredentialsFile, from: string) => {
    form.setValues(values)
    form.clearErrors()
    save.reset()
    if (values.storeHash !== undefined) void address.read(values.storeHash)
    setFilled({
      tone: 'good',
      text: `${filledFields(values)} filled from ${from}. Nothing is sent until you press Save.`,
    })
  }
  const takeFiles = async (files: readonly File[]) => {
    const dropped = await readDropped(files)
    if (dropped.values === undefined) setFilled({ tone: 'attention', text: dropped.fault })
    else fill(dropped.values, files[0]?.name ?? 'the file')
  }
  const takePaste = (event: ClipboardEvent) => {
    const values = readPasted(event.clipboardData.getData('text'))
    if (values === null) return
    event.preventDefault()
    fill(values, 'the pasted text')
  }
  const isDirty = Object.entries(form.values).some(
    ([field, value]) => value !== stored[field as keyof ConnectionValues],
  )
  const hash = form.getInputProps('storeHash')

  return (
    <CredentialsDrop disabled={save.isPending} onFiles={files => void takeFiles(files)}>
      <form
        className={formClasses.form}
        noValidate
        autoComplete="off"
        aria-label="API Connection"
        onPasteCapture={takePaste}
        onSubmit={form.onSubmit(values => submit(values), focusFirstError)}
      >
        {channel.sandbox || handoff?.panelUrl != null ? <SandboxNote panelUrl={handoff?.panelUrl ?? null} /> : null}
        {filled !== null && (
          <Notice tone={filled.tone} live>
            {filled.text}
          </Notice>
        )}
        <TextInput
          label="Store Hash"
          description="The code inside the API path, such as kl28jKd3w5o. The whole path will do, and so will the address of your control panel."
          spellCheck={false}
          autoCapitalize="none"
          {...hash}
          error={hash.error ?? address.fault}
          onChange={event => {
            address.clear()
            hash.onChange(event)
          }}
          onBlur={event => void address.read(event.currentTarget.value)}
          onPaste={event => {
            const field = event.currentTarget
            setTimeout(() => void address.read(field.value))
          }}
          inputWrapperOrder={['label', 'description', 'input', 'error']}
          aria-describedby={address.note === null ? undefined : 'store-hash-note'}
        />
        <div aria-live="polite" className={classes.note}>
          {address.note !== null && <span id="store-hash-note">{address.note}</span>}
        </div>
        <TextInput label="Client ID" spellCheck={false} autoCapitalize="none" {...form.getInputProps('clientId')} />
        <SecretInput
          label="Access Token"
          description={
            channel.connection === null
              ? undefined
              : `Leave it empty to keep the stored one, which ends in ${channel.connection.accessTokenEnd}.`
          }
          autoComplete="new-password"
          {...form.getInputProps('accessToken')}
        />
        <SecretInput
          label="Client Secret (optional)"
          description={
            channel.connection?.clientSecretSaved === true
              ? 'One is saved. Leave it empty to keep it.'
              : 'Proves that a message about a change in your store really comes from BigCommerce.'
          }
          autoComplete="new-password"
          {...form.getInputProps('clientSecret')}
        />
        <details className={classes.advanced} open={form.values.apiAddress !== '' || form.errors.apiAddress != null}>
          <summary>Advanced</summary>
          <TextInput
            label="API address"
            description="Leave it empty for BigCommerce’s own. Any other must begin with https, or be on this machine."
            placeholder={officialApiAddress}
            inputMode="url"
            spellCheck={false}
            {...form.getInputProps('apiAddress')}
          />
        </details>
        {save.error !== null && !placed && (
          <SaveProblem
            error={save.error}
            values={form.values}
            isSaving={save.isPending}
            onKeep={() => submit(form.values, true)}
          />
        )}
        <div className={formClasses.buttons}>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          {onCancel !== undefined && (
            <Button variant="default" disabled={save.isPending} onClick={onCancel}>
              Cancel
            </Button>
          )}
          <span className={classes.promise} role="status">
            {save.isPending ? 'Asking the store…' : 'Saving checks the connection first. It only reads.'}
          </span>
        </div>
      </form>
      <LeaveGuard isDirty={isDirty && !save.isSuccess} />
    </CredentialsDrop>
  )
}

function storedValues(channel: ChannelDetail): ConnectionValues {
  const { connection } = channel
  if (connection === null) return noValues
  const isOfficial = connection.apiAddress === officialApiAddress
  return {
    ...noValues,
    storeHash: connection.storeHash,
    clientId: connection.clientId,
    apiAddress: isOfficial ? '' : connection.apiAddress,
  }
}
