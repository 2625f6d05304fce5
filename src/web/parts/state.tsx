import type { ChannelState } from '../../api/contract/channels.ts'
import classes from './state.module.css'

export const stateWords: Readonly<Record<ChannelState, string>> = {
  not_connected: 'Not connected',
  connected: 'Connected (reads only)',
  live: 'Live',
  stopped: 'Writing stopped',
  paused: 'Paused',
  needs_attention: 'Needs attention',
}

/** The state as a small sign whose shape, not only its color, tells the six apart. */
export function StateDot({ state }: { state: ChannelState }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={classes.dot} data-state={state}>
      {shapes[state]}
    </svg>
  )
}

const shapes: Readonly<Record<ChannelState, React.ReactNode>> = {
  not_connected: (
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.500" strokeDasharray="2.100 2.088" />
  ),
  connected: (
    <>
      <circle cx="6" cy="6" r="4.250" fill="none" stroke="currentColor" strokeWidth="1.500" />
      <circle cx="6" cy="6" r="2" fill="currentColor" />
    </>
  ),
  live: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  stopped: <path d="M3.800 1h4.400L11 3.800v4.400L8.200 11H3.800L1 8.200V3.800Z" fill="currentColor" />,
  paused: (
    <g fill="currentColor">
      <rect x="2.500" y="2" width="2.500" height="8" rx="1" />
      <rect x="7" y="2" width="2.500" height="8" rx="1" />
    </g>
  ),
  needs_attention: <path d="M6 1 11.400 10.600H.6Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
}

export function StateBadge({ state }: { state: ChannelState }) {
  return (
    <span className={classes.badge} data-state={state}>
      <StateDot state={state} />
      {stateWords[state]}
    </span>
  )
}
