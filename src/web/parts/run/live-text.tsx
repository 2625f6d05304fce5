import { useEffect, useRef, useState } from 'react'

const everyMs = 20_000

/** Reads out what changes all the time, but only now and then, or at once when `key` words changed. */
export function LiveText({ text, moment }: { text: string; moment: string }) {
  const [said, setSaid] = useState(text)
  const latest = useRef(text)
  latest.current = text
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new moment is said at once
  useEffect(() => {
    setSaid(latest.current)
    const timer = setInterval(() => setSaid(latest.current), everyMs)
    return () => clearInterval(timer)
  }, [moment])
  return (
    <span className="cw-sr" role="status">
      {said}
    </span>
  )
}
