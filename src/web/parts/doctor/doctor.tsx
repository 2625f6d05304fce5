import { Button, Skeleton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CheckRow } from '../../../api/contract/channels.ts'
import { count } from '../../format.ts'
import type { ShownCheck } from '../../live-checks.ts'
import { Section } from '../page.tsx'
import { When } from '../when.tsx'
import classes from './doctor.module.css'
import { DoctorRow } from './doctor-row.tsx'
import { VerdictIcon } from './verdict-icon.tsx'
import { groups, sharedFix, tally } from './words.ts'

interface Props {
  readonly check: ShownCheck
  /** Absent where nothing is stored that could be checked. */
  readonly onCheck?: (() => void) | undefined
  readonly problem?: ReactNode
}

/** The connection doctor: what was checked, what was found, and what to do about it. */
export function Doctor({ check, onCheck, problem }: Props) {
  const isFirstRow = check.running && check.rows.length === 0
  return (
    <Section
      title="Connection check"
      flush
      note={<Summary check={check} />}
      actions={
        onCheck !== undefined && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={check.running}
            onClick={onCheck}
          >
            Check connection
          </Button>
        )
      }
    >
      {problem !== undefined && <div className={classes.problem}>{problem}</div>}
      {groups.map(group => {
        const rows = check.rows.filter(row => row.group === group.key)
        return rows.length === 0 ? null : <Group key={group.key} title={group.title} rows={rows} />
      })}
      {check.running && (
        <div className={classes.row} aria-hidden="true">
          <Skeleton height={18} circle />
          <div className={classes.body}>
            <Skeleton height={12} width={isFirstRow ? '50%' : '34%'} my={4} />
            <Skeleton height={10} width="70%" />
          </div>
        </div>
      )}
    </Section>
  )
}

function Summary({ check }: { check: ShownCheck }) {
  return (
    <div className={classes.summary}>
      <span role="status">
        {check.running
          ? `Checking… ${count(check.rows.length, 'answer')} so far`
          : tally(check.rows).map(part => (
              <span key={part.verdict} className={classes.part}>
                <VerdictIcon verdict={part.verdict} size={14} />
                {part.words}
              </span>
            ))}
      </span>
      {check.finishedAt !== null && (
        <span>
          Last run <When at={check.finishedAt} />
        </span>
      )}
    </div>
  )
}

function Group({ title, rows }: { title: string; rows: readonly CheckRow[] }) {
  const fix = sharedFix(rows)
  return (
    <section aria-label={title}>
      <h3 className={classes.groupTitle}>{title}</h3>
      {fix !== null && (
        <div className={classes.advice}>
          <strong>How to get what is missing</strong>
          <p>{fix}</p>
        </div>
      )}
      <ul className={classes.rows}>
        {rows.map(row => (
          <li key={row.key} className={classes.item}>
            <DoctorRow row={row} isFixTold={fix !== null && row.fix === fix} />
          </li>
        ))}
      </ul>
    </section>
  )
}
