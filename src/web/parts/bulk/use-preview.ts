import { useEffect, useState } from 'react'
import { call } from '../../client.ts'
import { goOnFrom, noTally, rowsShown, type Tally, withPart } from './tally.ts'
import type { EditBody } from './target.ts'

export interface Preview {
  /** Undefined until the first part was looked at. */
  readonly tally: Tally | undefined
  readonly error: unknown
  /** What it shows is of what is asked for now, not of what was before. */
  readonly isFresh: boolean
}

const pauseMs = 350

/** What an edit would come to: the first part soon, and then the rest of them, part by part. */
export function usePreview(body: EditBody | null): Preview {
  const key = body === null ? '' : JSON.stringify(body)
  const [found, setFound] = useState<{ key: string; tally: Tally | undefined; error: unknown }>()
  useEffect(() => {
    if (key === '') return
    let isOver = false
    const tell = (tally: Tally | undefined, error: unknown = null) => !isOver && setFound({ key, tally, error })
    const timer = setTimeout(() => void lookAhead(JSON.parse(key) as EditBody, tell, () => isOver), pauseMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [key])
  const isFresh = found?.key === key
  return { tally: found?.tally, error: isFresh ? found.error : null, isFresh }
}

async function lookAhead(
  body: EditBody,
  tell: (tally: Tally | undefined, error?: unknown) => void,
  isOver: () => boolean,
): Promise<void> {
  let tally: Tally | undefined
  try {
    do {
      const goOn = goOnFrom(tally ?? noTally)
      const part = await call('POST /api/edits', { body: { ...body, ...goOn, preview: true, show: rowsShown } })
      tally = withPart(tally ?? noTally, part)
      tell(tally)
    } while (tally.next !== null && !isOver())
  } catch (error) {
    tell(tally, error)
  }
}
