import { useRef, useState } from 'react'
import { call } from '../../client.ts'
import { productsChanged } from '../../products-changed.ts'
import { goOnFrom, noTally, type Tally, withPart } from './tally.ts'
import type { EditBody } from './target.ts'

export type RunState =
  | { readonly is: 'idle' }
  | { readonly is: 'running' | 'stopping'; readonly tally: Tally }
  /** `next` of the tally is null where all is done; `error` where it broke off. */
  | { readonly is: 'ended'; readonly tally: Tally; readonly error: unknown }

/** Edits many, part by part. What was done before it was stopped, or broke off, stays, and it can go on from there. */
export function useRun() {
  const [state, setState] = useState<RunState>({ is: 'idle' })
  const mayGoOn = useRef(true)
  const go = async (body: EditBody, from: Tally = noTally) => {
    mayGoOn.current = true
    let tally = from.editId === null ? { ...from, editId: newEditId() } : from
    setState({ is: 'running', tally })
    let error: unknown = null
    try {
      do {
        const which = tally.next === null ? begin(tally.editId) : goOnFrom(tally)
        tally = withPart(tally, await call('POST /api/edits', { body: { ...body, ...which, show: 0 } }))
        if (mayGoOn.current) setState({ is: 'running', tally })
      } while (tally.next !== null && mayGoOn.current)
    } catch (broke) {
      error = broke
    }
    setState({ is: 'ended', tally, error })
    productsChanged()
  }
  const stop = () => {
    mayGoOn.current = false
    setState(old => (old.is === 'running' ? { ...old, is: 'stopping' } : old))
  }
  return { state, go: (body: EditBody, from?: Tally) => void go(body, from), stop }
}

const begin = (editId: string | null) => (editId === null ? {} : { editId })

/** Of the page's own, so that a part of which the answer was lost is not done twice. */
function newEditId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `edt_${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`
}
