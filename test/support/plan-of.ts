import { expect } from 'vitest'
import type { Plan } from '../../src/api/contract/plans.ts'
import type { Browser } from './hub.ts'

/** A plan of a channel, as a person makes it. Right after it was made, the hub must not say that there is more to do. */
export async function planOf(browser: Browser, channelId: string): Promise<Plan> {
  const params = { channelId }
  const made = await browser.call('POST /api/channels/:channelId/plans', { params })
  const toDo = await browser.call('GET /api/channels/:channelId/to-do', { params })
  expect(toDo).toMatchObject({ plan: { id: made.id }, unplanned: 0 })
  return made
}
