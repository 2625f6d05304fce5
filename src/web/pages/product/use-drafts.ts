import { useMutation } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { call, HubProblem } from '../../client.ts'
import { count } from '../../format.ts'
import { tellDone } from '../../parts/undo.tsx'
import { productsChanged } from '../../products-changed.ts'
import {
  bodiesOf,
  countDrafts,
  type Draft,
  type Drafts,
  type EditBody,
  type Faults,
  rowKey,
  withDraft,
  withoutFault,
  withoutSaved,
} from './drafts.ts'
import type { Place } from './place.ts'

export type OnDraft = (row: string, field: string, draft: Draft | undefined) => void

/** What is changed on the page and not saved yet, and the way to save it. */
export function useDrafts(place: Place) {
  const [drafts, setDrafts] = useState<Drafts>({})
  const [faults, setFaults] = useState<Faults>({})
  const onDraft: OnDraft = useCallback((row, field, draft) => {
    setDrafts(old => withDraft(old, row, field, draft))
    setFaults(old => withoutFault(old, row, field))
  }, [])
  const save = useMutation({
    mutationFn: async () => {
      const bodies = bodiesOf(drafts, place)
      // Looked at first, so that nothing is saved while something can't be.
      const found = await faultsOf(bodies)
      setFaults(found)
      if (Object.keys(found).length > 0) return { isSaved: false }
      for (const body of bodies) {
        await call('POST /api/edits', { body })
        setDrafts(old => withoutSaved(old, body))
      }
      return { isSaved: true }
    },
    onSuccess: ({ isSaved }) => {
      if (isSaved) tellDone(`${count(countDrafts(drafts), 'change')} saved.`, undefined, 'edit-saved')
      else focusFirstFault()
    },
    onSettled: productsChanged,
  })
  const discard = useCallback(() => {
    setDrafts({})
    setFaults({})
    save.reset()
  }, [save.reset])
  return { drafts, faults, onDraft, discard, save, count: countDrafts(drafts) }
}

async function faultsOf(bodies: readonly EditBody[]): Promise<Faults> {
  const found: Record<string, Record<string, string>> = {}
  const put = (row: string, field: string, sentence: string) => {
    found[row] = { ...found[row], [field]: sentence }
  }
  for (const body of bodies) {
    const { level = 'product', ids = [] } = body
    try {
      const { faulty } = await call('POST /api/edits', { body: { ...body, preview: true } })
      for (const { id, faults } of faulty) {
        for (const { field, sentence } of faults) put(rowKey(level, id), field, sentence)
      }
    } catch (error) {
      const fields = error instanceof HubProblem && error.code === 'input_invalid' ? Object.entries(error.fields) : []
      const known = fields.filter(([field]) => body.edits.some(edit => edit.field === field))
      if (known.length === 0) throw error
      for (const id of ids) for (const [field, sentence] of known) put(rowKey(level, id), field, sentence)
    }
  }
  return found
}

function focusFirstFault(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
