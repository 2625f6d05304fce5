import { queryClient } from './queries.ts'

/** When lists of products and product pages are read again. Their keys begin with one of these words. */
const begins = ['listings', 'products', 'product']

/** Somebody changed matches, SKUs or choices, or a run began or ended. */
export function productsChanged(): void {
  for (const begin of begins) void queryClient.invalidateQueries({ queryKey: [begin] })
}

/** A pull tells of itself twice a second; a list that somebody reads should not jump as often. */
const calmMs = 4_000
const waiting = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let readAtMs = 0

/** What a pull took is in the lists: those on the screen are read again, every few seconds at the most. */
export function rowsArrived(channelId: string): void {
  waiting.add(channelId)
  if (timer === undefined) timer = setTimeout(readAgain, Math.max(0, readAtMs + calmMs - Date.now()))
}

function readAgain(): void {
  for (const channelId of waiting) void queryClient.invalidateQueries({ queryKey: ['listings', channelId] })
  waiting.clear()
  timer = undefined
  readAtMs = Date.now()
  for (const begin of ['products', 'product']) void queryClient.invalidateQueries({ queryKey: [begin] })
}
