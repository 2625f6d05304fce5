import { Button, Modal, NativeSelect } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import form from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { toDoChanged } from '../../plan-queries.ts'

interface Channel {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly productIds: readonly string[]
  readonly channels: readonly Channel[]
}

/** Puts products of the master catalog on a channel: its next changes to review have them. */
export function PutOnChannel({ productIds, channels }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  if (channels.length === 0) return null
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Put on a channel
      </Button>
      {isOpen && (
        <Modal
          opened
          onClose={dialog.close}
          title={`Put ${count(productIds.length, 'product')} on a channel`}
          size={560}
        >
          <PutForm productIds={productIds} channels={channels} onClose={dialog.close} />
        </Modal>
      )}
    </>
  )
}

function PutForm({ productIds, channels, onClose }: Props & { readonly onClose: () => void }) {
  const [chosen, setChosen] = useState(channels[0]?.id ?? '')
  const put = useMutation({
    mutationFn: () =>
      call('POST /api/channels/:channelId/products', {
        params: { channelId: chosen },
        body: { productIds: [...productIds] },
      }),
    onSettled: toDoChanged,
  })
  const channel = channels.find(({ id }) => id === chosen)
  if (put.data !== undefined && channel !== undefined) {
    return <Done result={put.data} channel={channel} productIds={productIds} onClose={onClose} />
  }
  return (
    <div className={form.form}>
      <NativeSelect
        label="Channel"
        data-autofocus
        data={channels.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={event => setChosen(event.currentTarget.value)}
      />
      <p className={form.aside}>
        Nothing is sent now. The next changes to review of the channel show each product with all that it is made with.
      </p>
      {put.error !== null && <ProblemAlert error={put.error} />}
      <div className={form.buttonsEnd}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={put.isPending} onClick={() => put.mutate()}>
          Put on the channel
        </Button>
      </div>
    </div>
  )
}

interface DoneProps {
  readonly result: Output<Routes['POST /api/channels/:channelId/products']>
  readonly channel: Channel
  readonly productIds: readonly string[]
  readonly onClose: () => void
}

/** What came of it, with what can’t be put there and why, and the way back. */
function Done({ result: { wanted, already, faults }, channel, productIds, onClose }: DoneProps) {
  const withdraw = useMutation({
    mutationFn: () =>
      call('DELETE /api/channels/:channelId/products', {
        params: { channelId: channel.id },
        body: { productIds: [...productIds] },
      }),
    onSuccess: ({ withdrawn }) => {
      tellDone(`${count(withdrawn, 'product')} taken back.`)
      onClose()
    },
    onError: tellFailure,
    onSettled: toDoChanged,
  })
  return (
    <div className={form.form}>
      <Notice tone={wanted > 0 ? 'good' : 'plain'} live>
        <strong>
          {count(wanted, 'product')} to be made on <bdi>{channel.name}</bdi>.
        </strong>
        {already > 0 && ` ${already.toLocaleString()} it has already, or was to get before.`}
      </Notice>
      {faults.length > 0 && (
        <section aria-label="Can’t be put there">
          <strong>{count(faults.length, 'product')} can’t be put there</strong>
          <ul>
            {faults.map(({ productId, name, reason, fix }) => (
              <li key={productId}>
                <bdi>{name.trim() === '' ? 'Without a name' : name}</bdi>: {reason} {fix}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className={form.buttonsEnd}>
        {wanted > 0 && (
          <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Take back
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
        {wanted > 0 && <ReviewAndSend channels={[{ channelId: channel.id, name: channel.name }]} />}
      </div>
    </div>
  )
}
