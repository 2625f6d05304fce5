import { Button, Modal, NativeSelect } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import form from '../../parts/form.module.css'
import { ProblemAlert } from '../../parts/problem.tsx'
import { putOn, type ToPut, useWithdraw } from '../../parts/put/use-put.ts'
import { PutOutcome } from './put-outcome.tsx'

interface Channel {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly which: ToPut
  readonly channels: readonly Channel[]
  /** The channel that the list is asked about: what it lacks, or what waits for it. */
  readonly missingOn: string | undefined
  readonly wantedOn: string | undefined
  readonly onDone: () => void
}

/** Puts what is chosen of the master catalog on a channel; where the list is of what waits for one, takes it back. */
export function PutOnChannel({ which, channels, missingOn, wantedOn, onDone }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  if (channels.length === 0) return null
  const waitsFor = channels.find(({ id }) => id === wantedOn)
  if (waitsFor !== undefined) return <TakeBack which={which} channel={waitsFor} onDone={onDone} />
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Put on a channel
      </Button>
      {isOpen && (
        <PutDialog
          which={which}
          channels={channels}
          first={missingOn ?? channels[0]?.id ?? ''}
          onClose={dialog.close}
          onDone={() => {
            dialog.close()
            onDone()
          }}
        />
      )}
    </>
  )
}

function TakeBack({ which, channel, onDone }: { which: ToPut; channel: Channel; onDone: () => void }) {
  const withdraw = useWithdraw(channel.id, which, onDone)
  return (
    <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
      Take back
    </Button>
  )
}

interface DialogProps {
  readonly which: ToPut
  readonly channels: readonly Channel[]
  readonly first: string
  readonly onClose: () => void
  readonly onDone: () => void
}

function PutDialog({ which, channels, first, onClose, onDone }: DialogProps) {
  const [chosen, setChosen] = useState(first)
  const put = useMutation({ mutationFn: () => putOn(chosen, which) })
  const channel = channels.find(({ id }) => id === chosen)
  return (
    <Modal opened onClose={put.data === undefined ? onClose : onDone} title="Put on a channel" size={560}>
      {put.data !== undefined && channel !== undefined ? (
        <PutOutcome result={put.data} channel={channel} onDone={onDone} />
      ) : (
        <div className={form.form}>
          <NativeSelect
            label="Channel"
            data-autofocus
            data={channels.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={event => setChosen(event.currentTarget.value)}
          />
          <p className={form.aside}>
            Nothing is sent now. The next changes to review of the channel show each product with all that it begins
            with. What the channel has already stays as it is.
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
      )}
    </Modal>
  )
}
