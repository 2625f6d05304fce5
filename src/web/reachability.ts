import { useSyncExternalStore } from 'react'

/** Whether the hub answers. While it does not, it is asked every two seconds until it does. */

const askAgainMs = 2_000

let reachable = true
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
const returns = new Set<() => void>()

export function heardFromHub(): void {
  clearTimeout(timer)
  timer = undefined
  if (reachable) return
  reachable = true
  for (const tell of listeners) tell()
  for (const tell of returns) tell()
}

export function hubIsSilent(): void {
  if (reachable) {
    reachable = false
    for (const tell of listeners) tell()
  }
  timer ??= setTimeout(ask, askAgainMs)
}

/** Asks once, for example when the event stream broke off. */
export async function ask(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  try {
    const response = await fetch('/api/hub', { cache: 'no-store' })
    if (response.ok) heardFromHub()
    else hubIsSilent()
  } catch {
    hubIsSilent()
  }
}

/** Calls back whenever the hub answers again after a silence. */
export function onHubReturn(tell: () => void): () => void {
  returns.add(tell)
  return () => returns.delete(tell)
}

/** Asks, and waits as long as it is silent. */
export async function whenHubAnswers(): Promise<void> {
  await ask()
  if (reachable) return
  await new Promise<void>(resolve => {
    const stop = onHubReturn(() => {
      stop()
      resolve()
    })
  })
}

export function useHubReachable(): boolean {
  return useSyncExternalStore(
    tell => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => reachable,
  )
}
