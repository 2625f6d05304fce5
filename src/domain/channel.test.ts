import { expect, it } from 'vitest'
import { channelState } from './channel.ts'

it('tells trouble before a pause, and nothing of a channel without credentials', () => {
  const facts = { connected: true, attention: null, pausedAt: null, live: false, stopped: false }
  expect(channelState(facts)).toBe('connected')
  expect(channelState({ ...facts, pausedAt: new Date(0) })).toBe('paused')
  expect(channelState({ ...facts, pausedAt: new Date(0), attention: 'The store refused.' })).toBe('needs_attention')
  expect(channelState({ ...facts, connected: false, live: true })).toBe('not_connected')
})

it('calls a channel live while something may be written to it', () => {
  const facts = { connected: true, attention: null, pausedAt: null, live: true, stopped: false }
  expect(channelState(facts)).toBe('live')
  expect(channelState({ ...facts, stopped: true })).toBe('stopped')
  expect(channelState({ ...facts, live: false, stopped: true })).toBe('connected')
  expect(channelState({ ...facts, pausedAt: new Date(0) })).toBe('paused')
})
