import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { Run } from '../../../api/contract/runs.ts'
import { call } from '../../client.ts'
import { queryClient } from '../../queries.ts'
import { runChanged, runQuery } from '../../run-queries.ts'
import { Confirm } from '../confirm.tsx'

/** Stops an import, after asking: reading a large catalog again takes its time. */
export function CancelRun({ run }: { run: Run }) {
  const [isOpen, dialog] = useDisclosure(false)
  const cancel = useMutation({
    mutationFn: () => call('POST /api/runs/:runId/cancel', { params: { runId: run.id } }),
    onSuccess: answer => {
      queryClient.setQueryData(runQuery(run.id).queryKey, answer)
      dialog.close()
    },
    onSettled: () => runChanged(run),
  })
  return (
    <>
      <Button variant="default" disabled={run.cancelling} onClick={dialog.open}>
        {run.cancelling ? 'Stopping…' : 'Cancel import'}
      </Button>
      {isOpen && (
        <Confirm
          title="Stop this import?"
          confirm="Stop importing"
          keep="Go on importing"
          mutation={cancel}
          onClose={dialog.close}
        >
          What it has read so far stays in the hub and can be used. Nothing in the store is changed. The next import
          reads the whole catalog again.
        </Confirm>
      )}
    </>
  )
}
