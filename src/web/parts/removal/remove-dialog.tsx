import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RemovalResult } from '../../../api/contract/removals.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import form from '../form.module.css'
import { Notice } from '../notice.tsx'
import { ProblemAlert } from '../problem.tsx'
import classes from './removal.module.css'
import { bodyOf, type ToRemove, thingOf, useRemove } from './use-removal.ts'

export interface Channel {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly channel: Channel
  readonly what: ToRemove
  readonly name?: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Says what would be deleted in a store, what of it never comes back and what can’t be deleted; then asks for it. */
export function RemoveDialog({ channel, what, name, onClose, onDone }: Props) {
  const preview = useQuery({
    queryKey: ['removals', channel.id, 'preview', what],
    queryFn: () =>
      call('POST /api/channels/:channelId/removals', {
        params: { channelId: channel.id },
        body: { ...bodyOf(what), preview: true },
      }),
    staleTime: 0,
    gcTime: 0,
  })
  const remove = useRemove(channel.id, what, onDone)
  const found = preview.data
  const thing = thingOf(what)
  const asked = 'products' in what ? what.products.length : what.variants.length
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={
        <>
          Delete <bdi>{name === undefined ? count(asked, thing) : `“${name}”`}</bdi> from <bdi>{channel.name}</bdi>?
        </>
      }
    >
      <div className={form.form}>
        {found === undefined && preview.error === null && <Skeleton height={180} radius="md" />}
        {preview.error !== null && <ProblemAlert error={preview.error} />}
        {found !== undefined && <Found found={found} thing={thing} />}
        {remove.error !== null && <ProblemAlert error={remove.error} />}
        <div className={form.buttonsEnd}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {found?.wanted === 0 ? 'Close' : 'Keep it'}
          </Button>
          {found !== undefined && found.wanted > 0 && (
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {found.wanted === 1 ? 'Put it up for deletion' : `Put ${found.wanted.toLocaleString()} up for deletion`}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Found({ found: { wanted, cannotReturn, faults }, thing }: { found: RemovalResult; thing: string }) {
  return (
    <>
      {wanted > 0 && (
        <>
          <p>
            Nothing is sent now. The next changes to review show {wanted === 1 ? 'it' : 'them'} apart from the rest, and
            are only sent once you have typed “delete”.
          </p>
          <Notice tone="attention">
            <strong>What does not come back</strong>
            <ul className={classes.lost} aria-label="What does not come back">
              {cannotReturn.map(sentence => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Notice>
          <p className={form.aside}>
            In the hub {wanted === 1 ? `the ${thing} stays` : `the ${thing}s stay`}, with all history, and nothing makes{' '}
            {wanted === 1 ? 'it' : 'them'} in the store again.
            {thing === 'product' && ' To take a product off sale only, edit “Visible” instead: that can be undone.'}
          </p>
        </>
      )}
      {faults.length > 0 && (
        <section aria-label="Can’t be deleted">
          <strong>
            {wanted === 0 && faults.length === 1
              ? 'It can’t be deleted'
              : `${count(faults.length, thing)} can’t be deleted`}
          </strong>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <ul className={classes.faults} tabIndex={0} aria-label="Why not">
            {faults.map(({ listingId, offerId, name, reason, fix }) => (
              <li key={`${listingId} ${offerId}`}>
                <bdi>{name.trim() === '' ? 'Without a name' : name}</bdi>: {reason} {fix}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
