import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
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
    mutationFn: async (fillId: string) => {
      let undone = 0
      for (let left = true; left; ) {
        const part = await call('POST /api/sku-fills/:fillId/undo', { params: { fillId } })
        undone += part.undone
        left = part.left
      }
      return { undone }
    },
    onSuccess: ({ undone }) => tellDone(`${count(undone, 'SKU')} taken back.`),
    onError: tellFailure,
    onSettled: productsChanged,
  })
}

/** Gives SKUs from a pattern, part by part, with the way back. `filled` so far; `stop` ends it after the part under way. */
export function useSkuFill(onDone: () => void) {
  const undo = useUndoSkuFill()
  const [filled, setFilled] = useState(0)
  const [isStopping, setStopping] = useState(false)
  const mayGoOn = useRef(true)
  const fill = useMutation({
    mutationFn: async (body: SkuPattern) => {
      mayGoOn.current = true
      setFilled(0)
      let part = await call('POST /api/sku-fills', { body })
      setFilled(part.filled)
      while (part.next !== null && mayGoOn.current) {
        part = await call('POST /api/sku-fills', { body: { ...body, goOn: { fillId: part.id, after: part.next } } })
        setFilled(part.filled)
      }
      return part
    },
    onSuccess: ({ id, filled: all, next }) => {
      onDone()
      const words = next === null ? `${count(all, 'SKU')} given.` : `Stopped after ${count(all, 'SKU')}.`
      tellDone(words, () => undo.mutate(id))
    },
    onSettled: () => {
      setStopping(false)
      productsChanged()
    },
  })
  const stop = () => {
    mayGoOn.current = false
    setStopping(true)
  }
  return { ...fill, filled, isStopping, stop }
}
