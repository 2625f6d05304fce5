import { type KeyboardEvent, useCallback } from 'react'

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys go from the link of one row to that of the next; the list follows. */
export function useArrows(count: number, reveal: (index: number) => void) {
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const step = steps[event.key]
      const { currentTarget, target } = event
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element)) return
      const here = target.closest('[data-index]')?.getAttribute('data-index')
      if (here === null || here === undefined) return
      const next = Number(here) + step
      if (next < 0 || next >= count) return
      event.preventDefault()
      reveal(next)
      focusRow(currentTarget, next)
      // Where the row was not drawn yet, it is after the next frame.
      requestAnimationFrame(() => focusRow(currentTarget, next))
    },
    [count, reveal],
  )
}

function focusRow(table: HTMLElement, index: number): void {
  const link = table.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`)
  link?.focus({ preventScroll: true })
}

/** From outside of the table, such as the search field: the first row that is drawn. */
export function focusFirstRow(): void {
  document.querySelector<HTMLElement>('tr[data-index] a')?.focus()
}
