import { useMediaQuery } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import type { CheckRow } from '../../../api/contract/channels.ts'
import classes from './doctor.module.css'
import { VerdictIcon } from './verdict-icon.tsx'
import { isReadProvenOnly, needsLook, verdictWords } from './words.ts'

interface Props {
  readonly row: CheckRow
  /** The remedy stands above all rows already. */
  readonly isFixTold: boolean
}

/** One thing that was checked. What it unlocks and how to mend it fold out; on wide screens they stand open where needed. */
export function DoctorRow({ row, isFixTold }: Props) {
  const isWide = useMediaQuery('(min-width: 761px)', true, { getInitialValueInEffect: false })
  const unlocks = row.verdict === 'missing' ? null : row.unlocks
  if (unlocks === null && row.fix === null) {
    return (
      <div className={classes.row}>
        <Head row={row} />
      </div>
    )
  }
  return (
    <details className={classes.details} open={isWide && needsLook(row) && !isFixTold}>
      <summary className={classes.row}>
        <Head row={row} />
        <IconChevronDown size={16} aria-hidden className={classes.chevron} />
      </summary>
      <dl className={classes.more}>
        {unlocks !== null && (
          <div>
            <dt>Unlocks</dt>
            <dd>{unlocks}</dd>
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
        <div className={classes.rowTitle}>
          {row.title}
          {row.scope !== null && (
            <span className={classes.scope}>
              {row.scope.name === row.title ? row.scope.level : `${row.scope.name}, ${row.scope.level}`}
            </span>
          )}
        </div>
        <div className={classes.found}>
          <bdi>{row.found}</bdi>
        </div>
        {row.verdict === 'missing' && row.unlocks !== null && (
          <div className={classes.would}>Would unlock: {row.unlocks}</div>
        )}
      </div>
      <div className={classes.verdict} data-verdict={row.verdict}>
        {verdictWords(row)}
        {isReadProvenOnly(row) && (
          <div className={classes.half} title="Granted to read; writing can’t be proven without a write.">
            to read; writing is not provable without a write
          </div>
        )}
      </div>
    </>
  )
}
