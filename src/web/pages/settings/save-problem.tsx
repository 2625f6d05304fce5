import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { HubProblem } from '../../client.ts'
import { type ConnectionValues, handToNewChannel } from '../../handoff.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'

interface Props {
  readonly error: unknown
  readonly values: ConnectionValues
  readonly isSaving: boolean
  readonly onKeep: () => void
}

/** Why the credentials were not kept, and the way on from there. What was typed stays. */
export function SaveProblem({ error, values, isSaving, onKeep }: Props) {
  const navigate = useNavigate()
  const code = error instanceof HubProblem ? error.code : ''
  const about = error instanceof HubProblem ? error.about : {}
  const channelId = about.channelId
  if (code === 'store_unreachable') {
    return (
      <ProblemAlert error={error}>
        <Button variant="default" loading={isSaving} onClick={onKeep}>
          Keep and try again by itself
        </Button>
      </ProblemAlert>
    )
  }
  if (code === 'store_already_connected' && channelId !== undefined) {
    return (
      <ProblemAlert error={error}>
        <LinkButton to="/channels/$channelId" params={{ channelId }} variant="default">
          Open {about.channelName ?? 'that channel'}
        </LinkButton>
      </ProblemAlert>
    )
  }
  if (code === 'store_differs') {
    const addChannel = () => {
      handToNewChannel({ values, save: false, panelUrl: null })
      void navigate({ to: '/channels/add', ignoreBlocker: true })
    }
    return (
      <ProblemAlert error={error}>
        <Button variant="default" onClick={addChannel}>
          Add a new channel for this store
        </Button>
      </ProblemAlert>
    )
  }
  return <ProblemAlert error={error} />
}
