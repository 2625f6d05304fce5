import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { call, HubProblem } from '../../client.ts'
import { focusFirstError } from '../../parts/form-errors.ts'
import { tellDone } from '../../parts/undo.tsx'
import { toDoChanged } from '../../plan-queries.ts'
import { productsChanged } from '../../products-changed.ts'
import type { Option } from '../product/combinations.ts'
import {
  bodyOf,
  chosenOf,
  combinationsOf,
  emptyDraft,
  type Faults,
  faultsAt,
  nothingTyped,
  onlyOfFields,
  placeOfVariant,
  type TypedVariant,
  withoutFaults,
} from './draft.ts'

const variantPlaces = ['sku', 'price', 'optionValues']

/** What is typed of a new product, what is wrong with it, and the way to make it. */
export function useNewProduct() {
  const navigate = useNavigate()
  const [draft, setDraft] = useState(emptyDraft)
  const [faults, setFaults] = useState<Faults>({})
  const combinations = useMemo(() => combinationsOf(draft.options), [draft.options])
  const chosen = useMemo(() => chosenOf(combinations ?? [], draft), [combinations, draft])
  const [refusals, setRefusals] = useState(0)
  const isAsked = useRef(false)
  const make = useMutation({
    mutationFn: () => call('POST /api/products', { body: bodyOf(draft, chosen) }),
    onSuccess: async ({ productId }) => {
      productsChanged()
      toDoChanged()
      tellDone('The product is made in the hub.')
      await navigate({ to: '/inventory/products/$productId', params: { productId }, ignoreBlocker: true })
    },
    onError: error => {
      isAsked.current = false
      setFaults(error instanceof HubProblem ? faultsAt(error.fields, draft, chosen) : {})
      setRefusals(old => old + 1)
    },
  })
  // Only once the faults stand at their controls: before that there is nothing to go to.
  useEffect(() => {
    if (refusals > 0) focusFirstError()
  }, [refusals])
  const onMake = () => {
    // Two clicks may come before the button is drawn anew, and would make two products.
    if (combinations === null || isAsked.current) return
    isAsked.current = true
    make.mutate()
  }
  const mended = (place: string) => setFaults(old => withoutFaults(old, place))
  const onValue = (field: string, value: unknown) => {
    setDraft(old => ({ ...old, values: { ...old.values, [field]: value } }))
    mended(`fields.${field}`)
  }
  const onOptions = (options: readonly Option[]) => {
    setDraft(old => ({ ...old, options }))
    setFaults(onlyOfFields)
  }
  const onType = useCallback((key: string, part: Partial<TypedVariant>) => {
    setDraft(old => {
      const typed = { ...(old.variants.get(key) ?? nothingTyped), ...part }
      return { ...old, variants: new Map(old.variants).set(key, typed) }
    })
    for (const field of Object.keys(part)) setFaults(old => withoutFaults(old, placeOfVariant(key, field)))
  }, [])
  const onLeaveOut = useCallback((key: string) => {
    setDraft(old => ({ ...old, leftOut: new Set(old.leftOut).add(key) }))
    for (const field of variantPlaces) setFaults(old => withoutFaults(old, placeOfVariant(key, field)))
  }, [])
  const onPutBack = () => {
    setDraft(old => ({ ...old, leftOut: new Set() }))
    mended('variants')
  }
  const onChannels = (channelIds: readonly string[]) => setDraft(old => ({ ...old, channelIds }))
  const on = { onValue, onOptions, onType, onLeaveOut, onPutBack, onChannels, onMake }
  return { draft, faults, combinations, chosen, make, isDirty: draft !== emptyDraft, ...on }
}
