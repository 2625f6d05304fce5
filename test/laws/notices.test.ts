import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Notices, type NumberedNotice } from '../../src/engine/notices.ts'

const workspaces = ['wsp_1', 'wsp_2', 'wsp_3'] as const
/** Whose notices come after each other: a pattern that is repeated, so that many are still quick to make smaller. */
const publishings = fc
  .tuple(fc.nat(1_200), fc.array(fc.constantFrom(...workspaces), { minLength: 1, maxLength: 12 }))
  .map(([count, pattern]) => Array.from({ length: count }, (_, index) => pattern[index % pattern.length] ?? 'wsp_1'))
/** Half of the screens come back just when what they missed is being forgotten. */
const missedCount = fc.oneof(fc.nat(), fc.integer({ min: 499, max: 502 }))
const firstId = fc.integer({ min: 1, max: 2 ** 50 })

/** Publishes one notice for each name, and gives back what somebody heard who listened from the start. */
function publishAll(notices: Notices, order: readonly string[]): NumberedNotice[] {
  const heard: NumberedNotice[] = []
  const leave = notices.listen(notice => heard.push(notice))
  order.forEach((workspace, index) => {
    notices.publish(workspace, { type: 'channel_changed', channelId: `chn_${index}` })
  })
  leave()
  return heard
}

describe('notices', () => {
  it('reach whoever listens once each, in order, with numbers that only grow', () => {
    fc.assert(
      fc.property(firstId, publishings, (first, order) => {
        const heard = publishAll(new Notices(first), order)
        expect(heard.map(({ id }) => id)).toEqual(order.map((_, index) => first + index))
        expect(heard.map(({ workspace }) => workspace)).toEqual(order)
      }),
      { numRuns: 30 },
    )
  })

  it('are caught up with whole and without others’, or not at all', () => {
    fc.assert(
      fc.property(
        firstId,
        publishings,
        missedCount,
        fc.constantFrom(...workspaces),
        (first, order, count, workspace) => {
          const notices = new Notices(first)
          const heard = publishAll(notices, order)
          const lastSeen = first - 1 + order.length - (count % (order.length + 1))
          const missed = notices.since(workspace, lastSeen)
          const all = heard.filter(({ id }) => id > lastSeen)
          // The latest 500 are kept: whoever missed no more than that is never sent to read everything again.
          if (all.length <= 500) expect(missed).not.toBeNull()
          if (missed !== null) expect(missed).toEqual(all.filter(notice => notice.workspace === workspace))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('of another process are known for what they are', () => {
    fc.assert(
      fc.property(firstId, publishings, fc.integer({ min: 1, max: 1_000_000 }), (first, order, far) => {
        const notices = new Notices(first)
        publishAll(notices, order)
        expect(notices.since('wsp_1', first - 1 - far)).toBeNull()
        expect(notices.since('wsp_1', first + order.length - 1 + far)).toBeNull()
      }),
      { numRuns: 50 },
    )
  })
})
