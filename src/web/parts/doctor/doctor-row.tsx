import { useMediaQuery } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import type { CheckRow } from '../../../api/contract/channels.ts'
import classes from './doctor.module.css'
import { VerdictIcon } from './verdict-icon.tsx'
import { isReadProvenOnly, needsLook, verdictWords } from './words.ts'

/** One thing that was checked. What it unlocks and how to mend it fold out; on wide screens they stand open where needed. */
export function DoctorRow({ row }: { row: CheckRow }) {
  const isWide = useMediaQuery('(min-width: 761px)', true, { getInitialValueInEffect: false })
  if (row.unlocks === null && row.fix === null) {
    return (
      <div className={classes.row}>
        <Head row={row} />
      </div>
    )
  }
  return (
    <details className={classes.details} open={isWide && needsLook(row)}>
      <summary className={classes.row}>
        <Head row={row} />
        <IconChevronDown size={16} aria-hidden className={classes.chevron} />
      </summary>
      <dl className={classes.more}>
        {row.unlocks !== null && (
          <div>
            <dt>{row.verdict === 'missing' ? 'Would unlock' : 'Unlocks'}</dt>
            <dd>{row.unlocks}</dd>
          </div>
        )}
        {row.fix !== null && (
          <div>
            <dt>How to fix</dt>
            <dd>{row.fix}</dd>
          </div>
        )}
      </dl>
    </details>
  )
}

function Head({ row }: { row: CheckRow }) {
  return (
    <>
      <VerdictIcon verdict={row.verdict} />
      <div className={classes.body}>
        <div className={classes.rowTitle}>{row.title}</div>
        <div className={classes.found}>
          <bdi>{row.found}</bdi>
        </div>
        {isReadProvenOnly(row) && (
          <div className={classes.half}>Granted to read; writing can’t be proven without a write.</div>
        )}
      </div>
      <span className={classes.verdict} data-verdict={row.verdict}>
        {verdictWords(row)}
      </span>
    </>
  )
}
