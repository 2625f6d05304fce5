import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { count } from '../../format.ts'
import editClasses from '../edit/edit.module.css'
import { BulkDialog } from './bulk-dialog.tsx'
import type { BulkTarget } from './target.ts'
import { type BulkPicks, pickedMost } from './use-bulk-picks.ts'

interface Props {
  readonly picks: BulkPicks<never>
  /** What the list finds. */
  readonly counted: { readonly count: number; readonly atLeast: boolean } | undefined
  readonly channelId?: string
  /** All that the list finds, as edits name it. */
  readonly all: Exclude<BulkTarget['which'], { ids: readonly string[] }>
  /** What else can be done with what is chosen. */
  readonly children?: ReactNode
}

/** What can be done with the rows that are chosen; stays in sight while the list scrolls. */
export function BulkBar({ picks: { chosen, isAll, onAll, onNone }, counted, channelId, all, children }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  if (chosen.size === 0 && !isAll) return null
  const target: BulkTarget = {
    ...(channelId === undefined ? {} : { channelId }),
    which: isAll ? all : { ids: [...chosen] },
    count: isAll ? (counted ?? { count: 0, atLeast: true }) : { count: chosen.size, atLeast: false },
  }
  const canAll = !isAll && counted !== undefined && (counted.atLeast || counted.count > chosen.size)
  const isTooMany = !isAll && chosen.size > pickedMost
  return (
    <section className={editClasses.bar} aria-label="Chosen products">
      <div role="status">
        <strong>{isAll ? allWords(counted) : `${count(chosen.size, 'product')} chosen`}</strong>
        {isTooMany && (
          <p className={editClasses.error}>
            At most {pickedMost.toLocaleString()} can be chosen one by one: choose all that match instead.
          </p>
        )}
      </div>
      <div className={editClasses.barButtons}>
        {canAll && (
          <Button variant="subtle" onClick={() => onAll(true)}>
            {counted.atLeast ? 'Choose all that match' : `Choose all ${counted.count.toLocaleString()} that match`}
          </Button>
        )}
        <Button variant="default" onClick={onNone}>
          Choose none
        </Button>
        {!isTooMany && children}
        <Button disabled={isTooMany} onClick={dialog.open}>
          Edit
        </Button>
      </div>
      {isOpen && (
        <BulkDialog
          target={target}
          onClose={() => {
            dialog.close()
            onNone()
          }}
        />
      )}
    </section>
  )
}

function allWords(counted: Props['counted']): string {
  if (counted === undefined) return 'All that match are chosen'
  return counted.atLeast
    ? `All that match are chosen: over ${counted.count.toLocaleString()} products`
    : `All ${count(counted.count, 'product')} that match chosen`
}
