import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Listing } from '../../../api/contract/catalog.ts'
import type { Picks } from '../../parts/grid/grid-row.tsx'
import { catalogQuery } from '../../run-queries.ts'
import { GoneChoices } from './gone-choices.tsx'

interface GonePicked extends Picks<Listing> {
  readonly onNone: () => void
}

/** Which of the products that are gone from the store are chosen for a decision; undefined where others are shown. */
export function useGonePicks(isOn: boolean): GonePicked | undefined {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  return useMemo(
    () =>
      isOn
        ? {
            chosen,
            labelOf: row => `Select ${row.name}`,
            onPick: ({ remoteId }, isChosen) =>
              setChosen(old => new Set(isChosen ? [...old, remoteId] : [...old].filter(id => id !== remoteId))),
            onNone: () => setChosen(new Set()),
          }
        : undefined,
    [chosen, isOn],
  )
}

/** What becomes of those that are chosen; of all that nobody decided, where none is. */
export function GonePicks({ channelId, picks: { chosen, onNone } }: { channelId: string; picks: GonePicked }) {
  const undecided = useQuery(catalogQuery(channelId)).data?.counts.goneUndecided ?? 0
  if (chosen.size > 0) {
    return (
      <GoneChoices key="chosen" channelId={channelId} remoteIds={[...chosen]} count={chosen.size} onDone={onNone}>
        <Button variant="subtle" onClick={onNone}>
          Select none
        </Button>
      </GoneChoices>
    )
  }
  if (undecided === 0) return null
  return <GoneChoices key="all" channelId={channelId} remoteIds={undefined} count={undecided} />
}
