import { useEffect } from 'react'

/** Names the page in the browser's tab. */
export function useTitle(...parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter(part => part !== undefined), 'Cartwright'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
