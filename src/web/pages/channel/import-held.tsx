import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { useLiveCheck } from '../../live-checks.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Notice } from '../../parts/notice.tsx'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { runChanged } from '../../run-queries.ts'
import { useRunCheck } from '../settings/use-save-connection.ts'
import classes from './import.module.css'

interface Props {
  readonly channelId: string
  readonly held: CatalogState['heldRun']
}

/** So many products were missing at once that the hub did not believe it: somebody has to look. */
export function ImportHeld({ channelId, held }: Props) {
  if (held === null) return null
  return <Held key={held.id} channelId={channelId} held={held} />
}

function Held({ channelId, held }: { channelId: string; held: NonNullable<Props['held']> }) {
  const [isOpen, dialog] = useDisclosure(false)
  const check = useRunCheck(channelId)
  const isChecking = useLiveCheck(channelId)?.running === true || check.isPending
  const believe = useMutation({
    mutationFn: () => call('POST /api/runs/:runId/believe-missing', { params: { runId: held.id } }),
    onSuccess: ({ gone }) => {
      dialog.close()
      tellDone(`${count(gone, 'product is', 'products are')} marked as gone from the store.`)
    },
    onSettled: () => runChanged({ id: held.id, channelId }),
  })
  const many = count(held.held, 'product is', 'products are')
  return (
    <Notice tone="attention">
      <p>
        <strong>{many} missing from the store’s list.</strong> That is more than usual, so nothing was marked. A store
        under maintenance or a new API account can look like this.{' '}
        <Link to="/activity/$runId" params={{ runId: held.id }} search={{ rows: 'held' }}>
          See which
        </Link>
      </p>
      <div className={classes.buttons}>
        <Button
          variant="default"
          loading={isChecking}
          onClick={() => check.mutate(undefined, { onError: tellFailure })}
        >
          Check connection
        </Button>
        <Button variant="default" onClick={dialog.open}>
          They are really gone
        </Button>
      </div>
      {isOpen && (
        <Confirm
          title="Mark them as gone from the store?"
          confirm={`Mark ${count(held.held, 'product')}`}
          mutation={believe}
          onClose={dialog.close}
        >
          They are shown as gone from the store on this channel. The products stay in the hub with their history, and on
          every other channel. If the store shows one of them again, the next import takes the mark away.
        </Confirm>
      )}
    </Notice>
  )
}
