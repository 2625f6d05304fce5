import { Link } from '@tanstack/react-router'
import type { Channel } from '../../api/contract/channels.ts'
import { SandboxTag } from '../parts/sandbox-tag.tsx'
import { StateBadge } from '../parts/state.tsx'
import table from '../parts/table.module.css'

export function ChannelTable({ channels }: { channels: readonly Channel[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Channel</th>
          <th scope="col">Type</th>
          <th scope="col">Store</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {channels.map(channel => (
          <tr key={channel.id} className={table.clickable}>
            <th scope="row" data-label="Channel">
              <Link to="/channels/$channelId" params={{ channelId: channel.id }} className={table.rowLink}>
                <bdi>{channel.name}</bdi>
              </Link>
            </th>
            <td data-label="Type">
              {channel.kindTitle} {channel.sandbox && <SandboxTag />}
            </td>
            <td data-label="Store">
              {channel.store === null ? (
                <span className={table.muted}>None yet</span>
              ) : (
                <>
                  <bdi>{channel.store.name}</bdi>
                  <div className={`${table.muted} ${table.unbroken}`}>{channel.store.domain}</div>
                </>
              )}
            </td>
            <td data-label="State">
              <StateBadge state={channel.state} />
              {channel.attention !== null && <div className={table.note}>{channel.attention}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
