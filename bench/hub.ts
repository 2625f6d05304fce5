import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../src/api/contract/runs.ts'
import { Browser, owner } from '../test/support/hub.ts'
import { Child } from './child.ts'
import type { OpenStore } from './sandbox-process.ts'

/** A whole hub in a process of its own, with its owner signed in. */
export interface BenchHub {
  readonly browser: Browser
  peakMemoryMb(): Promise<number>
  close(): Promise<void>
}

export async function startHub(): Promise<BenchHub> {
  const child = new Child('hub-process.ts', {})
  const browser = new Browser(await child.next<string>())
  await browser.call('POST /api/owner', { body: owner })
  return { browser, peakMemoryMb: () => child.ask('memory'), close: () => child.end() }
}

const lookEveryMs = 500
const longestRunMs = 30 * 60_000

/** Connects a store, and waits until the import that begins with it has ended. */
export async function importStore(
  { browser }: BenchHub,
  store: OpenStore,
  name: string,
): Promise<{ channelId: string; run: Run; seconds: number }> {
  const { storeHash, clientId, clientSecret, accessToken, apiAddress } = store
  const channel = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })
  const params = { channelId: channel.id }
  await browser.call('PUT /api/channels/:channelId/connection', {
    params,
    body: { storeHash, clientId, clientSecret, accessToken, apiAddress },
  })
  const startedAt = performance.now()
  while (performance.now() - startedAt < longestRunMs) {
    const { runs } = await browser.call('GET /api/runs', { query: { channelId: channel.id, limit: 1 } })
    const [run] = runs
    if (run !== undefined && run.finishedAt !== null) {
      if (run.state !== 'done') throw new Error(`The import ended as ${run.state}: ${run.problem}`)
      return { channelId: channel.id, run, seconds: (performance.now() - startedAt) / 1_000 }
    }
    await sleep(lookEveryMs)
  }
  throw new Error('The import does not end.')
}
