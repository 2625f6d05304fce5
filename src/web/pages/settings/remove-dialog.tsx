import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Channel } from '../../../api/contract/channels.ts'
import { call } from '../../client.ts'
import formClasses from '../../parts/form.module.css'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone } from '../../parts/undo.tsx'
import { channelQuery, channelsQuery, queryClient } from '../../queries.ts'

interface Props {
  readonly channel: Pick<Channel, 'id' | 'name'>
  readonly onClose: () => void
}

/** Removing can't be undone, so the name has to be typed. */
export function RemoveDialog({ channel, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [mismatch, setMismatch] = useState(false)
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/channels/:channelId', { params: { channelId: channel.id } }),
    onSuccess: async () => {
      await navigate({ to: '/channels' })
      queryClient.removeQueries({ queryKey: channelQuery(channel.id).queryKey })
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      tellDone(`${channel.name} was removed from the hub.`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (squeeze(typed) === squeeze(channel.name)) remove.mutate()
    else setMismatch(true)
  }
  return (
    <Modal opened onClose={onClose} title="Remove this channel?" size={480}>
      <form className={formClasses.form} noValidate onSubmit={submit}>
        <p>
          The hub forgets <strong>{<bdi>{channel.name}</bdi>}</strong> with its credentials and settings. The store
          itself is not touched: its products, orders and API account stay as they are.
        </p>
        {remove.error !== null && <ProblemAlert error={remove.error} />}
        <TextInput
          label="Type the channel’s name to confirm"
          placeholder={channel.name}
          autoComplete="off"
          data-autofocus
          value={typed}
          error={mismatch ? 'This is not the name of the channel.' : undefined}
          onChange={event => {
            setTyped(event.currentTarget.value)
            setMismatch(false)
          }}
        />
        <div className={formClasses.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            Keep channel
          </Button>
          <Button type="submit" color="red" loading={remove.isPending}>
            Remove channel
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function squeeze(name: string): string {
  return name.trim().replace(/\s+/g, ' ')
}
