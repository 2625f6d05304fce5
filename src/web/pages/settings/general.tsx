import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { call } from '../../client.ts'
import formClasses from '../../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../../parts/form-errors.ts'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone } from '../../parts/undo.tsx'
import { channelQuery, keepChannel } from '../../queries.ts'
import { usePause } from '../use-pause.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import classes from './settings.module.css'

const route = getRouteApi('/shell/channels/$channelId/settings/general')

export function GeneralPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId)).data
  if (channel === undefined) return null
  return (
    <div className={classes.narrow}>
      <NameForm channel={channel} />
      <PauseSection channel={channel} />
      <RemoveSection channel={channel} />
    </div>
  )
}

function NameForm({ channel }: { channel: ChannelDetail }) {
  const [placed, setPlaced] = useState(false)
  const form = useForm({
    initialValues: { name: channel.name },
    validate: { name: value => (value.trim() === '' ? 'Give the channel a name.' : null) },
  })
  const rename = useMutation({
    mutationFn: (name: string) =>
      call('PATCH /api/channels/:channelId', { params: { channelId: channel.id }, body: { name } }),
    onSuccess: answer => {
      keepChannel(answer)
      form.setInitialValues({ name: answer.name })
      form.setValues({ name: answer.name })
    },
    onError: error => setPlaced(showFieldErrors(form, error)),
  })
  const save = async (name: string) => {
    const before = channel.name
    await rename.mutateAsync(name).then(
      () => tellDone(`The channel is called ${name} now.`, () => rename.mutate(before)),
      () => undefined,
    )
  }
  const isDirty = form.values.name !== channel.name
  return (
    <Section title="Name">
      <form
        className={formClasses.form}
        noValidate
        onSubmit={form.onSubmit(values => void save(values.name.trim()), focusFirstError)}
      >
        {rename.error !== null && !placed && <ProblemAlert error={rename.error} />}
        <TextInput
          label="Channel name"
          description="How this channel is called in the hub. The store’s own name stays as it is."
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <div className={formClasses.buttons}>
          <Button type="submit" loading={rename.isPending} disabled={!isDirty}>
            Save
          </Button>
        </div>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </Section>
  )
}

function PauseSection({ channel }: { channel: ChannelDetail }) {
  const pause = usePause(channel)
  const isPaused = channel.state === 'paused'
  return (
    <Section title={isPaused ? 'This channel is paused' : 'Pause'}>
      <div className={classes.row}>
        <p>
          {isPaused
            ? 'The hub makes no request to the store by itself. Resume to go on where it stopped.'
            : 'A paused channel makes no request to the store by itself. Nothing is lost, and you can resume at any time.'}
        </p>
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate({ paused: !isPaused })}>
          {isPaused ? 'Resume channel' : 'Pause channel'}
        </Button>
      </div>
    </Section>
  )
}

function RemoveSection({ channel }: { channel: ChannelDetail }) {
  const [open, dialog] = useDisclosure(false)
  return (
    <Section title="Remove">
      <div className={classes.row}>
        <p>Takes the channel out of the hub and forgets its credentials. The store itself is not touched.</p>
        <Button variant="outline" color="red" onClick={dialog.open}>
          Remove channel
        </Button>
      </div>
      {open && <RemoveDialog channel={channel} onClose={dialog.close} />}
    </Section>
  )
}
