export type ChannelState = 'not_connected' | 'connected' | 'live' | 'stopped' | 'paused' | 'needs_attention'

interface ChannelFacts {
  readonly connected: boolean
  readonly attention: string | null
  readonly pausedAt: Date | null
  /** Whether any part is switched on, and whether writing is stopped, here or for all channels. */
  readonly live: boolean
  readonly stopped: boolean
}

/** What a merchant is told first about a channel: trouble outranks a pause, for it stays when the pause ends. */
export function channelState(facts: ChannelFacts): ChannelState {
  if (!facts.connected) return 'not_connected'
  if (facts.attention !== null) return 'needs_attention'
  if (facts.pausedAt !== null) return 'paused'
  if (!facts.live) return 'connected'
  return facts.stopped ? 'stopped' : 'live'
}
