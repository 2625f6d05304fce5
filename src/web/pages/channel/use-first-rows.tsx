import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import table from '../../parts/table.module.css'

const shownAtFirst = 8

/** The first rows of a long table, and a button for the rest. */
export function useFirstRows<Row>(rows: readonly Row[], name: string): { shown: readonly Row[]; more: ReactNode } {
  const [isOpen, setOpen] = useState(false)
  if (isOpen || rows.length <= shownAtFirst + 2) return { shown: rows, more: null }
  return {
    shown: rows.slice(0, shownAtFirst),
    more: (
      <div className={table.more}>
        <Button variant="subtle" size="compact-md" onClick={() => setOpen(true)}>
          Show all {rows.length} {name}
        </Button>
      </div>
    ),
  }
}
