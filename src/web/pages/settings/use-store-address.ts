import { useRef, useState } from 'react'
import { call, HubProblem } from '../../client.ts'

interface Reading {
  /** What was taken out of the pasted text, as a sentence. */
  readonly note: string | null
  readonly fault: string | null
}

const nothingRead: Reading = { note: null, fault: null }

/** Asks the hub what it would take out of the pasted text, and shows that beneath the field. */
export function useStoreAddress(kind: string) {
  const [reading, setReading] = useState(nothingRead)
  const latest = useRef(0)
  const read = async (storeHash: string) => {
    latest.current += 1
    const turn = latest.current
    if (storeHash.trim() === '') return setReading(nothingRead)
    const result = await ask(kind, storeHash)
    if (turn === latest.current) setReading(result)
  }
  const clear = () => {
    latest.current += 1
    setReading(nothingRead)
  }
  return { ...reading, read, clear }
}

async function ask(kind: string, storeHash: string): Promise<Reading> {
  try {
    const { note } = await call('POST /api/channel-kinds/:kind/read-store-address', {
      params: { kind },
      body: { storeHash },
    })
    return { note, fault: null }
  } catch (error) {
    // Only a complaint about the text itself belongs to the field; the rest shows when it is saved.
    return { note: null, fault: error instanceof HubProblem ? (error.fields.storeHash ?? null) : null }
  }
}
