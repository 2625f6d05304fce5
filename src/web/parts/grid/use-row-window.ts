import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

interface Options {
  readonly count: number
  /** About how high a row is, in px. */
  readonly rowHeight: number
  /** What sticks to the top of the window and covers rows, in px. */
  readonly covered: number
  /** By what a row is known, where rows change their places and heights. */
  readonly keyOf?: (index: number) => string
}

export interface RowWindow<Frame extends HTMLElement> {
  /** The rows to draw, and the room to leave for those before and after them. */
  readonly items: readonly VirtualItem[]
  readonly before: number
  readonly after: number
  /** Stands on the element that holds all the rows. */
  readonly frame: RefObject<Frame | null>
  /** Stands on every row, which also carries its place as `data-index`. */
  readonly measure: (element: HTMLElement | null) => void
  readonly reveal: (index: number) => void
}

/** Which rows of a long list are on the screen, while the whole page scrolls. */
export function useRowWindow<Frame extends HTMLElement>({
  count,
  rowHeight,
  covered,
  keyOf,
}: Options): RowWindow<Frame> {
  const frame = useRef<Frame>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (frame.current === null) return
    const now = Math.round(frame.current.getBoundingClientRect().top + window.scrollY)
    if (now !== top) setTop(now)
  })
  const virtual = useWindowVirtualizer<HTMLElement>({
    count,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollMargin: top,
    scrollPaddingStart: covered,
    scrollPaddingEnd: 8,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  })
  // Another width of the window, another height of all rows, also of those that were measured.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the height changes, and only then
  useLayoutEffect(() => virtual.measure(), [rowHeight])
  const items = virtual.getVirtualItems()
  const firstTop = items[0]?.start ?? top
  const lastBottom = items.at(-1)?.end ?? top
  return {
    items,
    before: firstTop - top,
    after: Math.max(0, virtual.getTotalSize() - (lastBottom - top)),
    frame,
    measure: virtual.measureElement,
    reveal: index => virtual.scrollToIndex(index, { align: 'auto' }),
  }
}
