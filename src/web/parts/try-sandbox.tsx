import { Button, type ButtonProps } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call, HubProblem } from '../client.ts'
import { handTo } from '../handoff.ts'
import { channelsQuery, queryClient } from '../queries.ts'
import { tellFailure } from './undo.tsx'

/** One click: a practice store starts inside the hub, and its form is filled and saved before your eyes. */
export function TrySandboxButton(props: ButtonProps) {
  const navigate = useNavigate()
  const start = useMutation({
    mutationFn: () => call('POST /api/sandbox-channel'),
    onSuccess: async ({ channelId, credentials, panelUrl }) => {
      handTo(channelId, { values: credentials, save: true, panelUrl })
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      await navigate({ to: '/channels/$channelId/settings/api-connection', params: { channelId } })
    },
    onError: async error => {
      const channelId = error instanceof HubProblem ? error.about.channelId : undefined
      if (channelId === undefined) return tellFailure(error)
      // It is here already, from another tab.
      await navigate({ to: '/channels/$channelId', params: { channelId } })
    },
  })
  return (
    <Button
      variant="default"
      leftSection={<IconFlask size={16} aria-hidden />}
      loading={start.isPending}
      onClick={() => start.mutate()}
      {...props}
    >
      Try it with a sandbox store
    </Button>
  )
}
