import { useMutation } from '@tanstack/react-query'
import type { SkuFault } from '../../../api/contract/catalog.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { productsChanged } from '../../products-changed.ts'

export interface SkuPattern {
  readonly pattern: string
  readonly faults: SkuFault[]
}

/** Takes back the SKUs of a fill. */
export function useUndoSkuFill() {
  return useMutation({
    mutationFn: (fillId: string) => call('POST /api/sku-fills/:fillId/undo', { params: { fillId } }),
    onSuccess: ({ undone }) => tellDone(`${count(undone, 'SKU')} taken back.`),
    onError: tellFailure,
    onSettled: productsChanged,
  })
}

/** Gives SKUs from a pattern, with the way back. */
export function useSkuFill(onDone: () => void) {
  const undo = useUndoSkuFill()
  return useMutation({
    mutationFn: (body: SkuPattern) => call('POST /api/sku-fills', { body }),
    onSuccess: ({ id, filled }) => {
      onDone()
      tellDone(`${count(filled, 'SKU')} given.`, () => undo.mutate(id))
    },
    onSettled: productsChanged,
  })
}
