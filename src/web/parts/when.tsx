import { useEffect, useState } from 'react'
import { exactTime, fromNow } from '../format.ts'

const refreshMs = 20_000

/** How long ago, kept fresh; the exact time stands in the tooltip. */
export function When({ at }: { at: string }) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick(count => count + 1), refreshMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={at} title={exactTime(at)}>
      {fromNow(at)}
    </time>
  )
}
