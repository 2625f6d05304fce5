import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMakePlan } from '../../pages/plan/use-plan.ts'
import { tellFailure } from '../undo.tsx'

interface ToSend {
  readonly channelId: string
  readonly name: string
}

/** Computes what would be sent to a channel and leads to it, where one more click sends it. */
export function ReviewAndSend({ channels }: { readonly channels: readonly ToSend[] }) {
  const [only] = channels
  if (only === undefined) return null
  if (channels.length === 1) return <OneChannel channelId={only.channelId} />
  return (
    <Menu position="top-end" withinPortal={false}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} aria-hidden />}>Review and send</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {channels.map(channel => (
          <OneOfSeveral key={channel.channelId} channel={channel} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function OneChannel({ channelId }: { channelId: string }) {
  const plan = useMakePlan(channelId)
  return (
    <Button loading={plan.isPending} onClick={() => plan.mutate(undefined, { onError: tellFailure })}>
      Review and send
    </Button>
  )
}

function OneOfSeveral({ channel: { channelId, name } }: { channel: ToSend }) {
  const plan = useMakePlan(channelId)
  return (
    <Menu.Item
      closeMenuOnClick={false}
      disabled={plan.isPending}
      onClick={() => plan.mutate(undefined, { onError: tellFailure })}
    >
      <bdi>{name}</bdi>
    </Menu.Item>
  )
}
