import { expect, it } from 'vitest'
import { Notices, type NumberedNotice } from './notices.ts'

const changed = (channelId: string) => ({ type: 'channel_changed', channelId }) as const

it('gives a screen that was away what it missed in its own workspace, and no more', () => {
  const notices = new Notices(100)
  notices.publish('wsp_a', changed('chn_1'))
  notices.publish('wsp_b', changed('chn_2'))
  notices.publish('wsp_a', changed('chn_3'))
  expect(notices.since('wsp_a', 100)?.map(kept => kept.id)).toEqual([102])
  expect(notices.since('wsp_a', 102)).toEqual([])
})

it('says that it does not know what was missed after a restart or a long absence', () => {
  const notices = new Notices(100)
  expect(notices.since('wsp_a', 42)).toBeNull()
  expect(notices.since('wsp_a', 100)).toBeNull()
  for (let index = 0; index < 600; index += 1) notices.publish('wsp_a', changed('chn_1'))
  expect(notices.since('wsp_a', 150)).toBeNull()
  expect(notices.since('wsp_a', 650)).toHaveLength(49)
})

it('stops telling a listener that left', () => {
  const notices = new Notices(1)
  const heard: NumberedNotice[] = []
  const leave = notices.listen(notice => heard.push(notice))
  notices.publish('wsp_a', changed('chn_1'))
  leave()
  notices.publish('wsp_a', changed('chn_1'))
  expect(heard).toHaveLength(1)
})
