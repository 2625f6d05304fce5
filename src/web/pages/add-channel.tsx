import { Button, Modal, Radio, Skeleton, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../client.ts'
import { passOnTo, waitsForNewChannel } from '../handoff.ts'
import formClasses from '../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../parts/form-errors.ts'
import { ProblemAlert } from '../parts/problem.tsx'
import { useTitle } from '../parts/title.ts'
import { keepChannel, kindsQuery } from '../queries.ts'
import classes from './add-channel.module.css'

/** All Channels > Add channel: what it is and what you call it, then on to its API connection. */
export function AddChannelDialog() {
  useTitle('Add channel')
  const navigate = useNavigate()
  const kinds = useQuery(kindsQuery)
  const [placed, setPlaced] = useState(false)
  const form = useForm({
    initialValues: { kind: '', name: '' },
    validate: { name: value => (value.trim() === '' ? 'Give the channel a name.' : null) },
  })
  const kind = form.values.kind === '' ? (kinds.data?.[0]?.kind ?? '') : form.values.kind
  const add = useMutation({
    mutationFn: (values: typeof form.values) => call('POST /api/channels', { body: { ...values, kind } }),
    onSuccess: async channel => {
      keepChannel(channel)
      passOnTo(channel.id)
      await navigate({ to: '/channels/$channelId/settings/api-connection', params: { channelId: channel.id } })
    },
    onError: error => {
      const named = showFieldErrors(form, error)
      setPlaced(named)
    },
  })
  return (
    <Modal opened onClose={() => void navigate({ to: '/channels' })} title="Add channel" size={480}>
      <form
        className={formClasses.form}
        noValidate
        onSubmit={form.onSubmit(values => add.mutate(values), focusFirstError)}
      >
        {kinds.error !== null && <ProblemAlert error={kinds.error} />}
        {add.error !== null && !placed && <ProblemAlert error={add.error} />}
        {kinds.data === undefined ? (
          <Skeleton height={72} radius="md" />
        ) : (
          <Radio.Group label="Type" value={kind} onChange={value => form.setFieldValue('kind', value)}>
            <div className={classes.kinds}>
              {kinds.data.map(option => (
                <Radio.Card key={option.kind} value={option.kind} className={classes.kind} aria-label={option.title}>
                  <Radio.Indicator size="sm" />
                  <span>
                    <strong>{option.title}</strong>
                    <span className={classes.kindNote}>One {option.title} store</span>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        )}
        <TextInput
          label="Name"
          description="What you call it here. You can change it later."
          placeholder="My store"
          data-autofocus
          maxLength={80}
          {...form.getInputProps('name')}
        />
        {waitsForNewChannel() && (
          <p className={formClasses.aside}>The values that you typed are carried over to the new channel.</p>
        )}
        <div className={formClasses.buttonsEnd}>
          <Button variant="default" onClick={() => void navigate({ to: '/channels' })}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={kind === ''}>
            Add channel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
