import { describe, expect, it } from 'vitest'
import { may, mustBeAllowed } from './access.ts'

const owner = { kind: 'person', userId: 'usr_1', name: 'Ada', role: 'owner' } as const
const stranger = { ...owner, role: null } as const

describe('what an actor may do', () => {
  it('lets an owner manage channels, but nobody reset a password from a browser', () => {
    expect(may(owner, 'channels.manage')).toBe(true)
    expect(may(owner, 'users.reset_password')).toBe(false)
    expect(may({ kind: 'machine' }, 'users.reset_password')).toBe(true)
  })

  it('lets somebody who is no member of the workspace do nothing', () => {
    expect(may(stranger, 'channels.read')).toBe(false)
    expect(() => mustBeAllowed(stranger, 'channels.read')).toThrow(expect.objectContaining({ code: 'not_allowed' }))
  })

  it('keeps schedules to channels', () => {
    const schedule = { kind: 'schedule', name: 'recheck' } as const
    expect(may(schedule, 'channels.manage')).toBe(true)
    expect(may(schedule, 'users.read')).toBe(false)
  })

  it('lets a channel go live by a person or a command alone', () => {
    expect(may(owner, 'channels.go_live')).toBe(true)
    expect(may({ kind: 'machine' }, 'channels.go_live')).toBe(true)
    expect(may({ kind: 'schedule', name: 'recheck' }, 'channels.go_live')).toBe(false)
    expect(may(stranger, 'channels.go_live')).toBe(false)
  })
})
