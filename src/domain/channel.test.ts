import { expect, it } from 'vitest'
import { channelState } from './channel.ts'

it('tells trouble before a pause, and nothing of a channel without credentials', () => {
  const facts = { connected: true, attention: null, pausedAt: null }
  expect(channelState(facts)).toBe('connected')
  expect(channelState({ ...facts, pausedAt: new Date(0) })).toBe('paused')
  expect(channelState({ ...facts, pausedAt: new Date(0), attention: 'The store refused.' })).toBe('needs_attention')
  expect(channelState({ ...facts, connected: false })).toBe('not_connected')
})
