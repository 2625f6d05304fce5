import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useState } from 'react'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import { useRowWindow } from '../../parts/grid/use-row-window.ts'
import { keyOf } from './variant-words.ts'

/** Which of many variants are drawn, and which of those are open; heights in CSS pixels. */
export function useVariantWindow(
  variants: readonly VariantRow[],
  { rowHeight, cardHeight }: { readonly rowHeight: number; readonly cardHeight: number },
) {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const drawn = useRowWindow<HTMLTableElement>({
    count: variants.length,
    rowHeight: isNarrow ? cardHeight : rowHeight,
    covered: 0,
    keyOf: index => keyOf(variants[index]),
  })
  const toggle = useCallback((key: string) => {
    setOpen(old => new Set(old.has(key) ? [...old].filter(other => other !== key) : [...old, key]))
  }, [])
  return { ...drawn, open, toggle }
}
