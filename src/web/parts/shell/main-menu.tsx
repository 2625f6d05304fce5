import { IconBuildingStore, IconGitCompare, IconHistory, IconHome, IconPackages } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { driftCountsQuery } from '../../drift-queries.ts'
import { amountOf } from '../../format.ts'
import { toDoQuery } from '../../plan-queries.ts'
import { channelsQuery } from '../../queries.ts'
import { waitingQuery } from '../../review-queries.ts'
import { StateDot, stateWords } from '../state.tsx'
import classes from './main-menu.module.css'

/** The menu on the left: the dashboard, all channels with the state of each, what waits for a decision, and what was done. */
export function MainMenu() {
  const channels = useQuery(channelsQuery).data ?? []
  const waiting = useQuery(waitingQuery).data ?? 0
  const open = useParams({ strict: false })
  return (
    <nav aria-label="Main menu" className={classes.menu}>
      <ul className={classes.list}>
        <li>
          <Link to="/" className={classes.item} activeOptions={{ exact: true }}>
            <IconHome size={18} stroke={1.7} aria-hidden />
            Dashboard
          </Link>
        </li>
        <li>
          <Link to="/channels" className={classes.item} activeOptions={{ exact: true }}>
            <IconBuildingStore size={18} stroke={1.7} aria-hidden />
            All Channels
          </Link>
          {channels.length > 0 && (
            <ul className={classes.list} aria-label="Channels">
              {channels.map(channel => (
                <li key={channel.id}>
                  <Link
                    to="/channels/$channelId"
                    params={{ channelId: channel.id }}
                    className={classes.channel}
                    title={`${channel.name}: ${stateWords[channel.state]}`}
                  >
                    <StateDot state={channel.state} />
                    <bdi className={classes.name}>{channel.name}</bdi>
                    <span className="cw-sr">, {stateWords[channel.state]}</span>
                  </Link>
                  {open?.channelId === channel.id && (
                    <>
                      <Link
                        to="/channels/$channelId/products"
                        params={{ channelId: channel.id }}
                        className={classes.below}
                      >
                        Products
                      </Link>
                      <ChangesLink channelId={channel.id} />
                      <EditedLink channelId={channel.id} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </li>
        <li>
          <span className={classes.group}>
            <IconPackages size={18} stroke={1.7} aria-hidden />
            Inventory
          </span>
          <ul className={classes.list} aria-label="Inventory">
            <li>
              <Link to="/inventory/products" className={classes.below}>
                Products
              </Link>
            </li>
          </ul>
        </li>
        <li>
          <Link to="/review" className={classes.item}>
            <IconGitCompare size={18} stroke={1.7} aria-hidden />
            Review
            {waiting > 0 && (
              <span className={classes.amount}>
                <span className="cw-sr">, </span>
                {waiting.toLocaleString()}
                <span className="cw-sr"> waiting</span>
              </span>
            )}
          </Link>
        </li>
        <li>
          <Link to="/activity" className={classes.item}>
            <IconHistory size={18} stroke={1.7} aria-hidden />
            Activity
          </Link>
        </li>
      </ul>
    </nav>
  )
}

/** Leads to what waits to be sent, and says how much that is. */
function ChangesLink({ channelId }: { channelId: string }) {
  const changes = useQuery(toDoQuery(channelId)).data?.changes ?? 0
  return (
    <Link to="/channels/$channelId/changes" params={{ channelId }} className={classes.below}>
      Changes to review
      {changes > 0 && (
        <span className={classes.amount}>
          <span className="cw-sr">, </span>
          {changes.toLocaleString()}
          <span className="cw-sr"> to send</span>
        </span>
      )}
    </Link>
  )
}

/** Leads to what was edited in the store, and says how much of it waits for a decision. */
function EditedLink({ channelId }: { channelId: string }) {
  const edits = useQuery(driftCountsQuery).data?.get(channelId)
  return (
    <Link to="/channels/$channelId/edited" params={{ channelId }} className={classes.below}>
      Edited in the store
      {edits !== undefined && edits.count > 0 && (
        <span className={classes.amount}>
          <span className="cw-sr">, </span>
          {amountOf(edits)}
          <span className="cw-sr"> to decide</span>
        </span>
      )}
    </Link>
  )
}
