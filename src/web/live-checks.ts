import { useSyncExternalStore } from 'react'
import type { Check, CheckRow } from '../api/contract/channels.ts'

/** The rows of the connection doctor as they come, by channel. What the hub has stored is the truth afterwards. */
export interface LiveCheck {
  readonly checkId: string
  readonly rows: readonly CheckRow[]
  readonly running: boolean
}

/** Longer than the slowest single row: after that nobody is checking any more. */
const silenceMs = 45_000

const checks = new Map<string, LiveCheck>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

function put(channelId: string, check: LiveCheck | undefined): void {
  clearTimeout(timers.get(channelId))
  if (check === undefined) checks.delete(channelId)
  else checks.set(channelId, check)
  if (check?.running === true) {
    timers.set(
      channelId,
      setTimeout(() => endLiveCheck(channelId), silenceMs),
    )
  }
  for (const tell of listeners) tell()
}

export function startLiveCheck(channelId: string, checkId: string): void {
  put(channelId, { checkId, rows: [], running: true })
}

export function addLiveRow(channelId: string, checkId: string, row: CheckRow): void {
  const known = checks.get(channelId)
  const before = known?.checkId === checkId ? known.rows : []
  put(channelId, { checkId, rows: [...before.filter(other => other.key !== row.key), row], running: true })
}

/** No more rows will come, of this check or of any; the ones that came stay on the screen. */
export function endLiveCheck(channelId: string, checkId?: string): void {
  const known = checks.get(channelId)
  if (checkId !== undefined && known?.checkId !== checkId) return
  if (known?.running === true) put(channelId, { ...known, running: false })
}

/** All rows of a check whose credentials were not kept. */
export function keepRefusedRows(channelId: string, checkId: string, rows: readonly CheckRow[]): void {
  put(channelId, { checkId, rows, running: false })
}

/** The hub's own record of the check has arrived and takes over. */
export function forgetLiveCheck(channelId: string): void {
  put(channelId, undefined)
}

export function forgetLiveChecks(): void {
  for (const channelId of [...checks.keys()]) put(channelId, undefined)
}

export function useLiveCheck(channelId: string): LiveCheck | undefined {
  return useSyncExternalStore(
    tell => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => checks.get(channelId),
  )
}

export interface ShownCheck {
  readonly rows: readonly CheckRow[]
  readonly running: boolean
  /** When it ended; null while it runs, or when only its rows are known. */
  readonly finishedAt: string | null
}

/** What the doctor panel shows: the check that is under way, else the one that the hub remembers. */
export function shownCheck(stored: Check | null, live: LiveCheck | undefined): ShownCheck | null {
  if (live !== undefined && (stored?.id !== live.checkId || stored.finishedAt === null)) {
    const early = stored?.id === live.checkId ? stored.rows : []
    const liveKeys = new Set(live.rows.map(row => row.key))
    const rows = [...early.filter(row => !liveKeys.has(row.key)), ...live.rows]
    return { rows, running: live.running, finishedAt: null }
  }
  if (stored === null) return null
  return { rows: stored.rows, running: stored.finishedAt === null, finishedAt: stored.finishedAt }
}
